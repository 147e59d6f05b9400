"""Coming in as people do it: a letter, a text typed elsewhere, a mail scanner, a passkey, a second step. Mostly without scripts."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NARROW, WIDE, follow

WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.fixture
def world(transactional_db):
    from tests.world import make

    return make()


@pytest.fixture
def person(transactional_db):
    from letgo.commons.people.models import Person
    from letgo.commons.people.rules import tidy_address
    from letgo.commons.record.clock import now

    def make(name: str, kind: str = "", address: str = ""):
        row = Person.objects.create(name=name, made=now())
        if kind:
            row.routes.create(kind=kind, address=tidy_address(kind, address), proved=now(), made=now())
        return row

    return make


@pytest.fixture
def site(live_server, settings):
    """Links lead to the server of this test; passkeys need a name, not a number."""
    settings.LETGO_SITE = live_server.url.replace("127.0.0.1", "localhost")
    return settings.LETGO_SITE


def as_(page: Page, world, name: str, address: str) -> Page:
    """Open a page with this person's session."""
    page.context.add_cookies([{"name": "letgo", "value": world.secrets[name], "url": page.url}])
    page.goto(address)
    return page


def outbox() -> str:
    from letgo.commons.door.models import Message
    from letgo.commons.record import jobs

    jobs.run_waiting()
    return Message.objects.exclude(shown="").latest("made").shown


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Your code", exact=True).fill(code)
    follow(page.get_by_role("button", name="Sign in"))


def is_in(page: Page) -> None:
    page.goto("/my-devices")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where you are signed in")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_printed_letter_opens_the_door_on_any_phone(script, visit, world):
    """The officer finds the person, says how they know them, prints; the person types it elsewhere, in small letters."""
    desk = as_(visit("/", java_script_enabled=script), world, "officer", "/desk")
    desk.get_by_label("Who needs a code?").fill("canary subject")
    follow(desk.get_by_role("button", name="Find them"))
    follow(desk.get_by_role("link", name="Canary Subject"))
    desk.get_by_label("On paper: print it now").check()
    desk.get_by_label("I know them").check()
    follow(desk.get_by_role("button", name="Make the code"))
    letters = desk.locator(".lg-large-code").inner_text()
    assert re.fullmatch(r"([ACDEFHJKLMNPRTUVWXY3479]{4} ?){3}", letters)
    desk.emulate_media(media="print")
    assert desk.locator(".lg-large-code").is_visible()
    assert not desk.locator(".lg-safety").is_visible()

    phone = visit("/", viewport=NARROW, java_script_enabled=script)
    follow(phone.get_by_role("link", name="Sign in").first)
    follow(phone.get_by_role("link", name="I have a code"))
    type_code(phone, letters.lower())
    assert phone.url.endswith("/me")
    is_in(phone)
    other = visit("/sign-in/code")
    type_code(other, letters)
    expect(other.locator(".govuk-error-summary")).to_contain_text("This code does not work.")


def test_a_text_code_is_typed_on_another_device(visit, person):
    person("Person A", "text", "07700900001")
    phone = visit("/sign-in/text", java_script_enabled=False)
    phone.get_by_label("What is your phone number?").fill("07700 900 001")
    follow(phone.get_by_role("button", name="Send me a code"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Type the code")
    code = re.search(r"\d{6}", outbox())[0]
    library = visit("/sign-in/code", java_script_enabled=False)
    library.get_by_label("Does your code have 6 numbers?").fill("07700900001")
    library.get_by_label("This phone or computer is shared").check()
    type_code(library, code)
    cookie = next(one for one in library.context.cookies() if one["name"] == "letgo")
    assert cookie["expires"] == -1  # goes when the browser is closed
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    is_in(library)


def test_a_mail_scanner_may_open_the_link_and_the_person_presses_the_button(visit, person, site):
    person("Person A", "email", "a@example.org")
    laptop = visit("/sign-in/email", java_script_enabled=False)
    laptop.get_by_label("What is your e-mail address?").fill("A@Example.org")
    follow(laptop.get_by_role("button", name="Send me a code"))
    address = re.search(r"/sign-in/link/[\w-]+", outbox())[0]
    for _ in range(3):
        visit(address, java_script_enabled=True)
    phone = visit(address, java_script_enabled=False)
    follow(phone.get_by_role("button", name="Sign in"))
    is_in(phone)


def test_two_people_with_one_phone_each_need_their_pin(visit, person):
    from letgo.commons.door.factors.actions import set_pin
    from letgo.commons.people.rules import Actor

    person("Canary One", "text", "07700900001")
    two = person("Canary Two", "text", "07700900001")
    set_pin("482913", by=Actor(frozenset({"anyone", "person"}), person=two.pk), key="k" * 22)
    page = visit("/my-passkeys", java_script_enabled=False)  # passed on to someone who is not signed in
    follow(page.get_by_role("main").get_by_role("link", name="Sign in"))
    follow(page.get_by_role("link", name="Send me a code by text"))
    page.get_by_label("What is your phone number?").fill("07700900001")
    follow(page.get_by_role("button", name="Send me a code"))
    type_code(page, re.search(r"\d{6}", outbox())[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Which of you is it?")
    assert "Canary" not in page.content()
    page.get_by_label("Your name, or your member number").fill("canary two")
    page.get_by_label("Your PIN").fill("000111")
    follow(page.get_by_role("button", name="Sign in"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("do not fit together")
    page.get_by_label("Your PIN").fill("482913")
    follow(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your passkeys")
    is_in(page)


def test_staff_set_up_their_second_step_and_only_then_sit_at_the_desk(visit, world):
    page = as_(visit("/", java_script_enabled=False), world, "officer-weak", "/desk")
    expect(page.get_by_role("heading", level=1)).to_have_text("You cannot do this here")
    follow(page.get_by_role("link", name="Give your second code"))
    follow(page.get_by_role("link", name="Set one up with a start code"))
    letters = start_code(world, "officer-weak")
    page.get_by_label("Your start code").fill(letters)
    follow(page.get_by_role("button", name="Go on"))
    seed = page.locator(".lg-code").inner_text().replace(" ", "")
    page.get_by_label("What does the app show now?").fill(pyotp.TOTP(seed).now())
    follow(page.get_by_role("button", name="Finish"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Print your recovery codes")
    assert page.locator(".lg-code").count() == 8
    page.goto("/desk")
    expect(page.get_by_role("heading", level=1)).to_have_text("Help people in")


def start_code(world, name: str) -> str:
    """What an administrator with a fresh second step makes."""
    from letgo.commons.door.actions import give_code
    from letgo.commons.door.models import Session
    from letgo.commons.record.clock import now

    by = world.actor("administrator")
    Session.objects.filter(pk=by.session).update(strong_from=now())
    return give_code(world.person(name), "enrol", "known", by=by, key="k" * 30)[1]


def test_a_passkey_is_made_and_opens_the_door(visit, world, site):
    """A real browser with a virtual authenticator: registration, then sign-in on a browser that is signed out."""
    page = visit(f"{site}/sign-in")
    driver = page.context.new_cdp_session(page)
    driver.send("WebAuthn.enable")
    driver.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    as_(page, world, "resident", f"{site}/my-passkeys")
    page.get_by_label("What do you call this device?").fill("My phone")
    follow(page.get_by_role("button", name="Make a passkey"))
    expect(page.get_by_role("heading", name="My phone")).to_be_visible()
    page.context.clear_cookies()
    page.goto(f"{site}/sign-in/passkey")
    follow(page.get_by_role("button", name="Use my passkey"))
    expect(page.get_by_role("link", name="Sign out").first).to_be_visible()

    from letgo.commons.door.models import Session

    session = Session.objects.get(way="passkey")
    assert session.person_id == world.person("resident").pk
    assert session.strong_until is None  # made without a second step: it opens the door, and no staff role


def test_someone_with_no_phone_and_no_mail_is_answered(visit, world):
    page = visit("/sign-in", java_script_enabled=False)
    follow(page.get_by_role("link", name="I cannot get in: help me").first)
    page.get_by_label("Ring me, and read me a code").check()
    page.get_by_label("Who are you?").fill("Canary Caller")
    follow(page.get_by_role("button", name="Ask for help"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Tell us the number to ring")
    page.get_by_label("Where do we reach you?").fill("the phone in the library")
    follow(page.get_by_role("button", name="Ask for help"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("We help you by")
    desk = as_(visit("/"), world, "officer", "/desk")
    expect(desk.get_by_role("heading", name=re.compile("Canary Caller"))).to_be_visible()
    follow(desk.get_by_role("button", name=re.compile("Done: they are helped.*Canary Caller")))
    expect(desk.get_by_text("Nobody waits for help.")).to_be_visible()


@pytest.fixture
def pages(world):
    """Every page of the door, and who sees it."""
    from tests.web.door import addresses

    stranger = [
        "/sign-in",
        "/sign-in/text",
        "/sign-in/email",
        "/sign-in/code",
        "/sign-in/passkey",
        "/sign-in/help",
        "/sign-out",
    ]
    stranger += [
        f"/sign-in/link/{'k' * 43}",
        f"/sign-in/who/{'k' * 43}",
        "/sign-in/sent/00000000-0000-4000-8000-000000000000",
    ]
    own = ["/my-devices", "/my-pin", "/my-passkeys", "/second-step", "/second-step/start", "/neighbour"]
    addresses.a_knock(world)
    addresses.a_vouch(world)
    person = world.person("subject").pk
    desk = ["/desk", f"/desk/person/{person}", "/desk/messages", "/outbox", "/no-such-page"]
    return {"anyone": stranger, "resident": own, "administrator": desk, "officer": ["/desk"]}


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1200"])
def test_everyone_can_use_every_page_of_the_door(size, visit, world, pages, axe):
    faults = {}
    for who, addresses in pages.items():
        page = visit("/", viewport=size)
        for address in addresses:
            page = page if who == "anyone" else as_(page, world, who, address)
            page.goto(address)
            wide, seen = page.evaluate(WIDTHS)
            found = axe(page) + ([f"{wide} px wide"] if wide > seen else [])
            if found:
                faults[address] = found
    assert faults == {}


def test_axe_finds_nothing_in_forms_with_errors(visit, world, axe):
    page = visit("/sign-in/code")
    follow(page.get_by_role("button", name="Sign in"))
    assert axe(page) == []
    page.goto("/sign-in/help")
    follow(page.get_by_role("button", name="Ask for help"))
    assert axe(page) == []


def test_a_letter_is_readable_on_paper_in_large_print(visit, world):
    desk = as_(visit("/", java_script_enabled=False), world, "officer", f"/desk/person/{world.person('subject').pk}")
    desk.get_by_label("On paper: print it now").check()
    desk.get_by_label("I know them").check()
    desk.get_by_label("Large print").check()
    follow(desk.get_by_role("button", name="Make the code"))
    desk.emulate_media(media="print")
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert desk.locator(".lg-large-code").evaluate(size) >= 24
    assert desk.locator("main li").first.evaluate(size) >= 24
    assert "Canary" not in desk.locator("main").inner_text()

"""Votes in a real browser: every state on a phone with axe, details open; and a vote cast without a script, also by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, follow
from tests.journeys.test_access import OPEN, WIDTHS
from tests.journeys.test_door import as_


def test_everyone_can_read_a_vote_in_every_state(visit, transactional_db, axe):
    from tests.web.ballots import made
    from tests.world import make

    world, page, wrong = make(), visit("/", viewport=NARROW), {}
    for state, make_it in made.STATES.items():
        poll = make_it(world)
        for who in ("resident", "checker"):
            as_(page, world, who, f"/votes/{poll.pk}")
            page.evaluate(OPEN)
            wide, seen = page.evaluate(WIDTHS)
            wrong[state, who] = axe(page) + ([f"{wide} px in {seen}"] if wide > seen else [])
    assert {at: found for at, found in wrong.items() if found} == {}


@pytest.mark.parametrize("keys", [False, True])
def test_a_vote_is_cast_on_a_phone_without_a_script_and_not_shown_again(keys, visit, transactional_db, axe):
    from letgo.decide.ballots.models import OpenBallot
    from tests.web.ballots import made
    from tests.world import make

    world = make()
    poll = made.opened(world)
    phone = as_(visit("/", viewport=NARROW, java_script_enabled=False), world, "resident", f"/votes/{poll.pk}")
    follow(phone.get_by_role("link", name="Vote", exact=True))
    for name, button in (("Six benches", "Next screen"), ("A mural", "Next screen"), ("A ramp", "Check my vote")):
        box, on = phone.get_by_label(name), phone.get_by_role("button", name=button)
        if keys:
            box.focus()
            phone.keyboard.press("Space")
            on.focus()
            phone.keyboard.press("Enter")
        else:
            box.check()
            follow(on)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your vote")
    follow(phone.get_by_role("button", name="Put my vote in the box"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")
    assert OpenBallot.objects.get(poll=poll).picks == "[2,4,7]"
    follow(phone.get_by_role("link", name="Leave this page"))
    phone.goto(f"/votes/{poll.pk}/vote")
    assert phone.locator("input:checked").count() == 0


def test_an_election_can_be_read_in_every_state_on_a_phone(visit, transactional_db, axe):
    from tests.web.ballots import elections
    from tests.world import make

    world, page, wrong = make(), visit("/", viewport=NARROW), {}
    as_(page, world, "resident", "/")
    for state in ("open", "counted", "again"):
        poll = elections.made(world, state)
        at = [f"/votes/{poll.pk}", f"/votes/{poll.pk}/print"] + [f"/votes/{poll.pk}/stages"] * (state == "again")
        for address in at:
            page.goto(address)
            page.evaluate(OPEN)
            wide, seen = page.evaluate(WIDTHS)
            wrong[state, address] = axe(page) + ([f"{wide} px in {seen}"] if wide > seen else [])
        if state == "counted":
            as_(page, world, "checker", f"/votes/{poll.pk}/desk")
            wrong[state, "desk"] = axe(page)
    assert {at: found for at, found in wrong.items() if found} == {}


@pytest.mark.parametrize("keys", [False, True])
def test_people_are_put_in_order_on_a_phone_without_a_script_by_numbers_or_by_buttons(keys, visit, transactional_db):
    """Each page is whole at 320 px; a wrong number is said at its box; a button comes back to its row."""
    from letgo.decide.ballots.models import OpenBallot
    from tests.web.ballots import elections
    from tests.world import make

    world = make()
    poll = elections.made(world)
    phone = as_(visit("/", viewport=NARROW, java_script_enabled=False), world, "resident", f"/votes/{poll.pk}")

    def press(button):
        if not keys:
            return follow(button)
        button.focus()
        return phone.keyboard.press("Enter")

    follow(phone.get_by_role("link", name="Vote", exact=True))
    for number, place in ((1, "2"), (3, "2")):
        phone.locator(f"#n-{number}").fill(place)
    press(phone.get_by_role("button", name="Check my vote"))
    expect(phone.get_by_role("alert")).to_contain_text("You gave 2 to both Ash of Block A and Cedar of Canal Mews.")
    if keys:
        phone.locator("#n-3").fill("1")
        phone.keyboard.press("Enter")  # from the box itself: the first button of the page
    else:
        phone.locator("#n-3").fill("")
        press(phone.get_by_role("button", name="Put them in order with buttons instead"))
        press(phone.locator("button[value='add-3']"))
        expect(phone.get_by_role("status")).to_have_text("Now second: Cedar of Canal Mews.")
        press(phone.locator("button[value='up-3']"))
        expect(phone.get_by_role("status")).to_have_text("Now first.")
        assert phone.url.endswith("#o-3")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your vote")
    press(phone.locator("button[value='add-5']"))
    press(phone.get_by_role("button", name="Put my vote in the box"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")
    assert OpenBallot.objects.filter(poll=poll, picks="[3,1,5]").count() == 1
    phone.goto(f"/votes/{poll.pk}/vote")
    assert [box.input_value() for box in phone.locator(".lg-rank__box").all()] == [""] * 6


def test_the_pages_of_an_order_pass_axe_after_every_click(visit, transactional_db, axe):
    from tests.web.ballots import elections
    from tests.world import make

    world = make()
    poll = elections.made(world)
    page = as_(visit("/", viewport=NARROW), world, "resident", f"/votes/{poll.pk}/vote")
    wrong = {"vote": axe(page)}
    page.evaluate(OPEN)
    page.locator("#n-1").fill("1")
    page.locator("#n-2").fill("x")
    for name, button in (
        ("fault", "button[value=check]"), ("buttons", "button[value=one-by-one]"), ("added", "button[value=add-2]"),
        ("moved", "button[value=up-2]"), ("out", "button[value=out-1]"), ("numbers", "button[value=numbers]"),
        ("check", "button[value=check]"), ("voted", "button[value=send]"),
    ):  # fmt: skip
        follow(page.locator(button).first)
        wide, seen = page.evaluate(WIDTHS)
        wrong[name] = axe(page) + ([f"{wide} px in {seen}"] if wide > seen else [])
    assert {at: found for at, found in wrong.items() if found} == {}
    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")

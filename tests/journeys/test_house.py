"""The house and its door in one story: a printed letter lets a new person in, and a power handed over by the register shows at home."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import NARROW, follow
from tests.journeys.test_door import as_, type_code


def printed_letter(desk: Page, world) -> str:
    """What the officer reads off the paper: a code for someone they know."""
    as_(desk, world, "officer", "/desk")
    desk.get_by_label("Who needs a code?").fill("canary subject")
    follow(desk.get_by_role("button", name="Find them"))
    follow(desk.get_by_role("link", name="Canary Subject"))
    desk.get_by_label("On paper: print it now").check()
    desk.get_by_label("I know them").check()
    follow(desk.get_by_role("button", name="Make the code"))
    return desk.locator(".lg-large-code").inner_text()


def go_on(desk: Page) -> None:
    """The next page of a journey."""
    follow(desk.get_by_role("button", name="Continue"))


def hand_over(desk: Page, board: str) -> None:
    """One thing per page, check it, offer it."""
    from letgo.commons.record.clock import now

    desk.goto("/place/tansy-row")
    follow(desk.get_by_role("link", name="Who decides", exact=True))
    follow(desk.get_by_role("link", name="Hand over a power"))
    desk.get_by_label("What do you hand over?").fill("Play areas")
    go_on(desk)
    desk.get_by_label("Who will decide, in words?").fill("Residents, by vote")
    desk.get_by_label(board).check()
    go_on(desk)
    go_on(desk)
    desk.get_by_label("How far does it go, in words?").fill("Every swing and slide")
    go_on(desk)
    go_on(desk)
    desk.get_by_label("What happens when they decide, and who does it?").fill("The parks team does it")
    desk.get_by_label("It opens a pot for this").check()
    go_on(desk)
    today = now().date()
    desk.get_by_label("On which day does it begin?").fill(f"{today:%d %m %Y}")
    desk.get_by_label("When do both sides look at it again?").fill(f"{today + timedelta(days=365):%d %m %Y}")
    go_on(desk)
    go_on(desk)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Check your answers")
    follow(desk.get_by_role("button", name="Offer this power"))


def test_a_new_person_comes_in_by_letter_and_sees_a_power_handed_over(visit, transactional_db):
    from letgo.commons.record import jobs
    from tests.world import make

    world = make()
    desk = visit("/", java_script_enabled=False)
    letters = printed_letter(desk, world)

    phone = visit("/sign-in/code", viewport=NARROW, java_script_enabled=False)
    type_code(phone, letters)
    follow(phone.get_by_role("link", name="Tansy Row"))
    expect(phone.get_by_role("heading", level=2, name="Who decides what here")).to_be_visible()
    expect(phone.get_by_text("Play areas")).to_have_count(0)

    hand_over(desk, world.board.name)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Play areas, Tansy Row")
    secretary = as_(visit("/", java_script_enabled=False), world, "secretary", desk.url.removesuffix("/next"))
    follow(secretary.get_by_role("link", name="Say yes"))
    follow(secretary.get_by_role("button", name="Yes, we take it"))

    jobs.run_waiting()
    phone.reload()
    row = phone.get_by_role("row").filter(has=phone.get_by_role("link", name="Play areas"))
    expect(row).to_contain_text("Residents, by vote")
    follow(phone.get_by_role("link", name="Every payment, and the rules of this pot"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Play areas")

"""Votes in a real browser: every state on a phone with axe, details open; and a vote cast without a script, also by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NARROW
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
    phone.get_by_role("link", name="Vote", exact=True).click()
    for name, button in (("Six benches", "Next screen"), ("A mural", "Next screen"), ("A ramp", "Check my vote")):
        box, on = phone.get_by_label(name), phone.get_by_role("button", name=button)
        if keys:
            box.focus()
            phone.keyboard.press("Space")
            on.focus()
            phone.keyboard.press("Enter")
        else:
            box.check()
            on.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your vote")
    phone.get_by_role("button", name="Put my vote in the box").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")
    assert OpenBallot.objects.get(poll=poll).picks == "[2,4,7]"
    phone.get_by_role("link", name="Leave this page").click()
    phone.goto(f"/votes/{poll.pk}/vote")
    assert phone.locator("input:checked").count() == 0

"""From the call of an election to the seats it fills: axe on every page of the way, on a phone, without scripts where people act."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.journeys.conftest import NARROW, follow, press
from tests.journeys.test_access import OPEN, WIDTHS

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    from tests.world import make

    settings.LETGO_HOME = tmp_path
    return make()


@pytest.fixture
def as_who(browser, live_server, world):
    """as_who("resident"): a phone of who is signed in."""
    contexts = {}

    def open_page(who: str):
        if who not in contexts:
            context = browser.new_context(base_url=live_server.url, viewport=NARROW)
            context.set_default_timeout(60_000)
            if who != "anyone":
                context.add_cookies([{"name": "letgo", "value": world.secrets[who], "url": live_server.url}])
            contexts[who] = context.new_page()
        return contexts[who]

    yield open_page
    for page in contexts.values():
        page.context.close()


@pytest.fixture
def seen(as_who, axe):
    """seen("resident", "election", election=...): the page, whole, with nothing for axe to find and nothing that runs over."""

    def look(who: str, name: str, **address):
        page = as_who(who)
        page.goto(reverse(name, kwargs=address))
        return well(page, name)

    def well(page, name: str):
        page.evaluate(OPEN)
        assert axe(page) == [], name
        wide, narrow = page.evaluate(WIDTHS)
        assert wide <= narrow, name
        return page

    look.well = well
    return look


def test_from_the_call_of_an_election_to_the_seats_it_fills(world, seen):
    """The secretary calls it, residents stand and back each other, the vote is ranked on a phone, and the seats fill by themselves."""
    from letgo.commons.record.clock import travel
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.boards.elections import actions, queries
    from tests.web.boards import elections_made as made

    body = made.body(world)
    with travel(by=-timedelta(days=60)):
        row = _call(seen, world, body)
    with travel(row.called + timedelta(days=1)):
        _stand(seen, row)
        for number in range(3):
            made.stands(world, row, number)
        seen("anyone", "election", election=row.pk)
        seen("checker", "election-desk", election=row.pk)
        seen("resident", "election-print", election=row.pk, sheet="form")
    with travel(row.nominations_close + MINUTE):
        actions.close_names(row.pk, by=CLOCK, key=made.key())
        page = seen("checker", "election-settle", election=row.pk)
        press(page, "Go on")
        seen.well(page, "settled")
    row = made.fresh(row)
    assert row.state == "voting", row.why
    row = _vote(world, seen, row)
    with travel(row.poll.closes + timedelta(days=1)):
        seen("anyone", "election", election=row.pk).get_by_text("Because of this").first.wait_for()
        seen("anyone", "election-print", election=row.pk, sheet="declaration")
    row = made._seated(row)
    assert row.state == "filled"
    assert len(queries.elected(row)) == 3
    page = seen("anyone", "body", body=body.pk)
    page.get_by_role("rowheader", name="Person A").wait_for()
    page = seen("resident", "mandate-resign", mandate=body.mandates.get(name="Person A").pk)
    press(page, "I step down")
    seen.well(page, "stepped down")
    seen("anyone", "body", body=body.pk).get_by_text("Empty seats, and what fills them").wait_for()


def _call(seen, world, body):
    """One thing a page: the seats, the days, who runs it; then all of it, then the call."""
    page = seen("secretary", "election-call", body=body.pk)
    press(page, "Continue")
    seen.well(page, "days")
    press(page, "Continue")
    seen.well(page, "who runs it")
    page.get_by_label(world.person("checker").name).check()
    page.locator("#seed_from").fill("Dice, thrown in the hall")
    press(page, "Continue")
    seen.well(page, "check the call")
    page.get_by_text("The vote opens on").first.wait_for()
    press(page, "Call this election")
    seen.well(page, "called")
    return body.elections.get()


def _stand(seen, row) -> None:
    """A resident stands; a neighbour backs them."""
    page = seen("resident", "election-stand", election=row.pk)
    page.locator("#name").fill("Person A")
    press(page, "Continue")
    seen.well(page, "statement")
    page.locator("#statement").fill("I would ask for lights on the path.")
    press(page, "Continue")
    seen.well(page, "consent")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Continue")
    seen.well(page, "check the name")
    press(page, "I stand for this seat")
    seen.well(page, "stands")
    name = row.nominations.get(name="Person A")
    seen("resident", "nomination", nomination=name.pk)
    page = seen("subject", "nomination", nomination=name.pk)
    press(page, "I back this name")
    seen.well(page, "backed")
    name.refresh_from_db()
    assert name.state == "stands"


def _vote(world, seen, row):
    """A resident puts people in order on a phone; others vote too; closed, counted, declared, and noted by the clock."""
    from letgo.commons.record.clock import travel
    from letgo.commons.record.jobs import run_waiting
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots import actions as ballots
    from tests.web.boards import elections_made as made

    poll = row.poll
    number = {option.title: option.number for option in poll.options.all()}
    with travel(poll.opens + MINUTE):
        ballots.open_poll(poll.pk, by=CLOCK, key=made.key())
        follow(seen("resident", "election", election=row.pk).get_by_role("link", name="Go to the vote"))
        page = seen("resident", "poll-vote", poll=poll.pk)
        page.locator(f"#n-{number['Person A']}").fill("1")
        page.locator(f"#n-{number['Person 1']}").fill("2")
        press(page, "Check my vote")
        seen.well(page, "check my vote")
        press(page, "Put my vote in the box")
        seen.well(page, "voted")
        picks = {option.title: option.pk for option in poll.options.all()}
        for voter, order in enumerate(
            (("Person A", "Person 0"), ("Person 0", "Person 1"), ("Person 0",), ("Person 1",), ("Person 2",))
        ):
            ballots.cast(poll.pk, [picks[name] for name in order], by=made.elector(world, voter))
    with travel(poll.closes + MINUTE):
        ballots.close_poll(poll.pk, by=CLOCK, key=made.key())
        for reader in (world.actor("checker"), made.scrutineer(world)):
            ballots.read_seed(poll.pk, "3 5 1", by=reader, key=made.key())
        run_waiting()
        seen("checker", "poll-desk", poll=poll.pk)
        page = seen("checker", "poll-declare", poll=poll.pk)
        press(page, "Say the result")
        seen.well(page, "declared")
        made.tick()
    return made.fresh(row)


def test_an_election_that_was_just_called_is_called_off_on_a_phone(world, seen):
    """Before anybody has stood; then the officer calls it off with reasons, and its pages say so. The vote on going on is beside it."""
    from tests.web.boards import elections_made as made

    body = made.continuing(world)
    page = seen("secretary", "body-go-on", body=body.pk)
    press(page, "Continue")
    page.get_by_label(world.person("checker").name).check()
    page.locator("#seed_from").fill("Dice, thrown in the hall")
    press(page, "Continue")
    seen.well(page, "check the vote on going on")
    row = made.called(world)
    assert (row.state, row.nominations.count()) == ("nominating", 0)  # names are taken from the call on
    seen("resident", "election", election=row.pk).get_by_role("link", name="Stand for a seat", exact=True).wait_for()
    page = seen("checker", "election-void", election=row.pk)
    page.locator("#reason").fill("The list was of last year.")
    press(page, "Call it off")
    seen.well(page, "called off")
    seen("anyone", "election", election=row.pk).get_by_text("The list was of last year.").first.wait_for()
    seen("secretary", "body", body=body.pk).get_by_text("Whether it goes on").wait_for()


@pytest.mark.parametrize("state", ["failed", "unopposed"])
def test_an_election_that_never_came_to_a_vote_is_read_on_a_phone(state, world, seen):
    from tests.web.boards import elections_made as made

    row = made.STATES[state](world)
    seen("anyone", "election", election=row.pk)
    seen("anyone", "body", body=row.body_id)
    seen("anyone", "boards", slug=row.body.place.slug)

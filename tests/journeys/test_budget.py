"""From the power handed over to the bench in the park: axe on every page of the way, on a phone."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tests.journeys.conftest import NARROW, follow, press
from tests.journeys.test_access import OPEN, WIDTHS

BENCH = "A bench in the park"


@pytest.fixture
def world(transactional_db):
    from tests.world import make

    return make()


@pytest.fixture
def as_who(browser, live_server, world):
    """as_who("resident"): a phone of who is signed in, without scripts."""
    contexts = {}

    def open_page(who: str):
        if who not in contexts:
            context = browser.new_context(base_url=live_server.url, viewport=NARROW)
            context.set_default_timeout(60_000)
            context.add_cookies([{"name": "letgo", "value": world.secrets[who], "url": live_server.url}])
            contexts[who] = context.new_page()
        return contexts[who]

    yield open_page
    for page in contexts.values():
        page.context.close()


@pytest.fixture
def seen(as_who, axe):
    """seen("resident", "project", project=...): the page, whole, with nothing for axe to find and nothing that runs over."""

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


def test_from_the_power_handed_over_to_the_bench_in_the_park(world, seen, tmp_path):
    from letgo.commons.record.clock import travel
    from letgo.decide.budgets.models import Idea, Project, Round
    from tests.commons.powers import made as powers
    from tests.decide.budgets import made

    with travel(by=timedelta(days=-70)):
        offer = powers.offered(world, money="holder", pence_each=None)
        page = seen("secretary", "power-accept", power=offer.pk)
        press(page, "Yes, we take it")
        seen("resident", "power", power=offer.pk).get_by_text("Estate budget").first.wait_for()
        offer.refresh_from_db()
        assert offer.state == "held"
        at = made.opened(world, power=offer)
        _say(seen, at)
    with travel(by=timedelta(days=-60)):
        idea = Idea.objects.get(round=at)
        other = made.ready(world, at, 500_000, who="subject", title="A stage")
        made.agreed(world, idea, pence=90_000)
        made.checked(world, idea)
        seen("resident", "idea", idea=idea.pk)
        seen("officer-here", "costing-desk", in_round=at.pk)
    with travel(by=timedelta(days=-27)):
        made.put(world, at)
        at = Round.objects.get(pk=at.pk)
    _vote(world, seen, at)
    seen("resident", "round-result", in_round=at.pk).get_by_text(BENCH).first.wait_for()
    row = Project.objects.get(idea=idea)
    assert Idea.objects.get(pk=other.pk).state in ("funded", "not-funded")
    _build(seen, row, tmp_path)
    row.refresh_from_db()
    assert (row.state, row.spent_pence) == ("done", 85_000)
    page = seen("neighbour", "project", project=row.pk)
    page.get_by_text("It is done. A resident looked at it and said yes. It cost £850.").wait_for()
    assert page.locator("img").evaluate("image => image.complete && image.naturalWidth > 0")


def _say(seen, at) -> None:
    """A resident says it on a phone: one thing per page, check, done."""
    page = seen("resident", "idea-say", in_round=at.pk)
    answers = ("Somewhere to sit by the pond.", BENCH, "By the pond")
    for words in answers:
        page.locator("main form textarea, main form input[type=text]").first.fill(words)
        press(page, "Continue")
        seen.well(page, words)
    page.get_by_label("Green and outdoors").check()
    press(page, "Continue")
    for _ in range(4):
        if page.locator("main button[value=send]").count():
            break
        press(page, "Continue")
    seen.well(page, "check")
    follow(page.locator("main button[value=send]"))
    seen.well(page, "said")


def _vote(world, seen, at) -> None:
    """Two residents vote, the resident on a phone; the box is closed and counted, the result declared and carried out."""
    from letgo.commons.record.clock import travel
    from letgo.commons.record.jobs import run_waiting
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots import actions as ballots
    from tests.decide.budgets.made import by, key

    poll = at.poll
    with travel(poll.opens + timedelta(hours=1)):
        ballots.open_poll(poll.pk, by=CLOCK, key=key())
        page = seen("resident", "poll-vote", poll=poll.pk)
        page.get_by_label(BENCH).first.check()
        press(page, "Check my vote")
        seen.well(page, "check my vote")
        press(page, "Put my vote in the box")
        seen.well(page, "voted")
        options = {option.title.split(". ", 1)[-1]: option.pk for option in poll.options.all()}
        ballots.cast(poll.pk, [options[BENCH], options["A stage"]], by=by(world, "subject"))
    with travel(poll.closes + timedelta(minutes=1)):
        ballots.close_poll(poll.pk, by=CLOCK, key=key())
        for who in ("secretary", "checker"):
            ballots.read_seed(poll.pk, "4 2 6", by=by(world, who), key=key())
        run_waiting()
        run_waiting()
        ballots.declare(poll.pk, by=by(world, "administrator"), key=key())
        seen("resident", "poll", poll=poll.pk)
    with travel(poll.closes + timedelta(days=8)):
        ballots.take_effect(poll.pk, by=CLOCK, key=key())
        run_waiting()


def _build(seen, row, folder: Path) -> None:
    """Ordered with its days, shown with a photo, looked at by a resident: each on a page."""
    from letgo.commons.places.queries import today
    from letgo.decide.budgets.models import Stage
    from tests.decide.budgets.funded import photo

    seen("resident", "project", project=row.pk).get_by_text("Nothing is ordered yet").first.wait_for()
    page = seen("officer-here", "project-start", project=row.pk)
    page.get_by_label("No, nothing").check()
    press(page, "Continue")
    seen.well(page, "stages")
    soon = today() + timedelta(days=9)
    page.locator("#stage1").fill("The bench stands by the pond")
    page.locator("#day1").fill(f"{soon:%d %m %Y}")
    press(page, "Continue")
    seen.well(page, "check the stages")
    press(page, "Order it and promise these days")
    seen.well(page, "ordered")
    stage = Stage.objects.get(project=row)
    seen("resident", "project", project=row.pk).get_by_text("By ").first.wait_for()

    picture = folder / "bench.jpg"
    picture.write_bytes(photo((400, 300)).getvalue())
    page = seen("officer-here", "stage-show", stage=stage.pk)
    page.locator("#words").fill("It stands by the pond, in the shade.")
    page.locator("#photo").set_input_files(picture)
    page.locator("#bill").fill("850")
    press(page, "Publish it")
    page.get_by_text("It waits for a resident’s yes").first.wait_for()
    seen.well(page, "shown")

    page = seen("resident", "stage-answer", stage=stage.pk)
    page.get_by_label("Yes, it is done").check()
    press(page, "Continue")
    seen.well(page, "check the yes")
    press(page, "Send my answer")
    seen.well(page, "answered")

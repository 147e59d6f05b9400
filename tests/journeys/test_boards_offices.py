"""From a job to a removal, and from names to a recall: axe on every page of the way, on a phone without scripts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.journeys.conftest import NARROW, follow
from tests.journeys.test_access import OPEN, WIDTHS

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    from tests.world import make

    settings.LETGO_HOME = tmp_path
    return make()


@pytest.fixture
def seen(browser, live_server, world, axe):
    """seen("board", "office", mandate=...): the page; axe finds nothing and nothing runs over. seen.well(page): the same after a click."""
    contexts = {}

    def look(who: str, name: str, **address):
        if who not in contexts:
            context = browser.new_context(base_url=live_server.url, viewport=NARROW)
            context.set_default_timeout(60_000)
            if who != "anyone":
                context.add_cookies([{"name": "letgo", "value": world.secrets[who], "url": live_server.url}])
            contexts[who] = context.new_page()
        page = contexts[who]
        page.goto(reverse(name, kwargs=address))
        return well(page, name)

    def well(page, name: str = ""):
        page.evaluate(OPEN)
        assert axe(page) == [], name
        wide, narrow = page.evaluate(WIDTHS)
        assert wide <= narrow, name
        return page

    look.well = well
    yield look
    for page in contexts.values():
        page.context.close()


def day(ahead: int) -> str:
    from letgo.commons.places.queries import today

    return f"{today() + ahead * DAY:%d %m %Y}"


@pytest.fixture
def through(seen):
    """through("board", "removal-plan", [{"plan": "..."}], "Agree this plan", removal=...): a journey from its first page to its end."""

    def go(who: str, name: str, pages: list[dict[str, str]], button: str, **address):
        page = seen(who, name, **address)
        for given in pages:
            for field, words in given.items():
                chosen = page.locator(f"main input[type=radio][name={field}][value='{words}']")
                if chosen.count():
                    chosen.first.check()
                else:
                    page.locator(f"main [name={field}]").fill(words)
            follow(page.get_by_role("button", name="Continue", exact=True))
            seen.well(page, f"{name}: {list(given)}")
        follow(page.get_by_role("button", name=button, exact=True))
        return seen.well(page, f"{name}: done")

    return go


def test_from_a_job_to_a_review_to_a_hearing_to_a_removal(world, seen, through):
    from letgo.commons.record.clock import now, travel
    from letgo.decide.boards.office_models import Appointment, Removal, Review
    from tests.web.boards import offices_made as made

    start = now()
    with travel(to=start - 300 * DAY):
        body = made.body(world)
    with travel(to=start - 300 * DAY):
        through(
            "secretary", "appointment-describe",
            [
                {"role": "Estate manager"}, {"duties": "Runs the office."}, {"target1": "Nine of ten repairs in time", "by1": day(200)},
                {"measure1": "Has run repairs", "weight1": "3"}, {"panel": "Two board members"}, {"decides": "members"},
                {"months": "24", "review": "3"},
            ],
            "Write it down", body=body.pk,
        )  # fmt: skip
        job = Appointment.objects.get()
        through("secretary", "appointment-publish", [{"until": day(10)}], "Publish it", appointment=job.pk)
        through(
            "manager", "appointment-apply", [{"name": "Manager M", "says": "I can."}], "Send it", appointment=job.pk
        )
        through(
            "treasurer", "appointment-interest", [{"gains": "My cousin may apply."}], "Publish this", appointment=job.pk
        )
        seen("anyone", "appointment", appointment=job.pk).get_by_text("You can apply until").first.wait_for()
    with travel(to=start - 285 * DAY):
        one = job.applicants.get()
        marks = [{"mark0": "8", "stands": "yes"}]
        through("secretary", "applicant-judge", marks, "Give these points", applicant=one.pk)
        days = [{"opens": day(2), "closes": day(9)}, {"officer": str(world.person("checker").pk)}, {"start": day(30)}]
        page = through("secretary", "appointment-vote", days, "Call the vote", appointment=job.pk)
        page.get_by_text("Nobody can be added").wait_for()
    job.refresh_from_db()
    _vote(world, job.poll, "Yes")
    job.refresh_from_db()
    page = seen("anyone", "appointment", appointment=job.pk)
    page.get_by_role("heading", name="Chosen: Estate manager").wait_for()
    held = job.mandate
    with travel(to=start - 120 * DAY):
        made.tick()
        review = Review.objects.filter(mandate=held).first()
        figure = [{"name": "Homes that stand empty", "value": "7 of 212", "source": "Lettings list"}]
        through("board", "review-figure", figure, "Publish it", review=review.pk)
        mine = review.figures.get(computed=False)
        through("manager", "review-comment", [{"words": "Four are being mended."}], "Publish it", figure=mine.pk)
        seen("anyone", "review", review=review.pk).get_by_text("Four are being mended.").wait_for()
        through("board", "review-end", [{"found": "Repairs are late."}], "Publish it", review=review.pk)
        given = [{"concern": "Repairs are late."}, {"decides": "members", "employer": str(world.authority.pk)}]
        through("board", "office-concern", given, "Write it down", mandate=held.pk)
        row = Removal.objects.get()
        through(
            "board",
            "removal-plan",
            [{"plan": "Catch up, with help.", "until": day(21)}],
            "Agree this plan",
            removal=row.pk,
        )
        seen("manager", "removal", removal=row.pk).get_by_text("Catch up, with help.").wait_for()
    with travel(to=start - 98 * DAY):
        facts = [{"facts": "41 of 60 were late.", "day": day(16), "clock": "19:00", "where": "The hall"}]
        through("board", "removal-hearing", facts, "Show the facts", removal=row.pk)
        page = through(
            "manager", "removal-reply", [{"reply": "The firm left.", "public": "no"}], "Send my reply", removal=row.pk
        )
        assert seen("board", "removal", removal=row.pk).get_by_text("The firm left.").is_visible()
    with travel(to=start - 80 * DAY):
        reasons = [{"reasons": "41 of 60 repairs were late.", "instruction": "End the agreement by its terms."}]
        through("board", "removal-reasons", reasons, "Write them down", removal=row.pk)
        through("treasurer", "removal-read", [{"nothing": "yes"}], "Send my answer", removal=row.pk)
        days = [{"opens": day(2), "closes": day(9)}, {"officer": str(world.person("checker").pk)}]
        through("secretary", "removal-vote", days, "Call the vote", removal=row.pk)
        seen("anyone", "removal", removal=row.pk).get_by_text("41 of 60 repairs were late.").first.wait_for()
    row.refresh_from_db()
    _vote(world, row.poll, "Yes")
    page = seen("anyone", "removal", removal=row.pk)
    page.get_by_role("heading", name="The office is ended").first.wait_for()
    assert not page.get_by_text("The firm left.").count()
    assert page.get_by_text("has an instruction").is_visible()
    held.refresh_from_db()
    assert (held.state, held.ended_why) == ("ended", "removed")
    seen("anyone", "office", mandate=held.pk).get_by_text("A vote took the office back.").first.wait_for()


def _vote(world, poll, pick: str) -> None:
    """Five say the same; read, declared by who runs it, and done after the days to object."""
    from letgo.commons.record.clock import travel
    from letgo.commons.record.jobs import run_waiting
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots import actions as ballots
    from tests.web.boards.offices_made import elector, key, scrutineer, tick

    option = poll.options.get(title=pick)
    with travel(to=poll.opens + HOUR):
        ballots.open_poll(poll.pk, by=CLOCK, key=key())
        for number in range(5):
            ballots.cast(poll.pk, [option.pk], by=elector(world, number))
    with travel(to=poll.closes + HOUR):
        ballots.close_poll(poll.pk, by=CLOCK, key=key())
        for reader in (world.actor("checker"), scrutineer(world)):
            ballots.read_seed(poll.pk, "3 5 1", by=reader, key=key())
        run_waiting()
        ballots.declare(poll.pk, by=world.actor("checker"), key=key())
    with travel(to=poll.closes + (poll.object_days + 1) * DAY):
        ballots.take_effect(poll.pk, by=CLOCK, key=key())
        tick()


def test_from_names_to_a_recall_and_a_word_in_confidence(world, seen, through):
    """A resident asks for a vote, neighbours sign, the board goes, and an election is called; staff say a word to an outside checker."""
    from letgo.commons.powers.petitions.actions import sign
    from letgo.commons.record.clock import now, travel
    from letgo.commons.record.jobs import run_waiting
    from letgo.decide.boards.office_models import Recall
    from tests.web.boards import offices_made as made

    with travel(by=-60 * DAY):
        body = made.body(world)
        through(
            "resident",
            "recall-ask",
            [{"mandate": "all"}, {"reasons": "They never met."}],
            "Ask for a vote",
            body=body.pk,
        )
        row = Recall.objects.get()
        page = seen("anyone", "recall", recall=row.pk)
        page.get_by_role("heading", name="Should the Tansy Row board go?").wait_for()
        follow(page.get_by_role("link", name="Read it, and add your name"))
        seen.well(page, "petition").get_by_text("a vote opens by itself").wait_for()
        for number in range(9):
            row.refresh_from_db()
            if row.state == "signing":
                sign(row.petition_id, by=made.elector(world, number), key=made.key())
                run_waiting()
        made.tick()
    row.refresh_from_db()
    assert row.state == "voting"
    seen("resident", "recall", recall=row.pk).get_by_text("The vote decides.").wait_for()
    made.through(world, row.poll, [("Yes",)] * 6)
    page = seen("anyone", "recall", recall=row.pk)
    page.get_by_text("The vote said: they go.").wait_for()
    page.get_by_role("link", name="The election of those who follow").wait_for()
    seen("anyone", "offices", body=body.pk)

    page = seen("officer-here", "confidence-say", body=body.pk)
    page.get_by_label("Outside checker").first.check()
    page.get_by_label("What should they know?").fill("The keys are missing.")
    follow(page.get_by_role("button", name="Say it"))
    slip = seen.well(page, "told").locator(".lg-large-code").inner_text()
    reader = seen("checker", "confidences")
    follow(reader.locator("main .lg-list a").first)
    seen.well(reader, "confidence").get_by_label("Your answer").fill("They are found.")
    follow(reader.get_by_role("button", name="Send the answer"))
    seen.well(reader, "answered")
    page = seen("anyone", "confidence-slip")
    page.get_by_label("The letters on your slip").fill(slip.lower())
    follow(page.get_by_role("button", name="Open the answer"))
    seen.well(page, "slip").get_by_text("They are found.").wait_for()
    assert slip not in page.url
    assert now() > row.poll.closes

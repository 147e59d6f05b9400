"""Jobs, reviews, removals, recalls and confidences in every state at the estate "here", by the room's own actions, in days gone by."""

from datetime import timedelta
from typing import Any

from letgo.commons.places.queries import today
from letgo.commons.powers.petitions.actions import sign
from letgo.commons.promises.models import Rule
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.ballots.models import Poll
from letgo.decide.boards.appointments import actions as jobs
from letgo.decide.boards.appointments.actions import Job
from letgo.decide.boards.confidences import actions as confidences
from letgo.decide.boards.interests.actions import declare
from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.office_models import Applicant, Appointment, Confidence, Figure, Recall, Removal, Review
from letgo.decide.boards.offices import Asked
from letgo.decide.boards.recalls import actions as recalls
from letgo.decide.boards.removals import actions as removals
from letgo.decide.boards.reviews import actions as reviews
from letgo.decide.boards.seating import fill
from tests.commons.promises.made import bring_in, rule
from tests.decide.boards.offices import CLOCKS
from tests.web.ballots.made import key
from tests.web.boards import meetings_made as meetings
from tests.web.boards.elections_made import elector, scrutineer, tick
from tests.world import TEST, World

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
FACT = "41 of 60 repairs were late <b>in May</b>."
CONCERN, PLAN, REPLY = (
    "Repairs are late each month.",
    "Three weeks to catch up, with help.",
    "The contractor left in May.",
)
REASONS, ORDER = "41 of 60 repairs were late.", "End the contract by its terms."
SAID, ANSWER = "The keys of the <i>hall</i> are missing.", "Thank you. They are found."


def body(world: World, **terms: Any) -> Body:
    """A board that sits, with the clocks of offices."""
    found = meetings.body(world, **{"removal_quorum_percent": 20, "recall_percent": 50, "recall_least": 3, **terms})
    if not Rule.objects.filter(name="boards.hold-review").exists():
        rows = (
            rule(name=name, role=role, within=f"{days} days", excused_by="") for name, (role, days) in CLOCKS.items()
        )
        bring_in(*rows, pack="of-offices")
    return found


def asked(world: World) -> Asked:
    return Asked(now() + DAY, now() + 8 * DAY, world.person("checker").pk)


# Jobs.


def described(world: World, **more: Any) -> Appointment:
    usual = {
        "role": "Estate manager", "words": "Runs the office <b>and</b> the repairs.",
        "targets": (("Nine of ten repairs in time", today() + 300 * DAY),), "scoring": (("Has run repairs", 3), ("Listens", 2)),
        "panel": "Two board members, one resident, one adviser",
    }  # fmt: skip
    return jobs.describe(body(world).pk, Job(**(usual | more)), by=world.actor("secretary"), key=key())


def published(world: World, days: float = 3, gains: bool = True, **more: Any) -> Appointment:
    """Published so many days ago, for ten days. One has applied, and one of the board gains by it."""
    with travel(by=-days * DAY):
        made = described(world, **more)
        row = jobs.publish(made.pk, today() + 10 * DAY, by=world.actor("secretary"), key=key())
        apply(world, row, 0)
        if gains:
            declare(row.body_id, row.ref, "My sister has applied.", by=world.actor("treasurer"), key=key())
    return row


def apply(world: World, row: Appointment, number: int) -> Applicant:
    return jobs.apply(
        row.pk, f"Applicant {number}", "I have <b>done</b> it before.", by=elector(world, number), key=key()
    )


def applicant(world: World) -> Applicant:
    """Elector 0 has applied; nobody can any more, and the panel has points to give."""
    row = published(world, days=20, gains=False)
    return row.applicants.get()


def judged(world: World, days: float = 20, **more: Any) -> Appointment:
    """Two stand."""
    row = published(world, days, **more)
    with travel(by=-(days - 1) * DAY):
        apply(world, row, 1)
    with travel(by=-(days - 12) * DAY):
        for points, one in enumerate(row.applicants.order_by("name")):
            marks = {"Has run repairs": 9 - points, "Listens": 5}
            jobs.judge(one.pk, marks, True, by=world.actor("secretary"), key=key())
    return row


def for_board(world: World) -> Appointment:
    """The same, for the board to decide."""
    return judged(world, decides="board")


def job_vote(world: World, days: float = 26) -> Appointment:
    """The vote on two names is open."""
    row = judged(world, days)
    with travel(by=-(days - 13) * DAY):
        jobs.put_to_members(row.pk, asked(world), today() + 40 * DAY, by=world.actor("secretary"), key=key())
    row.refresh_from_db()
    return row


def appointed(world: World) -> Appointment:
    """Applicant 0 was chosen, and the days to object are over."""
    row = job_vote(world, 45)
    through(world, row.poll, [("Applicant 0", "Applicant 1")] * 3)
    row.refresh_from_db()
    assert row.state == "appointed", (row.state, row.why)
    return row


def through(world: World, poll: Poll, picks: list[tuple[str, ...]]) -> None:
    """A vote from its opening to its effect: each elector picks options by title."""
    at = {option.title: option.pk for option in poll.options.all()}
    with travel(to=poll.opens + MINUTE):
        ballots.open_poll(poll.pk, by=CLOCK, key=key())
        for number, order in enumerate(picks):
            ballots.cast(poll.pk, [at[title] for title in order], by=elector(world, number))
    with travel(to=poll.closes + MINUTE):
        ballots.close_poll(poll.pk, by=CLOCK, key=key())
        for reader in (world.actor("checker"), scrutineer(world)):
            ballots.read_seed(poll.pk, "3 5 1", by=reader, key=key())
        run_waiting()
        ballots.declare(poll.pk, by=world.actor("checker"), key=key())
    with travel(to=poll.closes + (poll.object_days + 1) * DAY):
        ballots.take_effect(poll.pk, by=CLOCK, key=key())
        tick()


# Someone in office.


def manager(world: World, days: float = 95) -> Mandate:
    """The manager, so many days in office, reviewed every three months."""
    at = body(world)
    found = at.mandates.filter(title="manager").first()
    if found:
        return found
    targets = [{"words": "Nine of ten repairs in time", "by": (today() + 200 * DAY).isoformat()}]
    with travel(by=-days * DAY):
        return fill(
            at, world.person("manager"), name="Manager M", source=("appointment", None), start=today(), end=today() + 730 * DAY,
            title="manager", targets=targets, review_months=3, by=TEST, key=key(),
        )  # fmt: skip


def review(world: World) -> Review:
    """Under review: counted figures, one that the board entered, nothing said beside it yet."""
    held = manager(world)
    found = held.reviews.first()
    if found is None:
        tick()
        found = held.reviews.get()
        reviews.enter_figure(
            found.pk, "Homes that stand empty", "7 of 212", "Lettings list <1>", by=world.actor("board"), key=key()
        )
    return found


def figure(world: World) -> Figure:
    return review(world).figures.get(computed=False)


def commented(world: World) -> Review:
    one = figure(world)
    reviews.comment(one.pk, "Four are being <b>mended</b>.", by=world.actor("manager"), key=key())
    return one.review


def reviewed(world: World) -> Review:
    row = commented(world)
    return reviews.end_review(row.pk, "Nine of ten targets are met.", by=world.actor("secretary"), key=key())


# From a concern to a vote.


def concern(world: World, days: float = 2, decides: str = "members") -> Removal:
    held = manager(world)
    with travel(by=-days * DAY):
        return removals.raise_concern(held.pk, CONCERN, decides=decides, by=world.actor("board"), key=key())


def plan(world: World, days: float = 2, length: float = 21) -> Removal:
    row = Removal.objects.filter(mandate=manager(world), state="concern").first() or concern(world, days)
    with travel(by=-days * DAY):
        return removals.agree_plan(row.pk, PLAN, today() + length * DAY, by=world.actor("board"), key=key())


def planned(world: World) -> Removal:
    """Its plan has run out."""
    return plan(world, days=25)


def hearing(world: World, days: float = 3) -> Removal:
    """Called so many days ago for 15 days later; they have replied."""
    row = plan(world, days + 22)
    with travel(by=-days * DAY):
        return removals.call_hearing(row.pk, FACT, now() + 15 * DAY, "The hall", by=world.actor("board"), key=key())


def replied(world: World) -> Removal:
    row = hearing(world)
    removals.reply(row.pk, REPLY, by=world.actor("manager"), key=key())
    row.refresh_from_db()
    return row


def heard(world: World, days: float = 16) -> Removal:
    """The hearing is over."""
    return hearing(world, days)


def reasoned(world: World, days: float = 16) -> Removal:
    """One has written the reasons."""
    row = heard(world, days)
    with travel(by=-(days - 15.5) * DAY):
        return removals.give_reasons(row.pk, REASONS, ORDER, by=world.actor("board"), key=key())


def ready(world: World, days: float = 16) -> Removal:
    """Another has read them."""
    row = reasoned(world, days)
    with travel(by=-(days - 15.6) * DAY):
        return removals.read_reasons(row.pk, by=world.actor("treasurer"), key=key())


def for_board_to_remove(world: World) -> Removal:
    """The same, for the board to decide."""
    concern(world, 38, "board")
    return ready(world)


def to_vote(world: World, days: float = 16) -> Removal:
    row = ready(world, days)
    with travel(by=-(days - 15.7) * DAY):
        removals.put_to_members(row.pk, asked(world), by=world.actor("secretary"), key=key())
    row.refresh_from_db()
    return row


def removed(world: World) -> Removal:
    row = to_vote(world, days=40)
    through(world, row.poll, [("Yes",)] * 5)
    row.refresh_from_db()
    assert row.state == "removed", (row.state, row.why)
    return row


def dropped(world: World) -> Removal:
    row = plan(world)
    return removals.drop(row.pk, "All is put right.", by=world.actor("board"), key=key())


# Out early.


def recall(world: World, days: float = 3) -> Recall:
    """Names are asked for, for the whole board."""
    at = body(world)
    with travel(by=-days * DAY):
        return recalls.start_recall(at.pk, None, "They have <b>not</b> met since May.", by=elector(world, 0), key=key())


def recall_of_one(world: World) -> Recall:
    at = body(world)
    held = at.mandates.filter(seat__isnull=False).order_by("seat__number")[0]
    return recalls.start_recall(at.pk, held.pk, "They never answer.", by=elector(world, 0), key=key())


def recall_vote(world: World, days: float = 3) -> Recall:
    """Enough names are there, and the vote is called."""
    row = recall(world, days)
    with travel(by=-(days - 1) * DAY):
        for number in range(1, 9):
            row.refresh_from_db()
            if row.state != "signing":
                break
            sign(row.petition_id, by=elector(world, number), key=key())
            run_waiting()
        tick()
    row.refresh_from_db()
    assert row.state == "voting", (row.state, row.why)
    return row


def recalled(world: World) -> Recall:
    row = recall_vote(world, 60)
    through(world, row.poll, [("Yes",)] * 6)
    row.refresh_from_db()
    return row


# In confidence.


def said(world: World) -> tuple[Confidence, str]:
    """The manager's colleague said something to the outside checker; and the slip."""
    at = body(world)
    return confidences.speak(at.pk, world.person("checker").pk, SAID, by=world.actor("officer-here"), key=key())


def confidence(world: World) -> Confidence:
    return said(world)[0]


def answered(world: World) -> Confidence:
    row = confidence(world)
    return confidences.answer(row.pk, ANSWER, by=world.actor("checker"), key=key())


JOBS = {"described": described, "published": published, "judged": judged, "voting": job_vote, "appointed": appointed}
REVIEWS = {"facts": review, "commented": commented, "done": reviewed}
REMOVALS = {
    "concern": concern, "plan": plan, "hearing": replied, "reasoned": reasoned, "ready": ready, "vote": to_vote, "removed": removed,
    "dropped": dropped,
}  # fmt: skip
RECALLS = {"signing": recall, "of-one": recall_of_one, "voting": recall_vote, "recalled": recalled}

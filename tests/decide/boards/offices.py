"""Managers, reviews, removals and recalls for tests, made by the room's own actions, at the board of tests.decide.boards.sittings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from letgo.commons.people.rules import Actor, Grant
from letgo.commons.places.queries import today
from letgo.commons.promises import actions as promises
from letgo.commons.promises.tables import rule_of
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.ballots.models import Poll
from letgo.decide.boards import jobs, seating
from letgo.decide.boards import office_rules as rules
from letgo.decide.boards.agenda import queries as agenda
from letgo.decide.boards.appointments import actions as appointments
from letgo.decide.boards.appointments.actions import Job
from letgo.decide.boards.meeting_models import Item
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.office_models import Applicant, Appointment, Removal
from letgo.decide.boards.offices import Asked
from letgo.decide.boards.removals import actions as removals
from letgo.house.pack_files import load
from tests.commons.promises.made import bring_in, rule
from tests.decide.ballots import made as votes
from tests.decide.ballots.made import key
from tests.decide.boards import sittings
from tests.decide.boards.sittings import Sitting
from tests.world import TEST

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
CLOCKS = {
    "boards.hold-review": ("secretary", 28),
    "boards.carry-out-removal": ("officer", 28),
    "boards.carry-out-removal-here": ("secretary", 28),
    "boards.answer-confidence": ("outside-checker", 7),
}


def sitting(members: int = 3, voters: int = 12, **terms: Any) -> Sitting:
    """A board that sits, with the dated rules of offices in force."""
    of = sittings.sitting(members, voters, **terms)
    bring_in(
        *(rule(name=n, role=role, within=f"{d} days", excused_by="", **written(n)) for n, (role, d) in CLOCKS.items()),
        pack="of-offices",
    )
    return of


def written(name: str) -> dict[str, Any]:
    """The title of a rule and its steps when it is not kept, as the house's own pack has them."""
    found = next(rule_of(table) for table in load("house").rules if table["name"] == name)
    return {"title": found.title, "ladder": found.ladder}


def climb(of: Sitting) -> list[Item]:
    """The clock of promises goes round twice; what waits for the board's next agenda then."""
    for _ in range(2):
        promises.tick()
        run_waiting()
    return agenda.waiting(of.body)


def job(**more: Any) -> Job:
    usual = {
        "role": "Estate manager", "words": "Runs the office and the repairs.",
        "targets": (("Nine of ten repairs in time", today() + 300 * DAY),),
        "scoring": (("Has run repairs", 3), ("Listens", 2)), "panel": "Two board members, one resident, one adviser",
    }  # fmt: skip
    return Job(**(usual | more))


def published(of: Sitting, **more: Any) -> Appointment:
    made = appointments.describe(of.body.pk, job(**more), by=of.secretary, key=key())
    return appointments.publish(made.pk, today() + 14 * DAY, by=of.members[1], key=key())


def judged(of: Sitting, row: Appointment, people: Sequence[Actor]) -> list[Applicant]:
    """These apply, and the panel gives points when nobody can any more; the first gets the most. Ends a day after the last day."""
    wants = [
        appointments.apply(row.pk, f"Applicant {n}", "I can do this.", by=who, key=key())
        for n, who in enumerate(people)
    ]
    with travel(by=15 * DAY):
        for points, each in enumerate(wants):
            marks = {"Has run repairs": 9 - points, "Listens": 5}
            appointments.judge(each.pk, marks, True, by=of.members[1], key=key())
    return wants


def asked(of: Sitting, opens: int = 1) -> Asked:
    return Asked(now() + opens * DAY, now() + (opens + 7) * DAY, of.board.officer.person)


def through(of: Sitting, poll: Poll, picks: Sequence[Sequence[str]]) -> Poll:
    """A vote from its opening to its effect: each voter in their order picks options by title."""
    by_title = {option.title: option.pk for option in poll.options.all()}
    with travel(poll.opens + MINUTE):
        ballots.open_poll(poll.pk, by=CLOCK, key=str(poll.pk))
        for voter, order in zip(of.people, picks, strict=False):
            ballots.cast(poll.pk, [by_title[title] for title in order], by=voter)
    with travel(poll.closes + MINUTE):
        ballots.close_poll(poll.pk, by=CLOCK, key=str(poll.pk))
        for reader in of.board.estate.scrutineers:
            ballots.read_seed(poll.pk, "4 2 6", by=reader, key=key())
        run_waiting()
        ballots.declare(poll.pk, by=replace(of.board.officer, person=poll.officer_id), key=key())
    with travel(after(poll)):
        votes.tick()
        tick()
    return votes.fresh(poll)


def after(poll: Poll) -> Any:
    """When the days to object to a vote are over."""
    return poll.closes + (poll.object_days + 1) * DAY


def tick() -> None:
    """The clock's round in boards, and all work that follows from it."""
    jobs.tick()
    run_waiting()


def manager(of: Sitting, **more: Any) -> tuple[Mandate, Actor]:
    """Somebody from elsewhere who is the manager since today, and who they are."""
    who = votes.person("Person M")
    usual = {
        "name": "Manager M", "source": ("appointment", None), "start": today(), "end": today() + 730 * DAY, "title": "manager",
        "targets": [], "review_months": 3,
    }  # fmt: skip
    held = seating.fill(of.body, who.person, by=TEST, key=key(), **(usual | more))
    body = of.body
    return held, replace(who, grants=frozenset({Grant("manager", f"/{body.organisation_id}/", body.organisation_id)}))


def concern(of: Sitting, held: Mandate, **more: Any) -> Removal:
    return removals.raise_concern(held.pk, "Repairs are late each month.", by=of.members[0], key=key(), **more)


def hearing(of: Sitting, held: Mandate, **more: Any) -> Removal:
    """A removal at its hearing, called on the day on which its plan ended. For use at moment(row)."""
    row = concern(of, held, **more)
    row = removals.agree_plan(
        row.pk, "Three weeks to catch up, with help.", today() + 21 * DAY, by=of.members[0], key=key()
    )
    with travel(by=21 * DAY):
        facts = "41 of 60 repairs were late."
        return removals.call_hearing(row.pk, facts, now() + 15 * DAY, "The hall", by=of.members[0], key=key())


def reasoned(of: Sitting, row: Removal) -> Removal:
    """Reasons given by one member and read by another, an hour after the hearing."""
    with travel(row.hearing_at + HOUR):
        removals.give_reasons(
            row.pk, "41 of 60 repairs were late.", "End the contract by its terms.", by=of.members[0], key=key()
        )
        return removals.read_reasons(row.pk, by=of.members[1], key=key())


__all__ = ["DAY", "HOUR", "MINUTE", "TEST", "key", "replace", "rules", "seating", "sitting", "today", "votes"]

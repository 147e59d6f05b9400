"""Reading checks. There is no list of them: a check is found by its address alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.db.models import Min, QuerySet, Sum
from django.utils.module_loading import import_string

from letgo.commons.people.rules import Actor, Policy
from letgo.commons.record.clock import now
from letgo.commons.record.queries import Progress, progress_many, progress_of
from letgo.decide.checks import layout, rules, store
from letgo.decide.checks.models import Check, Reason
from letgo.decide.checks.rules import State


@dataclass(frozen=True)
class Sample:
    """A made-up town or election: its name in addresses, its title and one sentence for people, and how its file is made."""

    name: str
    title: str
    about: str
    make: Callable[[], str]


@dataclass(frozen=True)
class FullReason:
    """The full reason of one project, asked for.

    `state`: waiting, done or failed. `progress` while it waits. `reason` as report.explain_file gives it. `problem` as Page has it.
    """

    project: str
    state: str
    progress: Progress | None
    reason: dict[str, Any] | None
    problem: dict[str, Any] | None


@dataclass(frozen=True)
class Ballots:
    """Who stands in a file, [{"number", "name", "party"}], for how many `seats` (0: the file does not say), and how it was counted."""

    candidates: list[dict[str, Any]]
    seats: int
    chosen: rules.Choices | None


@dataclass(frozen=True)
class Page:
    """All that the page of one check shows.

    `state`: waiting, counting, done, failed. `progress` until it is done or failed. `report` when done: engines/sharing/report.py's,
    or, without the key "election", engines/counting/report.py's with "beside" (of an election).
    `problem` {"line": int | None, "what", "cure"} when failed; with "ask": "seats" when only these are missing.
    `reasons` by project id: the full reasons asked for.
    """

    check: Check
    state: str
    sample: Sample | None
    expires: datetime
    progress: Progress | None
    report: dict[str, Any] | None
    problem: dict[str, Any] | None
    reasons: dict[str, FullReason]


def by_address(address: str) -> Check | None:
    """The check with this address, or None: wrong, deleted and out of time look the same. 1 SQL query."""
    check = Check.objects.filter(address=address, expires__gt=now()).first() if len(address) == 22 else None
    return check if check is not None and compare_digest(check.address.encode(), address.encode()) else None


def page(check: Check) -> Page:
    """What to show of a check. At most 4 SQL queries, however many projects and reasons there are."""
    open_count = check.state in (State.WAITING, State.COUNTING)
    report = store.read(check.pk, layout.REPORT) if check.state == State.DONE else None
    return Page(
        check=check,
        state=check.state,
        sample=next((s for s in samples() if s.name == check.sample), None),
        expires=check.expires,
        progress=progress_of("checks.count", str(check.pk)) if open_count else None,
        report=report,
        problem=store.read(check.pk, layout.PROBLEM) if check.state == State.FAILED else None,
        reasons=_reasons(check, report) if report else {},
    )


def certificate(check: Check) -> bytes | None:
    """The certificate of a check that is done, as its canonical JSON; None before. No SQL."""
    return store.read_bytes(check.pk, layout.CERTIFICATE) if check.state == State.DONE else None


def place_of(check: Check, project: str) -> int | None:
    """Where the project with this id stands in the check's report, or None. No SQL."""
    report = store.read(check.pk, layout.REPORT)
    ids = _ids(report)
    return ids.index(project) if project in ids else None


def ballots_of(check: Check) -> Ballots | None:
    """The election in the file of a check that is counted, or that only lacks its seats; None for any other. No SQL."""
    if check.state == State.FAILED:
        problem = store.read(check.pk, layout.PROBLEM) or {}
        return Ballots(problem["candidates"], 0, None) if problem.get("ask") == "seats" else None
    report = store.read(check.pk, layout.REPORT) if check.state == State.DONE else None
    if report is None or "election" in report:
        return None
    settings = report["settings"]
    chosen = rules.Choices(
        settings["rule"], settings["seats"], tuple(settings["withdraw"]), settings["ron"],
        settings["election"], settings["seed"],
    )  # fmt: skip
    return Ballots(report["candidates"], settings["seats"], chosen)


def samples() -> list[Sample]:
    """The made-up towns that can be checked, in the order to show them. No SQL."""
    return [Sample(**sample) for sample in import_string(settings.LETGO_SAMPLES)]


def limits() -> rules.Limits:
    """The limits that hold here: rules.Limits, changed by settings.LETGO_CHECKS. No SQL."""
    return rules.Limits(**getattr(settings, "LETGO_CHECKS", {}))


def room(limits: rules.Limits) -> rules.No | None:
    """Why nothing more is taken in now, or None. To be asked before a file is received too. 2 SQL queries."""
    kept = Check.objects.aggregate(used=Sum("size"), first=Min("expires"))
    waiting = Check.objects.filter(state__in=[State.WAITING, State.COUNTING]).count()
    used = (kept["used"] or 0) + store.coming_in()
    return rules.room_refusal(used=used, free=store.free(), waiting=waiting, first_expiry=kept["first"], limits=limits)


def _ids(report: dict[str, Any] | None) -> list[str]:
    """The projects of a report; none in that of an election."""
    return [p["id"] for p in report["election"]["projects"]] if report and "election" in report else []


def _reasons(check: Check, report: dict[str, Any]) -> dict[str, FullReason]:
    ids = _ids(report)
    asked = list(Reason.objects.filter(of=check).order_by("place"))
    running = progress_many("checks.explain", [str(r.pk) for r in asked if r.state == State.WAITING])
    return {ids[r.place]: _reason(check, r, ids[r.place], running.get(str(r.pk))) for r in asked}


def _reason(check: Check, row: Reason, project: str, progress: Progress | None) -> FullReason:
    found = store.read(check.pk, layout.reason_file(row.place)) if row.state == State.DONE else None
    problem = store.read(check.pk, layout.reason_problem(row.place)) if row.state == State.FAILED else None
    return FullReason(project, row.state, progress, found, problem)


def _holds(actor: Actor, check: Check) -> bool:
    return check.expires > now() and any(compare_digest(check.address.encode(), held.encode()) for held in actor.holds)


def _held(actor: Actor, rows: QuerySet[Check]) -> QuerySet[Check]:
    return rows.filter(address__in=actor.holds, expires__gt=now())


HOLDER = Policy(one=_holds, many=_held)  # whoever holds the address: Actor.holding(address)

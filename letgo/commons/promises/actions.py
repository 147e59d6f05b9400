"""The only writers of promises: make one, stop and start its clock, move its date, end it; and the clock that watches all of them."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.places.models import Organisation, Place
from letgo.commons.promises import queries, rules
from letgo.commons.promises.models import Event, Promise
from letgo.commons.record import effects
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK, System

logger = logging.getLogger("letgo.promises")

MOST = 500  # promises that one tick looks at; the next tick is at hand


@transaction.atomic
def promise(
    about: Ref,
    rule: str,
    start: datetime,
    holder: Ref,
    by: Signs,
    key: str,
    audience: Ref = PUBLIC,
    place: UUID | None = None,
    show_about: bool = False,
    met_by: str = "",
) -> Promise:
    """Start a clock: the role that the rule names, at the place or in the organisation `holder`, owes this by the rule's date.

    It is bound to the version that holds on the day of its start. What it is about is shown to nobody unless `show_about`. `place`:
    where it shows, the holder's own when not given. `met_by`: the verb whose act meets it, and nobody says so by hand. The calling room
    has asked who may cause it: what happened starts the clock, and nobody may keep it from starting. Raises Refused when no such rule
    is in force.
    At most 14 SQL statements, 4 for a second time.
    """
    with once("promises.promise", key, by) as done:
        if done.before:
            return done.before
        found = queries.version_on(rule, start)
        if found is None:
            raise Refused("No rule “{rule}” is in force.", cure="Put it in force first: letgo pack apply.", rule=rule)
        version, calendar = found
        read = version.read
        shows_at = _shows_at(holder, place)
        if audience.kind == "place" and (shows_at is None or audience.id != shows_at.pk):
            raise ValueError("The people of another place than its own cannot be the audience of a promise.")
        event = rules.Event("start", start)
        row = Promise(
            about_kind=about.kind, about_id=about.id, about_shown=show_about, rule=version, calendar=calendar,
            holder_kind=holder.kind, holder_id=holder.id, place=shows_at, audience_kind=audience.kind,
            audience_id=None if audience == PUBLIC else audience.id, met_by=met_by, start=start,
        )  # fmt: skip
        _stand(row, rules.begin(read, calendar.read, event), read)
        _write(row, event, 0, "promises.promise", by, read)
        return done.with_result(row)


def _shows_at(holder: Ref, place: UUID | None) -> Place | None:
    if holder.kind == "place":
        held_at = Place.objects.get(pk=holder.id)
    elif holder.kind == "organisation":
        held_at = Organisation.objects.select_related("place").get(pk=holder.id).place
    else:
        raise ValueError("A duty is held by a role at a place or in an organisation.")
    return held_at if place is None or (held_at and held_at.pk == place) else Place.objects.get(pk=place)


@transaction.atomic
def meet(promise: UUID, by: Signs, key: str, at: datetime | None = None, reason: str = "") -> Promise:
    """Say that it is done, now. In time it is kept; after its date it stays late or broken. Raises Refused.

    `at` is for a worker that comes after the fact, and refused from people: nobody says afterwards that it was done in time.
    """
    with once("promises.meet", key, by) as done:
        row = done.before or _locked(promise)
        if not done.before:
            if row.met_by and not isinstance(by, System):
                raise Refused("This is done by the answer itself.", cure="Give the answer. Then this is done, too.")
            _require(by, isinstance(by, System) or (at is None and may(by, "promises.meet", row)))
            done.with_result(_happens(row, rules.Event("meet", at or now(), reason), "promises.meet", by))
        return row


@transaction.atomic
def pause(promise: UUID, reason: str, by: Signs, key: str) -> Promise:
    """Let the clock stand still, for a reason that the rule allows. Raises Refused."""
    with once("promises.pause", key, by) as done:
        row = done.before or _locked(promise)
        if not done.before:
            _require(by, isinstance(by, System) or may(by, "promises.pause", row))
            done.with_result(_happens(row, rules.Event("pause", now(), reason), "promises.pause", by))
        return row


@transaction.atomic
def resume(promise: UUID, by: Signs, key: str) -> Promise:
    """Let the clock go on: days that began while it stood still do not count. Raises Refused."""
    with once("promises.resume", key, by) as done:
        row = done.before or _locked(promise)
        if not done.before:
            _require(by, isinstance(by, System) or may(by, "promises.resume", row))
            done.with_result(_happens(row, rules.Event("resume", now()), "promises.resume", by))
        return row


@transaction.atomic
def extend(promise: UUID, reason: str, by: Signs, key: str, length: rules.Length | None = None) -> Promise:
    """Move the date by `length`, or by the most that the rule allows, and say why. Raises Refused beyond the rule."""
    with once("promises.extend", key, by) as done:
        row = done.before or _locked(promise)
        if not done.before:
            _require(by, isinstance(by, System) or may(by, "promises.extend", row))
            moved = rules.Event("extend", now(), reason.strip(), length)
            done.with_result(_happens(row, moved, "promises.extend", by))
        return row


@transaction.atomic
def excuse(promise: UUID, reason: str, by: Signs, key: str) -> Promise:
    """Excuse a promise that is over its date, for a reason that everyone who sees it can read. Never the holder's to do.

    It is late then, never kept. Raises Refused.
    """
    with once("promises.excuse", key, by) as done:
        row = done.before or _locked(promise)
        if not done.before:
            _require(by, isinstance(by, System) or may(by, "promises.excuse", row))
            if not reason.strip():
                raise Refused("Say why this is excused.", cure="The reason is read by everyone who sees the promise.")
            done.with_result(_happens(row, rules.Event("excuse", now(), reason.strip()), "promises.excuse", by))
        return row


@transaction.atomic
def cancel(promise: UUID, reason: str, by: Signs, key: str) -> Promise:
    """Call it off because what it was about is gone. The holder cannot; one that is late or broken keeps that word. Raises Refused."""
    with once("promises.cancel", key, by) as done:
        row = done.before or _locked(promise)
        if not done.before:
            _require(by, isinstance(by, System) or may(by, "promises.cancel", row))
            if not reason.strip():
                raise Refused("Say why this is called off.")
            done.with_result(_happens(row, rules.Event("cancel", now(), reason.strip()), "promises.cancel", by))
        return row


def tick(job: Running | None = None) -> int:
    """Look at every promise whose moment has come: note what is late or broken, and take the next rungs of its ladder, once each.

    Returns how many there were. With nothing due: 1 SQL query by index, no row touched. Safe in any number of processes and
    against a kill at any point: each promise is one transaction under its own lock. One that fails does not hold up the others;
    the job then fails at the end, for `letgo doctor` to see.
    """
    at, failed = now().replace(microsecond=0), None
    waiting = list(Promise.objects.filter(next_at__lt=at).order_by("next_at").values_list("pk", flat=True)[:MOST])
    for pk in waiting:
        try:
            climb(pk, at)
        except Exception as error:  # the others must not wait for it
            logger.error("the clock could not look at promise %s: %s", pk, type(error).__name__)
            failed = error
    if failed:
        raise failed
    return len(waiting)


@transaction.atomic
def climb(promise: UUID, at: datetime) -> None:
    """What the clock does to one promise up to `at`: the words late and broken, and the rungs whose time has come."""
    row = _locked(promise)
    if row.next_at is None or row.next_at >= at:  # another ticker was here first
        return
    rule, calendar = row.rule.read, row.calendar.read
    standing, number = _replayed(row, rule, calendar)
    word = rules.word(rule, calendar, standing, at)
    events = [(rules.Event(kind, at), "") for kind in _passed(row.state, word)]
    rungs = [rung for rung, moment in rules.ladder(rule, calendar, standing)[row.rungs :] if moment < at]
    events += [(rules.Event("told", at), rung.who) for rung in rungs]
    first = row.rungs
    row.state, row.rungs = word, first + len(rungs)
    row.next_at = rules.next_change(rule, calendar, standing, rungs=row.rungs, state=word)
    for step, (event, who) in enumerate(events):
        _write(row, event, number + step, f"promises.{event.kind}", CLOCK, rule, who=who)
    for step, rung in enumerate(rungs, start=first):
        _take(row, rung, step)


def _passed(before: str, after: rules.Word) -> list[rules.Kind]:
    """What the clock notes between two words."""
    if before == after or after == "waiting":
        return []
    return ["late"] if after == "late" else ["break"]


def _take(row: Promise, rung: rules.Rung, step: int) -> None:
    if not effects.known(rung.effect):
        logger.error("promise %s: this house cannot do %s; the climb goes on", row.pk, rung.effect)
        return
    effects.take_later(rung.effect, Ref("promise", row.pk), {"rung": step}, key=f"{row.pk}:{step}")


def _locked(promise: UUID) -> Promise:
    found = Promise.objects.select_for_update(of=("self",)).select_related("rule", "calendar", "place")
    row = found.filter(pk=promise).first()
    if row is None:
        raise Refused("There is no such promise.", kind="gone")
    return row


def _require(by: Signs, allowed: bool) -> None:
    require(allowed, "You cannot do this to this promise.", cure="Its page says who holds the duty.")


def _replayed(row: Promise, rule: rules.Rule, calendar: rules.Calendar) -> tuple[rules.Standing, int]:
    """How it stands by its events, and how many there are."""
    events = [event.read for event in row.events.order_by("number")]
    return rules.replay(rule, calendar, events), len(events)


def _happens(row: Promise, event: rules.Event, verb: str, by: Signs) -> Promise:
    """One more event, if the rule lets it happen, and what follows from it."""
    rule, calendar = row.rule.read, row.calendar.read
    standing, number = _replayed(row, rule, calendar)
    if no := rules.refusal(rule, calendar, standing, event):
        raise Refused(no)
    if event.kind == "extend" and event.by is None and rule.extension:
        event = replace(event, by=rule.extension.most)
    _stand(row, rules.after(rule, calendar, standing, event), rule, event.at)
    _write(row, event, number, verb, by, rule)
    return row


def _stand(row: Promise, standing: rules.Standing, rule: rules.Rule, at: datetime | None = None) -> None:
    """Write into the row what follows from its events."""
    calendar = row.calendar.read
    row.due = standing.due
    row.closed = standing.closed.kind if standing.closed else ""
    if at is not None:
        row.state = rules.word(rule, calendar, standing, at)
    row.next_at = rules.next_change(rule, calendar, standing, rungs=row.rungs, state=row.state)  # type: ignore[arg-type]


def _write(
    row: Promise, event: rules.Event, number: int, verb: str, by: Signs, rule: rules.Rule, who: str = ""
) -> None:
    """The line that explains the row as it now is, the event, and the row itself."""
    audience = PUBLIC if row.audience_kind == "public" else Ref(row.audience_kind, row.audience_id)
    row.line = write(verb, Ref("promise", row.pk), audience=audience, by=by, body=_body(row, event, rule, who))
    row.save(force_insert=number == 0)
    moved = str(event.by) if event.by else ""
    Event.objects.create(
        promise=row,
        number=number,
        kind=event.kind,
        at=event.at,
        reason=event.reason,
        by=who[:100] or moved,
        line=row.line,
    )


def _body(row: Promise, event: rules.Event, rule: rules.Rule, who: str) -> Mapping[str, Any]:
    said = {
        "rule": rule.name,
        "version": rule.version,
        "promise": rule.title,
        "state": str(row.state),
        "due": row.due.isoformat() if row.due else "",
        "reason": event.reason,
        "told": who,
        "moved": str(event.by) if event.by else "",
    }
    return {word: value for word, value in said.items() if value != ""}

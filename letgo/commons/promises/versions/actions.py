"""The only writers of rules, calendars and packs: bring in, propose a change, agree to it, take it back, and the day on which it begins."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.places.queries import today
from letgo.commons.promises import tables
from letgo.commons.promises.models import Calendar, Pack, Rule
from letgo.commons.promises.queries import Change, applied, compare, newest_calendar
from letgo.commons.promises.versions import queries, rules
from letgo.commons.record import effects
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK, System


def _require(by: Signs, verb: str, row: Rule | None = None) -> None:
    require(
        isinstance(by, System) or may(by, verb, row),
        "You cannot do this to a rule.",
        cure="An administrator can do it.",
    )


@transaction.atomic
def change_rule(rule: str, terms: rules.Terms, by: Signs, key: str) -> Rule:
    """Propose that a rule says something else here, from a day to come. Nothing changes until a second person agrees.

    A proposal that waited for a yes gives way to this one. Raises Refused, also while an agreed change waits for its day.
    """
    with once("promises.change-rule", key, by) as done:
        _require(by, "promises.change-rule")
        if done.before:
            return done.before
        row = Rule.objects.select_for_update().filter(name=rule, state=Rule.State.IN_FORCE).first()
        if row is None:
            raise Refused("There is no such rule in force.", kind="gone")
        _no_other_agreed(rule)
        for sentence in rules.wrong(row.read, terms, today(), _law(rule)):
            raise Refused(sentence)
        new = rules.changed(row.read, terms, today())
        change = compare([tables.table_of(new)])[0]
        return done.with_result(_bring_in(change, Rule.LOCAL, by, "promises.change-rule"))


def _law(name: str) -> rules.Rule | None:
    row = queries.bound(name)
    return row.read if row else None


def _no_other_agreed(name: str) -> None:
    if Rule.objects.filter(name=name, state=Rule.State.AGREED).exists():
        raise Refused(
            "Another change of this rule is agreed and waits for its day.", cure="Take that one back first, or wait."
        )


@transaction.atomic
def propose_rules(rows: Sequence[tables.Table], pack: str, by: Signs, key: str) -> dict[str, str]:
    """Bring in rules as new versions. A name that is not here yet is in force at once; any other change waits for accept_rule().

    `pack` says where they come from; Rule.LOCAL for a change made here. What someone edited here is never overwritten.
    Returns {name: how}, as compare() says it. Raises BadTable, and Refused for an effect that this house cannot do.
    """
    with once("promises.propose-rules", key, by) as done:
        _require(by, "promises.propose-rules")
        if done.before:
            return done.before
        compared = compare(rows)
        for change in compared:
            if change.how in ("new", "changed"):
                _bring_in(change, pack, by)
        return done.with_result({change.rule.name: change.how for change in compared} or {"": "nothing"})


def _bring_in(change: Change, pack: str, by: Signs, verb: str = "promises.propose-rules") -> Rule:
    rule = change.rule
    for rung in rule.ladder:
        if not effects.known(rung.effect):
            raise Refused(
                "{rule}: this house cannot do “{effect}”.",
                cure="Use an effect of house/effects.py.",
                rule=rule.name,
                effect=rung.effect,
            )
    for old in Rule.objects.filter(name=rule.name, state=Rule.State.PROPOSED):
        _set(old, Rule.State.TAKEN_BACK, "promises.drop-rule", by)
    state = Rule.State.IN_FORCE if change.how == "new" else Rule.State.PROPOSED
    row = Rule(
        name=rule.name,
        version=change.newest + 1,
        state=state,
        pack=pack,
        title=rule.title,
        role=rule.role,
        excused_by=rule.excused_by,
        starts_on=rule.starts_on,
        body=change.table,
        digest=change.digest,
    )
    row.line = write(verb, Ref("rule", row.pk), by=by, body=_said_of(row))
    row.save(force_insert=True)
    return row


@transaction.atomic
def accept_rule(rule: UUID, by: Signs, key: str) -> Rule:
    """Say yes to a proposed version, for what is promised from its day on: at once, or by itself when its day comes.

    Never by the person who proposed it. The outside checker may where the house is small. Raises Refused.
    """
    with once("promises.accept-rule", key, by) as done:
        row = done.before or _locked(rule)
        _require(by, "promises.accept-rule", row)
        if done.before:
            return done.before
        if row.state != Rule.State.PROPOSED:
            raise Refused("There is no such proposal.", kind="gone")
        if refusal := queries.why_not_accept(row, by):
            raise Refused(refusal, cure="Someone else must say yes.")
        _no_other_agreed(row.name)
        begins = row.read.valid_from
        if begins and begins > today():
            return done.with_result(_set(row, Rule.State.AGREED, "promises.accept-rule", by))
        return done.with_result(_put_in_force(row, "promises.accept-rule", by))


def _put_in_force(row: Rule, verb: str, by: Signs) -> Rule:
    for old in Rule.objects.filter(name=row.name, state=Rule.State.IN_FORCE):
        _set(old, Rule.State.SUPERSEDED, "promises.end-rule", by)
    return _set(row, Rule.State.IN_FORCE, verb, by)


@transaction.atomic
def take_back_rule(rule: UUID, reason: str, by: Signs, key: str) -> Rule:
    """Take a change back before its day, proposed or agreed: the rule stays as it is. Raises Refused from its day on."""
    with once("promises.take-back-rule", key, by) as done:
        row = done.before or _locked(rule)
        _require(by, "promises.take-back-rule", row)
        if done.before:
            return done.before
        if row.state not in (Rule.State.PROPOSED, Rule.State.AGREED):
            raise Refused("This change does not wait any more.", cure="Propose another change.", kind="gone")
        begins = row.read.valid_from
        if row.state == Rule.State.AGREED and begins and begins <= today():
            raise Refused("Its day has come, so it counts.", cure="Propose another change.")
        if not reason.strip():
            raise Refused("Say why you take it back.")
        return done.with_result(
            _set(row, Rule.State.TAKEN_BACK, "promises.take-back-rule", by, {"reason": reason.strip()})
        )


def begin_rules(job: Running | None = None) -> int:
    """Put in force each agreed version whose day has come; returns how many. With none agreed: 1 SQL query, no row touched.

    A promise of that day is made under it even before this has run: queries.version_on() goes by the day.
    """
    waiting = list(Rule.objects.filter(state=Rule.State.AGREED))
    due = [row.pk for row in waiting if (row.read.valid_from or row.read.read) <= today()]
    for pk in due:
        _begin(pk)
    return len(due)


@transaction.atomic
def _begin(rule: UUID) -> None:
    row = _locked(rule)
    if row.state == Rule.State.AGREED:
        _put_in_force(row, "promises.begin-rule", CLOCK)


def _locked(rule: UUID) -> Rule:
    row = Rule.objects.select_for_update(of=("self",)).select_related("line__doer").filter(pk=rule).first()
    if row is None:
        raise Refused("There is no such rule.", kind="gone")
    return row


def _set(row: Rule, state: Rule.State, verb: str, by: Signs, more: Mapping[str, str] | None = None) -> Rule:
    row.state = state
    row.line = write(verb, Ref("rule", row.pk), by=by, body={**_said_of(row), **(more or {})})
    row.save(update_fields=["state", "line"])
    return row


def _said_of(row: Rule) -> dict[str, Any]:
    said = {"rule": row.name, "version": row.version, "pack": row.pack, "state": str(row.state), "digest": row.digest}
    return {**said, "within": row.body["within"], "from": row.body.get("valid_from", "")}


@transaction.atomic
def apply_pack(pack: tables.PackFile, place: UUID | None, by: Signs, key: str) -> dict[str, str]:
    """Take a pack's calendar, rules and settings into the database, for one place or for the whole house; all or nothing.

    A calendar or settings that are here already are not written again. Returns what became of each rule. Raises as propose_rules().
    """
    with once("promises.apply-pack", key, by) as done:
        _require(by, "promises.apply-pack")
        if done.before:
            return done.before
        newest = newest_calendar(pack.calendar["country"])
        digest = tables.digest(pack.calendar)
        if newest is None or newest.digest != digest:
            calendar = Calendar(
                country=pack.calendar["country"],
                version=newest.version + 1 if newest else 1,
                body=pack.calendar,
                digest=digest,
            )
            said = {"country": calendar.country, "version": calendar.version, "digest": digest}
            calendar.line = write("promises.set-calendar", Ref("calendar", calendar.pk), by=by, body=said)
            calendar.save(force_insert=True)
        became = propose_rules(pack.rules, pack.name, by, key)
        if not applied(pack, place):
            row = Pack(
                name=pack.name, version=pack.version, place_id=place, body=pack.body, digest=pack.digest, at=now()
            )
            said = {"pack": row.name, "version": row.version, "digest": row.digest}
            row.line = write("promises.apply-pack", Ref("pack", row.pk), by=by, body=said)
            row.save(force_insert=True)
        return done.with_result(became)

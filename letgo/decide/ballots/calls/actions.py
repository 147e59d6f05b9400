"""Calling a vote, and adding options before it opens. The only writer of rolls."""

from typing import Any
from uuid import UUID

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Electorate, Place
from letgo.commons.places.queries import today
from letgo.commons.powers.models import Power
from letgo.commons.powers.rules import in_force
from letgo.commons.record import effects
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.ballots import queries, rules
from letgo.decide.ballots.models import Agent, Backing, Option, Poll, RollEntry, Stake
from letgo.decide.ballots.moving import NOT_ON_LIST, locked
from letgo.decide.ballots.papers.rules import terms_fault
from letgo.decide.ballots.policies import voter
from letgo.decide.ballots.rolls import drawn, on_both_days
from letgo.decide.ballots.rules import METHODS, Call, Offered, State
from letgo.decide.ballots.rulings.queries import may_run

NOT_CALLER = "You cannot call a vote here."
NONE_TITLE = "None of these, come back to us"


def call(asked: Call, *, by: Signs, key: str) -> Poll:
    """Call a vote: its terms, its options and its list of voters are settled here and never change.

    Raises Refused for a list that is not what the caller looked at (queries.roll_preview), for a power that is not the voters' to
    use or cannot pay the purse, for an effect that the house does not know, and for what rules.wrong() finds.
    """
    with transaction.atomic(), once("ballots.call", key, by) as done:
        if done.before:
            return done.before
        row = _poll_of(asked)
        allowed = not isinstance(by, Actor) or may(
            by, "ballots.call", row
        )  # a clock, a vote or a petition calls what rules say
        require(allowed, NOT_CALLER, "Ask an officer or your board.")
        for sentence in [*rules.wrong(asked, now()), terms_fault(asked.terms)]:
            if sentence:
                raise Refused(sentence)
        _power_can(row, asked)
        _effect_can(row)
        roll = drawn(row.pk, _looked_at(asked, row))
        _from_outside(asked, by, {entry.person_id for entry in roll}, row.place)
        row.roll_size, row.roll_root = len(roll), rules.root_of(bytes.fromhex(entry.leaf) for entry in roll)
        row.line = write("ballots.call", Ref("poll", row.pk), by=by, body=_announced(row))
        RollEntry.objects.bulk_create(roll, batch_size=1_000)
        row.save(force_insert=True)
        _put_options(row, asked, row.line)
        Agent.objects.bulk_create([Agent(poll=row, person_id=person, line=row.line) for person in asked.agents])
        Stake.objects.bulk_create([Stake(poll=row, person_id=person, line=row.line) for person in asked.interested])
        return done.with_result(row)


def _poll_of(asked: Call) -> Poll:
    kind, about = asked.about or ("", None)
    return Poll(
        place=Place.objects.get(pk=asked.place),
        electorate=Electorate.objects.select_related("place", "organisation").get(pk=asked.electorate),
        power=Power.objects.select_for_update().get(pk=asked.power) if asked.power else None,
        question=asked.question.strip(),
        words=asked.words.strip(),
        method=asked.method,
        settings=asked.settled.as_data(),
        edition=METHODS.get(asked.method, ""),
        about_kind=kind,
        about_id=about,
        purse_pence=asked.purse_pence,
        none_option=asked.none_option and asked.method != "yes-no",
        add_names=asked.add_names,
        notice=now(),
        opens=asked.opens,
        closes=asked.closes,
        quorum=asked.quorum,
        object_days=asked.object_days,
        officer_id=asked.officer,
        effect=asked.effect,
        effect_args=dict(asked.effect_args),
        seed_from=asked.seed_from.strip(),
        roll_day=today(),
        as_of=asked.as_of,
    )


def _power_can(row: Poll, asked: Call) -> None:
    """The power is in force, of this place, the voters are its holder, and it allows as much money at a time."""
    power = row.power
    if not row.place.lineage.startswith(row.electorate.place.lineage) and not row.electorate.place.lineage.startswith(
        row.place.lineage
    ):
        raise Refused("This list is of another place.")
    if power is None:
        return
    if power.place_id != row.place_id:
        raise Refused("This power is of another place.")
    if power.start is None or not in_force(power.state, power.start, today()):
        raise Refused("This power is not handed over today, so a vote about it would decide nothing.")
    own = {
        "electorate": row.electorate_id,
        "place": row.electorate.place_id,
        "organisation": row.electorate.organisation_id,
    }
    if own[power.holder_kind] != power.holder_id:
        raise Refused("Another list holds this power.", "Choose the list that the register of powers names.")
    most = max((option.cost_pence or 0 for option in asked.options), default=0)
    if power.pence_each is not None and most > power.pence_each:
        raise Refused(
            "This power may spend £{most:,.2f} at a time.", "Leave out what costs more.", most=power.pence_each / 100
        )
    if asked.purse_pence and power.pence_a_year is not None and asked.purse_pence > power.pence_a_year:
        raise Refused("This power has £{most:,.2f} a year.", "Make the purse smaller.", most=power.pence_a_year / 100)


def _effect_can(row: Poll) -> None:
    """The house can do it, and it follows from the vote: what the commons do by their args alone, only a power's own terms set going."""
    if not row.effect:
        return
    path = effects.table().get(row.effect, "")
    ours = row.power is not None and (row.power.effect, row.power.effect_args) == (row.effect, row.effect_args)
    if not path or (path.startswith("letgo.commons.") and not ours):
        raise Refused(
            "Nothing here can do what this vote promises.", "Leave the effect out, and say who does it by hand."
        )


def _looked_at(asked: Call, row: Poll) -> list[tuple[UUID, str]]:
    """Who is on the list today, and was on the qualifying day, if it is what the caller looked at."""
    if asked.as_of is not None and asked.as_of > row.roll_day:
        raise Refused("The day that decides who can vote must have come.", "Choose today or an earlier day.")
    seen = queries.roll_preview(row.electorate, row.roll_day, asked.as_of)
    for sentence in seen.faults:
        raise Refused(sentence)
    if asked.expects is not None and asked.expects != seen.size:
        raise Refused(
            "The list has {size} people now. You looked at {before}.",
            "Look at it again.",
            size=seen.size,
            before=asked.expects,
        )
    if seen.twins != asked.twins:
        raise Refused(
            "{twins} pairs on this list may be one person twice.",
            "Look at them, and say that you did.",
            twins=seen.twins,
        )
    return on_both_days(row.electorate, row.roll_day, asked.as_of)


def _from_outside(asked: Call, by: Signs, roll: set[UUID], place: Place) -> None:
    callers = by.selves if isinstance(by, Actor) else frozenset()
    if asked.officer in roll | callers:
        raise Refused(
            "The returning officer comes from outside: not from the list, and not who calls the vote.", "Name another."
        )
    if asked.officer in {*asked.interested, *asked.agents}:
        raise Refused(
            "The returning officer neither stands nor gains by this vote, and is nobody’s agent.", "Name another."
        )
    if not may_run(asked.officer, place):
        raise Refused("This person does not hold the office of returning officer here.", "Name someone who does.")


def _announced(row: Poll) -> dict[str, Any]:
    """What everybody is told at the call: no person's name."""
    as_of = {"as-of": row.as_of.isoformat()} if row.as_of else {}
    return {
        "question": row.question,
        "method": row.method,
        "edition": row.edition,
        "settings": row.settings,
        "purse": row.purse_pence,
        "opens": row.opens.isoformat(),
        "closes": row.closes.isoformat(),
        "quorum": row.quorum,
        "object-days": row.object_days,
        "effect": row.effect,
        "seed-from": row.seed_from,
        "list": {"day": row.roll_day.isoformat(), **as_of, "size": row.roll_size, "root": row.roll_root},
    }


def _put_options(row: Poll, asked: Call, line: Line) -> None:
    made = [_option(row, number, offered, line) for number, offered in enumerate(asked.options, 1)]
    if row.none_option:
        made.append(Option(poll=row, number=len(made) + 1, title=NONE_TITLE, none=True, line=line))
    Option.objects.bulk_create(made)


def _option(row: Poll, number: int, offered: Offered, line: Line, added: bool = False) -> Option:
    kind, about = offered.about or ("", None)
    return Option(
        poll=row,
        number=number,
        title=offered.title.strip(),
        words=offered.words.strip(),
        category=offered.category.strip(),
        cost_pence=offered.cost_pence,
        about_kind=kind,
        about_id=about,
        added=added,
        line=line,
    )


def add_option(poll: UUID, title: str, words: str = "", *, by: Actor, key: str) -> Option:
    """Someone of the roll adds an option before the vote opens. It stands once so many as the call says back it; they are the first."""
    with transaction.atomic(), once("ballots.add-option", key, by) as done:
        if done.before:
            return done.before
        row = locked(poll)
        require(may(by, "ballots.add-option", row), *NOT_ON_LIST)
        if row.add_names is None or row.state != State.CALLED or now() >= row.opens:
            raise Refused("Options cannot be added to this vote now.")
        title = title.strip()
        if not title or len(title) > 120:
            raise Refused("Give it a title of at most 120 signs.")
        if row.options.filter(title__iexact=title).exists():
            raise Refused("This is on the list already.", "Put your name to it.")
        number = row.options.count() + 1
        line = write("ballots.add-option", Ref("poll", row.pk), by=by, body={"number": number})
        made = _option(row, number, Offered(title, words), line, added=True)
        made.save(force_insert=True)
        _back(row, made, by)
        return done.with_result(made)


def back_option(option: UUID, *, by: Actor) -> int:
    """Put one's name to an option that someone added. Returns how many have. Doing it twice changes nothing."""
    with transaction.atomic():
        made = Option.objects.select_related("poll").get(pk=option)
        row = locked(made.poll_id)
        require(may(by, "ballots.add-option", row), *NOT_ON_LIST)
        if not made.added or row.state != State.CALLED or now() >= row.opens:
            raise Refused("Names for this are not asked for now.")
        _back(row, made, by)
        return made.backings.count()


def _back(row: Poll, option: Option, by: Actor) -> None:
    entry = row.roll.get(person=voter(by))
    Backing.objects.bulk_create([Backing(option=option, entry=entry)], ignore_conflicts=True)

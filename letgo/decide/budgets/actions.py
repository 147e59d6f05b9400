"""The only writers of ideas: saying one, for oneself or written down for another; in another language; two becoming one; taking back."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import LANGUAGES, Actor
from letgo.commons.places.electorates.queries import eligible
from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.budgets.models import Idea, Round, Stall, Together, Translation
from letgo.decide.budgets.moving import (
    NOT_AUTHOR,
    locked,
    locked_round,
    move,
    open_for_ideas,
    owe,
    settle_all,
    still,
    tell_author,
    worded,
)
from letgo.decide.budgets.rules import CATEGORIES, HOW, OPEN

NOT_HERE = "Only people who can vote here can do this."


@dataclass(frozen=True)
class Said:
    """One idea as it was said. `how`: rules.HOW."""

    title: str
    words: str
    category: str
    where: str = ""
    language: str = "en"
    how: str = "online"


@transaction.atomic
def say(in_round: UUID, said: Said, *, by: Actor, key: str) -> Idea:
    """Say an idea; a helper may do it with the person, by phone or on paper. Who said it is never shown. Two clocks start.

    Raises Refused for whom the round is not, and after the last day for ideas.
    """
    with once("budgets.say-idea", key, by) as done:
        if done.before:
            return done.before
        at = locked_round(in_round)
        require(may(by, "budgets.say-idea", at) and on_electorate(at, by.subject), NOT_HERE)
        open_for_ideas(at)
        return done.with_result(_say(at, said, by, key, author_id=by.subject, asked_by_id=by.helper))


@transaction.atomic
def write_down(
    in_round: UUID, said: Said, *, by: Actor, key: str, person: UUID | None = None, stall: UUID | None = None
) -> Idea:
    """Write down an idea that someone told at a stall, by phone or on paper: with `person` it is theirs, else nobody is named.

    It counts as any other and by the same day.
    """
    with once("budgets.write-down", key, by) as done:
        if done.before:
            return done.before
        at = locked_round(in_round)
        allowed = may(by, "budgets.write-down", at) and by.person is not None
        require(allowed, "Only an outreach worker or officer of this place can write down ideas for others.")
        open_for_ideas(at)
        if said.how == "online":
            raise Refused("Say how they told you: by phone, on paper or at a stall.")
        if person is not None and not on_electorate(at, person):
            raise Refused(NOT_HERE)
        if stall is not None and not Stall.objects.filter(pk=stall, round=at).exists():
            raise Refused("There was no such stall in this round.")
        whose = {"author_id": person, "asked_by_id": by.person, "stall_id": stall}
        return done.with_result(_say(at, said, by, key, **whose))


def on_electorate(at: Round, person: UUID | None) -> bool:
    """Whether a person could vote in this round if its list were made today. 2 SQL queries."""
    return person is not None and any(one == person for one, _ in eligible(at.electorate, today()))


def _say(at: Round, said: Said, by: Signs, key: str, **whose: Any) -> Idea:
    _known(said)
    row = Idea(
        id=uuid4(), round=at, number=at.ideas_count + 1, said=today(), how=said.how, category=said.category,
        title=worded(said.title, "Give your idea a short name.")[:80], language=said.language,
        words=worded(said.words, "Say what you want, and why."), where=said.where.strip()[:120], **whose,
    )  # fmt: skip
    body = {"idea": row.number, "title": row.title, "words": row.words, "where": row.where, "category": row.category}
    line = write("budgets.say-idea", row.ref, by=by, body=body | {"how": row.how, "language": row.language})
    row.due = owe(row.ref, at, "budgets.cost-idea", by, f"{key}:cost")
    row.check_due = owe(row.ref, at, "budgets.check-idea", by, f"{key}:check")
    row.put("said", line)
    at.put(at.state, line, ideas_count=row.number)
    return row


def _known(said: Said) -> None:
    if said.category not in CATEGORIES or said.how not in HOW or said.language not in LANGUAGES:
        raise Refused("Choose what the idea is about, from the list.")


@transaction.atomic
def log_stall(in_round: UUID, where: str, day: date, asked: int, group: str = "", *, by: Actor, key: str) -> Stall:
    """Log that people were asked: where, when, how many, of which group. Who answered is kept nowhere."""
    with once("budgets.log-stall", key, by) as done:
        if done.before:
            return done.before
        at = locked_round(in_round)
        allowed = may(by, "budgets.write-down", at) and by.person is not None
        require(allowed, "Only an outreach worker or officer of this place can log a stall.")
        still(at, "ideas", "costing", "voting")
        if day > today() or day < at.opened or asked < 1:
            raise Refused("Take a day since the round opened, and one person or more.")
        row = Stall(round=at, where=worded(where, "Say where you were."), day=day, asked=asked, group=group.strip())
        row.outreach_id = by.person
        body = {"where": row.where, "day": day.isoformat(), "asked": asked, "group": row.group}
        row.line = write("budgets.log-stall", Ref("round", at.pk), by=by, body=body)
        row.save(force_insert=True)
        return done.with_result(row)


@transaction.atomic
def translate(idea: UUID, language: str, title: str, words: str, *, by: Actor, key: str) -> Translation:
    """Put an idea into another language, beside the original. A better translation is a new one; the newest is shown."""
    with once("budgets.translate", key, by) as done:
        if done.before:
            return done.before
        row = locked(idea)
        require(may(by, "budgets.translate", row), "Only people of this place can translate its ideas.")
        if language not in LANGUAGES or language == row.language:
            raise Refused("Choose another language than the idea’s own.")
        made = Translation(idea=row, number=row.translations.count() + 1, language=language)
        made.title = worded(title, "Write the short name in that language.")[:80]
        made.words = worded(words, "Write the idea in that language.")
        body = {"idea": row.number, "language": language, "title": made.title, "words": made.words}
        made.line = write("budgets.translate", row.ref, by=by, body=body)
        made.save(force_insert=True)
        return done.with_result(made)


@transaction.atomic
def ask_together(idea: UUID, other: UUID, words: str = "", *, by: Actor, key: str) -> Together:
    """The author of one of two like ideas asks that `other` becomes part of `idea`. It takes the yes of both authors."""
    with once("budgets.ask-together", key, by) as done:
        if done.before:
            return done.before
        pair = [locked(pk) for pk in sorted((idea, other))]
        one, two = sorted(pair, key=lambda row: row.pk != idea)
        mine = may(by, "budgets.ask-together", one), may(by, "budgets.ask-together", two)
        require(any(mine), NOT_AUTHOR)
        if one.pk == two.pk or one.round_id != two.round_id:
            raise Refused("Choose two ideas of one round.")
        _can_join(one, two)
        if Together.objects.filter(idea__in=pair, other__in=pair, state="asked").exists():
            raise Refused("This was asked already.", cure="The other author has not answered yet.")
        row = Together(idea=one, other=two, words=words.strip(), idea_yes=mine[0] or None, other_yes=mine[1] or None)
        body = {"idea": one.number, "other": two.number, "words": row.words}
        row.line = write("budgets.ask-together", one.ref, by=by, body=body)
        row.save(force_insert=True)
        if all(mine):
            _join(row, by)
        else:
            tell_author(two if mine[0] else one, "waits", f"together:{row.pk}")
        return done.with_result(row)


@transaction.atomic
def answer_together(together: UUID, yes: bool, *, by: Actor, key: str) -> Together:
    """The other author's yes or no. With both, one idea becomes part of the other; a no leaves both as they are."""
    with once("budgets.answer-together", key, by) as done:
        if done.before:
            return done.before
        rows = Together.objects.select_for_update(of=("self",)).select_related("idea__round__place", "other")
        row = rows.filter(pk=together).first()
        require(row is not None and may(by, "budgets.answer-together", row), NOT_AUTHOR)
        if row.state != "asked":
            raise Refused("This was answered before.")
        for side in ("idea", "other"):
            if getattr(row, f"{side}_yes") is None and may(by, "budgets.ask-together", getattr(row, side)):
                setattr(row, f"{side}_yes", yes)
        if None in (row.idea_yes, row.other_yes):
            raise Refused("You said yes already. Now the other author answers.")
        if yes:
            _join(row, by)
        else:
            row.state = "refused"
            row.line = write("budgets.answer-together", row.idea.ref, by=by, body={"yes": False})
            row.save()
        return done.with_result(row)


def _can_join(*rows: Idea) -> None:
    for row in rows:
        still(row.round, "ideas", "costing")
        if row.state not in OPEN or row.state == "appealed":
            raise Refused("Idea {number} cannot be joined with another now.", number=row.number)


def _join(row: Together, by: Signs) -> None:
    one, two = locked(row.idea_id), locked(row.other_id)
    _can_join(one, two)
    why = f"It became part of idea {one.number}. Both authors said yes."
    settle_all(two, "It became part of another idea.")
    two = move(two, "merged", "budgets.join-ideas", by, {"into": one.number}, into=one, reason=why)
    row.state, row.line = "done", two.line
    row.save()
    for idea in (one, two):
        tell_author(idea, "news", f"joined:{row.pk}")


@transaction.atomic
def withdraw(idea: UUID, reasons: str, *, by: Actor, key: str) -> Idea:
    """Take one's own idea back, with reasons that stay. Not once it is on the vote: then people may have chosen it."""
    with once("budgets.withdraw-idea", key, by) as done:
        if done.before:
            return done.before
        row = locked(idea)
        require(may(by, "budgets.withdraw-idea", row), NOT_AUTHOR)
        if row.state not in OPEN or row.state == "appealed":
            raise Refused("This idea cannot be taken back now.", cure="Ask the returning officer.")
        why = worded(reasons, "Say why. Others may want to take it up.")
        settle_all(row, "The idea was taken back.")
        return done.with_result(move(row, "withdrawn", "budgets.withdraw-idea", by, reason=why))

"""The only writers of rounds: opening one under a held power, moving it on by its days, and putting its ideas to the vote."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from letgo.commons.money.models import Pot
from letgo.commons.money.queries import balance
from letgo.commons.money.rules import Kind, pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.electorates.queries import eligible
from letgo.commons.places.models import Electorate
from letgo.commons.places.queries import today
from letgo.commons.powers.models import Power
from letgo.commons.powers.moving import locked as locked_power
from letgo.commons.powers.rules import in_force
from letgo.commons.promises.queries import in_force as rule_in_force
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK, Sentence
from letgo.decide.budgets.models import Idea, Round
from letgo.decide.budgets.moving import locked, locked_round, move, owe, settle_all, worded
from letgo.decide.budgets.rules import (
    DUTIES,
    ROUND_MOVES,
    WAITING,
    Terms,
    checkers_needed,
    days_fault,
    moved,
    terms_fault,
)
from letgo.decide.budgets.telling import tell_everybody

NOT_HOLDER = "Only those who speak for the side that holds this power can do this."


@dataclass(frozen=True)
class Opening:
    """A round as it is opened: its money in pence, where that lies, who may propose and vote, its days and terms."""

    title: str
    purse_pence: int
    pot: UUID
    electorate: UUID
    ideas_until: date
    costing_until: date
    votes: tuple[date, date]  # first and last day
    words: str = ""
    terms: Terms = field(default_factory=Terms)
    outside: UUID | None = None  # the pot of the world outside; None: the one that there is


@transaction.atomic
def open_round(power: UUID, opening: Opening, *, by: Actor, key: str) -> Round:
    """Open a round under a power that is held and has money. Its terms never change after this.

    Raises Refused when the power is not held today, the money is not there or above the power's limits, or the clocks of the
    round's duties are not set. Ideas that were not ready in the round before stand in this one at once.
    """
    with once("budgets.open-round", key, by) as done:
        if done.before:
            return done.before
        row = locked_power(power)
        require(may(by, "budgets.open-round", row), NOT_HOLDER)
        if row.start is None or not in_force(row.state, row.start, today()) or not row.money:
            raise Refused("This power is not held today, or no money goes with it.")
        if Round.objects.filter(power=row, state__in=["ideas", "costing", "voting"]).exists():
            raise Refused("A round is open under this power already.")
        for rule in DUTIES:
            if rule_in_force(rule) is None:
                raise Refused(
                    "No clock is set for “{rule}”.", cure="Put the rules in force first: letgo pack apply.", rule=rule
                )
        made = _round(row, opening)
        body = {"title": made.title, "purse_pence": made.purse_pence, "terms": made.terms, **_days(made)}
        made.put("ideas", write("budgets.open-round", Ref("round", made.pk), by=by, body=body))
        _bring_over(made, by, key)
        tell_everybody(made, "ideas")
        return done.with_result(made)


def _round(row: Power, opening: Opening) -> Round:
    pot = Pot.objects.get(pk=opening.pot)
    outside = (
        Pot.objects.filter(Q(pk=opening.outside) if opening.outside else Q(kind=Kind.OUTSIDE))
        .order_by("opened", "pk")
        .first()
    )
    electorate = Electorate.objects.select_related("place").get(pk=opening.electorate)
    fault = days_fault(today(), opening.ideas_until, opening.costing_until, opening.votes)
    fault = fault or terms_fault(opening.terms, opening.purse_pence) or _money_fault(row, pot, opening.purse_pence)
    if fault or outside is None:
        raise Refused(fault or "There is no pot for the world outside.")
    if electorate.place_id != row.place_id:
        raise Refused("Choose who can vote from the lists of this place.")
    needed = checkers_needed(len(eligible(electorate, today())))
    return Round(
        id=uuid4(), power=row, place=row.place, pot=pot, outside=outside, electorate=electorate,
        title=worded(opening.title, "Give the round a name.")[:120], words=opening.words.strip(),
        purse_pence=opening.purse_pence, opened=today(), ideas_until=opening.ideas_until, costing_until=opening.costing_until,
        votes_from=opening.votes[0], votes_until=opening.votes[1], terms=replace(opening.terms, checkers=needed).as_data(),
    )  # fmt: skip


def _money_fault(row: Power, pot: Pot, pence: int) -> str:
    """Why so much cannot be spent from this pot under this power, "" when it can."""
    if pot.audience_id or (pot.place_id != row.place_id and pot.organisation_id != row.speaker_id):
        return "Choose a public pot of this place, or of those who speak for it."
    if pence <= 0 or pence > balance(pot).available - (pot.floor or 0):
        return Sentence("This pot has {left} to spend.", left=pounds(max(0, balance(pot).available - (pot.floor or 0))))
    if row.pence_each is not None and pence > row.pence_each:
        return Sentence("The power’s limit is {most} for one decision.", most=pounds(row.pence_each))
    if row.pence_a_year is not None and pence > row.pence_a_year:
        return Sentence("The power’s limit is {most} a year.", most=pounds(row.pence_a_year))
    return ""


def _days(row: Round) -> dict[str, str]:
    names = ("ideas_until", "costing_until", "votes_from", "votes_until")
    return {name: getattr(row, name).isoformat() for name in names}


def _bring_over(at: Round, by: Signs, key: str) -> None:
    """Ideas that were not ready in time are said again in the next round of their power: nothing is lost, and no one has to ask."""
    before = Round.objects.filter(power=at.power).exclude(pk=at.pk).order_by("-opened", "-pk").first()
    for old in Idea.objects.filter(round=before, state="carried").order_by("number") if before else []:
        copied = ("author_id", "asked_by_id", "how", "title", "words", "where", "category", "language")
        row = Idea(
            id=uuid4(),
            round=at,
            number=at.ideas_count + 1,
            said=today(),
            **{name: getattr(old, name) for name in copied},
        )
        body = {"idea": row.number, "title": row.title, "words": row.words, "from_round": before.title}
        line = write("budgets.bring-over", row.ref, by=by, body=body)
        row.due = owe(row.ref, at, "budgets.cost-idea", by, f"{key}:{row.number}:cost")
        row.check_due = owe(row.ref, at, "budgets.check-idea", by, f"{key}:{row.number}:check")
        row.put("said", line)
        at.put(at.state, line, ideas_count=row.number)


@transaction.atomic
def end_ideas(pk: UUID) -> Round:
    """No more ideas: what was said is costed, and those who speak for the holders owe the vote. The clock does this."""
    row = locked_round(pk)
    if row.state != "ideas" or today() <= row.ideas_until:
        return row
    line = write("budgets.end-ideas", Ref("round", row.pk), by=CLOCK, body={"ideas": row.ideas_count})
    row.put("costing", line)
    owe(Ref("round", row.pk), row, "budgets.put-on-the-vote", CLOCK, f"{row.pk}:vote")
    return row


def move_round(row: Round, state: str, verb: str, by: Signs, **fields: object) -> Round:
    """Bring a round into `state` with its public line. Raises Refused for a move that does not exist."""
    if not moved(row.state, state, ROUND_MOVES):
        raise Refused("That is over in this round.")
    return row.put(state, write(verb, Ref("round", row.pk), by=by, body={"title": row.title, "state": state}), **fields)


def carry_over(at: Round, by: Signs) -> int:
    """After the last day for costing: what is not ready goes on in the next round, and its broken promise stays for all to see."""
    waiting = Idea.objects.filter(round=at).filter(
        Q(state__in=sorted(WAITING)) | Q(state="agreed", eligible__isnull=True)
    )
    for pk in list(waiting.order_by("number").values_list("pk", flat=True)):
        row = locked(pk)
        why = f"It was not ready by {at.costing_until:%-d %B %Y}. {STILL_OWED.get(row.state, STILL_OWED['agreed'])}"
        settle_all(row, "The vote began without this idea.")
        move(row, "carried", "budgets.carry-over", by, due=None, check_due=None, reason=why)
    return len(waiting)


STILL_OWED = {
    "said": "Its cost was owed by the council’s officer.",
    "costed": "Its author could still answer.",
    "disputed": "An answer to its author was owed by the council’s officer.",
    "appealed": "An answer was owed by those who speak for the residents.",
    "agreed": "The checkers had not answered.",
}

"""Putting the ideas of a round to the vote: one option for each idea that is ready, with its cost, which never changes after this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.timezone import make_aware

from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.promises.models import Promise
from letgo.commons.record.actions import once
from letgo.commons.record.clock import now
from letgo.commons.record.jobs import Running
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import Sentence
from letgo.decide.ballots.actions import call
from letgo.decide.ballots.rules import Call, Offered
from letgo.decide.ballots.rules import Terms as CountTerms
from letgo.decide.budgets import queries
from letgo.decide.budgets.models import Idea, Round
from letgo.decide.budgets.moving import NOT_HOLDERS, locked, locked_round, move, settle, still, tell_author
from letgo.decide.budgets.rounds.actions import carry_over, move_round
from letgo.decide.budgets.rules import CATEGORIES, Terms
from letgo.decide.budgets.telling import tell_everybody

OPENS, CLOSES = time(8), time(20)  # of the place's own day


@dataclass(frozen=True)
class Asked:
    """What is named when the vote is called: who returns it, what settles a tie, and what the caller saw on the list."""

    officer: UUID  # the returning officer, from outside
    seed_from: str
    expects: int | None = None
    twins: int = 0
    quorum: int = 0


@transaction.atomic
def put_on_the_vote(in_round: UUID, asked: Asked, *, by: Actor, key: str) -> Round:
    """Call the vote with one option for each idea whose cost is agreed and that was checked. Costs never change after this.

    While the days for costing run, every idea must be ready; after them, those that are not go on in the next round.
    """
    with once("budgets.put-on-the-vote", key, by) as done:
        if done.before:
            return done.before
        at = locked_round(in_round)
        require(may(by, "budgets.put-on-the-vote", at), NOT_HOLDERS)
        still(at, "costing")
        if today() > at.costing_until:
            carry_over(at, by)
        elif waiting := queries.not_ready(at):
            raise Refused(
                "{waiting} ideas are not ready.",
                cure="Their owners have until {until}.",
                waiting=waiting,
                until=at.costing_until,
            )
        ready = queries.for_the_vote(at)
        if fault := _cannot_pay(at, ready):
            raise Refused(fault)
        poll = call(_call(at, ready, asked), by=by, key=f"{key}:poll")
        for row in ready:
            idea = move(locked(row.pk), "on-the-vote", "budgets.put-on-the-vote", by, {"pence": row.pence}, reason="")
            tell_author(idea, "news", f"vote:{poll.pk}")
        move_round(at, "voting", "budgets.put-on-the-vote", by, poll=poll)
        for due in Promise.objects.filter(
            about_kind="round", about_id=at.pk, rule__name="budgets.put-on-the-vote", closed=""
        ):
            settle(due)
        return done.with_result(at)


def _cannot_pay(at: Round, ready: Sequence[Idea]) -> str:
    """Why these ideas cannot be voted on, "" when they can."""
    if not ready:
        return "No idea is ready for the vote."
    dear = [str(row.number) for row in ready if (row.pence or 0) > at.purse_pence]
    return (
        Sentence(
            "Idea {number} costs more than all the money. It needs a smaller estimate, or a no with reasons.",
            number=dear[0],
        )
        if dear
        else ""
    )


def _call(at: Round, ready: Sequence[Idea], asked: Asked) -> Call:
    terms = at.fixed
    opens = max(now(), make_aware(datetime.combine(at.votes_from, OPENS)))
    return Call(
        place=at.place_id, electorate=at.electorate_id, power=at.power_id, question=at.title, words=_said(at),
        options=tuple(_option(row) for row in ready), opens=opens, method=terms.method, terms=_count_terms(at, terms, ready),
        closes=make_aware(datetime.combine(at.votes_until, CLOSES)), officer=asked.officer, seed_from=asked.seed_from,
        about=("round", at.pk), purse_pence=at.purse_pence - terms.reserve_pence, object_days=terms.object_days,
        quorum=asked.quorum, expects=asked.expects, twins=asked.twins, effect="budgets.fund",
        interested=queries.stakes([row.pk for row in ready]),
    )  # fmt: skip


def _said(at: Round) -> str:
    """What the money is for, and what of it is not voted on: the purse of the vote is smaller by what is kept for rises."""
    kept = at.fixed.reserve_pence
    if not kept:
        return at.words
    why = f"The money is {pounds(at.purse_pence)}. {pounds(kept)} of it is kept back in case something costs more."
    return f"{at.words}\n\n{why} So the vote spends {pounds(at.purse_pence - kept)}.".strip()


def _option(row: Idea) -> Offered:
    more = f"\n\nWhere: {row.where}" if row.where else ""
    kept = f"\n\nKeeping it up costs £{(row.upkeep_pence or 0) / 100:,.2f} a year." if row.upkeep_pence else ""
    return Offered(
        title=f"{row.number}. {row.title}", words=row.words + more + kept, category=CATEGORIES[row.category],
        cost_pence=row.pence, about=("idea", row.pk),
    )  # fmt: skip


def _count_terms(at: Round, terms: Terms, ready: Sequence[Idea]) -> CountTerms:
    engine = (("completion", terms.completion),) if terms.method == "equal-shares" else ()
    return CountTerms(engine=engine, apart=_apart(at, ready))


def _apart(at: Round, ready: Sequence[Idea]) -> tuple[tuple[int, int], ...]:
    """The pairs that cannot both be built, by the numbers of their options."""
    number = {row.pk: place for place, row in enumerate(ready, 1)}
    pairs = [(number.get(pair.idea_id), number.get(pair.other_id)) for pair in queries.kept_apart(at)]
    return tuple(sorted((min(a, b), max(a, b)) for a, b in pairs if a and b))


def tell_of_votes(job: Running | None = None) -> int:
    """Tell everybody who can vote that a vote is open, and two days before its end that it closes soon. Each once. 1 SQL query."""
    told = 0
    for at, what in queries.votes_to_tell():
        tell_everybody(at, what, Ref("poll", at.poll_id))
        told += 1
    return told

"""The only writers of changes of cost: an officer's within the terms, and larger ones that the holders settle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from letgo.commons.money import actions as money
from letgo.commons.money.queries import balance
from letgo.commons.money.rules import Stage as Way
from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.powers.actions import use
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.ballots.calls.actions import call
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.rules import Call, Offered
from letgo.decide.budgets.delivery import queries, rules
from letgo.decide.budgets.delivery.actions import BY_VOTE, NOT_DELIVERER, end, held
from letgo.decide.budgets.effects import fund_next
from letgo.decide.budgets.models import Change, Project
from letgo.decide.budgets.moving import NOT_HOLDERS, owe, seed_from, tell_author, worded
from letgo.decide.budgets.moving import settle as settle_promise
from letgo.decide.budgets.queries import stakes

EFFECT = "budgets.settle-change"


@transaction.atomic
def change(project: UUID, pence: int, reasons: str, *, by: Actor, key: str) -> Change:
    """Say that a project costs another sum, with reasons. Within the round's terms it holds at once; more waits for the holders, who
    must be asked by a date.

    All rises of a project count as one, and all of a round take from one reserve. Raises Refused above the power's limit or the pot.
    """
    with once("budgets.change-cost", key, by) as done:
        if done.before:
            return done.before
        row = held(project)
        require(may(by, "budgets.deliver", row), NOT_DELIVERER)
        _open(row)
        why = worded(reasons, "Give your reasons. They are public.")
        if pence <= 0 or pence == row.pence:
            raise Refused("Give the new cost, above nothing and not the old one.")
        if row.changes.filter(state="asked").exists():
            raise Refused("A new cost of this project waits for the residents already.")
        way = rules.way(queries.costs_of(row), pence, row.round.fixed)
        made = Change(
            project=row, number=row.changes.count() + 1, from_pence=row.pence, to_pence=pence, reasons=why, way=way
        )
        made.person_id = by.person
        body = {"title": row.idea.title, "from_pence": row.pence, "to_pence": pence, "reasons": why, "way": way}
        line = write("budgets.change-cost", row.ref, by=by, body=body)
        if way == "officer":
            made.put("done", line)
            reset(row, pence, by, key)
        else:
            made.due = owe(row.ref, row.round, "budgets.answer-rise", by, f"{key}:ask")
            made.put("asked", line)
        tell_author(row.idea, "news", f"change:{made.pk}")
        return done.with_result(made)


@dataclass(frozen=True)
class Asked:
    """When the holders vote on a rise or a cut, and who is the returning officer. `expects`, `twins`: as in ballots.Call."""

    opens: datetime
    closes: datetime
    officer: UUID
    expects: int | None = None
    twins: int = 0


@transaction.atomic
def put_to_vote(change_id: UUID, asked: Asked, *, by: Actor, key: str) -> Poll:
    """Ask the holders about a rise above the terms, on the same voting screen as ever. Only what can be done is on the paper: the rise
    where its money is there, and who is next in the published order where someone next fits into what would be free.
    """
    with once("budgets.vote-on-change", key, by) as done:
        if done.before:
            return done.before
        made = _locked(change_id)
        require(made is not None and may(by, "budgets.vote-on-change", made), NOT_HOLDERS)
        _waits(made)
        row = held(made.project_id)
        _open(row)
        answers = _possible(row, made)
        at = row.round
        poll = call(
            Call(
                place=at.place_id, electorate=at.electorate_id, power=at.power_id, method="approval",
                question=f"{row.idea.title}: {pounds(made.to_pence)} instead of {pounds(made.from_pence)}?"[:200],
                words=made.reasons, options=tuple(_offered(answer, made) for answer in answers),
                opens=asked.opens, closes=asked.closes, officer=asked.officer, about=("project", row.pk),
                effect=EFFECT, effect_args={"change": str(made.pk), "answers": list(answers)},
                seed_from=seed_from(at), object_days=at.fixed.object_days,
                expects=asked.expects, twins=asked.twins, interested=stakes([row.idea_id]) | {made.person_id},
            ),
            by=by, key=f"{key}:call",
        )  # fmt: skip
        body = {"title": row.idea.title, "from_pence": made.from_pence, "to_pence": made.to_pence}
        made.put("asked", write("budgets.vote-on-change", row.ref, by=by, body=body), poll=poll)
        settle_promise(made.due)
        return done.with_result(poll)


def _possible(row: Project, made: Change) -> Sequence[str]:
    """The answers that can be carried out."""
    paid = made.to_pence - made.from_pence <= balance(row.round.pot_id).available
    order = [(one.pk, one.pence) for one in queries.in_order(row.round)]
    fits = bool(rules.next_that_fit(order, queries.free(row.round) + row.pence))
    return [answer for answer, can in zip(rules.ANSWERS, (paid, True, fits), strict=True) if can]


def _offered(answer: str, made: Change) -> Offered:
    more, old = pounds(made.to_pence - made.from_pence), pounds(made.from_pence)
    return {
        "raise": Offered(f"Pay {pounds(made.to_pence)}", f"{more} more comes out of what is left in the pot."),
        "old-cost": Offered(f"Build it for {old}, or not at all", "Who has the duty must find a way for the old cost."),
        "next": Offered(
            "Let it go, and build who is next", "The money goes down the published order of the last vote."
        ),
    }[answer]


@transaction.atomic
def settle(change_id: UUID, answer: str, met: str, *, by: Actor, key: str) -> Change:
    """Where the terms name the published order: build it for the old cost or not at all ("old-cost"), or let it go and fund who is
    next ("next"). `met`: where the holders were asked, and how many said what. Paying more than the terms allow takes a vote.

    Written down by who speaks for them, never by who asked for the rise.
    """
    with once("budgets.settle-change", key, by) as done:
        if done.before:
            return done.before
        made = _locked(change_id)
        require(made is not None and may(by, "budgets.settle", made), NOT_HOLDERS)
        if by.person is not None and by.person == made.person_id:
            raise Refused("You asked for this. Somebody else must write down the answer.")
        _waits(made)
        if made.way != "next-project" or answer == "raise":
            raise Refused("By the terms of this round the residents vote on this.", cure="Call the vote.")
        if answer not in rules.ANSWERS:
            raise Refused("Choose one of the answers.")
        said = worded(met, "Say where the residents were asked, and how many said what.")
        return done.with_result(carry_out(made, answer, said, by, key))


def carry_out(made: Change, answer: str, met: str, by: Signs, key: str) -> Change:
    """Do what the holders said. For acts that were allowed already: settle(), and the effect of a declared vote."""
    row = held(made.project_id)
    _open(row)
    body = {"title": row.idea.title, "answer": answer, "met": met}
    if answer == "raise":
        reset(row, made.to_pence, by, key)
    elif answer == "next":
        end(row, f"It would cost {pounds(made.to_pence)}. The residents chose who is next instead.", by, key)
        order = [(one.pk, one.pence) for one in queries.in_order(row.round)]
        funded = [fund_next(idea, row.ref) for idea in rules.next_that_fit(order, queries.free(row.round))]
        body["funded"] = [str(project.pk) for project in funded]
    line = write("budgets.settle-change", row.ref, by=by, body=body)
    made.put("done" if answer == "raise" else "refused", line, answer=answer)
    settle_promise(made.due)
    tell_author(row.idea, "news", f"settled:{made.pk}")
    return made


@transaction.atomic
def end_vote(change_id: UUID) -> Change:
    """A vote on a rise that was called off, or does not hold, is called again; one that decided nothing leaves the old cost. The
    clock does this."""
    made = _locked(change_id)
    if made.state != "asked" or made.poll is None:
        return made
    row = held(made.project_id)
    if made.poll.state in ("void", "upheld"):
        body = {"title": row.idea.title}
        due = owe(row.ref, row.round, "budgets.answer-rise", BY_VOTE, f"{made.poll_id}:again")
        return made.put("asked", write("budgets.void-result", row.ref, by=BY_VOTE, body=body), poll=None, due=due)
    why = queries.decided_nothing(made.poll)
    if why and row.state in ("set-aside", "started"):
        return carry_out(made, "old-cost", why, BY_VOTE, f"{made.poll_id}:nothing")
    return made


def tick() -> int:
    """Go on after votes on rises that decided nothing. Returns how many. With nothing due: 1 SQL query, no row touched."""
    due = queries.changes_to_end()
    for pk in due:
        end_vote(pk)
    return len(due)


def _locked(change_id: UUID) -> Change:
    joined = ("project__round__power", "project__round__place", "project__round__poll", "poll", "due")
    return Change.objects.select_for_update(of=("self",)).select_related(*joined).filter(pk=change_id).first()


def _waits(made: Change) -> None:
    if made.state != "asked":
        raise Refused("This was settled before.", cure="Load the page again.")
    if made.poll_id:
        raise Refused("The residents vote on this.", cure="The result settles it by itself.")


def _open(row: Project) -> None:
    if row.state not in ("set-aside", "started"):
        raise Refused("This project is over. Its cost no longer changes.")


def reset(row: Project, pence: int, by: Signs, key: str) -> Project:
    """Set aside `pence` instead of what is set aside now: by a release and a new hold. For acts that were allowed already.

    A rise is a decision under the power, within its limits. What was ordered stays ordered.
    """
    if pence > row.pence:
        use(row.round.power_id, f"More for: {row.idea.title}"[:200], pence - row.pence, by=BY_VOTE, key=f"{key}:use")
    money.release(row.hold_id, BY_VOTE, f"{key}:release", why=row.idea.title)
    held_now = money.hold(
        row.round.pot_id, row.round.outside_id, pence, row.ref, BY_VOTE, f"{key}:hold", why=row.idea.title
    )
    if row.state == "started":
        money.step(held_now, Way.ORDERED, BY_VOTE, f"{key}:ordered")
    body = {"title": row.idea.title, "from_pence": row.pence, "to_pence": pence, "hold": str(held_now.pk)}
    line = write("budgets.set-cost", Ref("project", row.pk), by=by, body=body)
    return row.put(row.state, line, pence=pence, hold=held_now)

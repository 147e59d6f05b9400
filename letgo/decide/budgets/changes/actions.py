"""The only writers of changes of cost: an officer's within the terms, and larger ones that the holders settle."""

from uuid import UUID

from django.db import transaction

from letgo.commons.money import actions as money
from letgo.commons.money.rules import Stage as Way
from letgo.commons.money.rules import pounds
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.powers.actions import use
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.budgets.delivery import queries, rules
from letgo.decide.budgets.delivery.actions import BY_VOTE, NOT_DELIVERER, end, held
from letgo.decide.budgets.effects import fund_next
from letgo.decide.budgets.models import Change, Project
from letgo.decide.budgets.moving import NOT_HOLDERS, tell_author, worded

ANSWERS = ("raise", "old-cost", "next")


@transaction.atomic
def change(project: UUID, pence: int, reasons: str, *, by: Actor, key: str) -> Change:
    """Say that a project costs another sum, with reasons. Within the round's terms it holds at once; more waits for the holders.

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
            made.put("asked", line)
        tell_author(row.idea, "news", f"change:{made.pk}")
        return done.with_result(made)


@transaction.atomic
def settle(change_id: UUID, answer: str, met: str, *, by: Actor, key: str) -> Change:
    """What the holders say to a rise above the terms: pay it ("raise"), build it for the old cost or not at all ("old-cost"), or let
    it go and fund who is next in the published order ("next"). `met`: where they were asked, and how many said what.

    Written down by who speaks for them, never by who asked for the rise.
    """
    with once("budgets.settle-change", key, by) as done:
        if done.before:
            return done.before
        rows = Change.objects.select_for_update(of=("self",)).select_related(
            "project__round__power", "project__round__place"
        )
        made = rows.filter(pk=change_id).first()
        require(made is not None and may(by, "budgets.settle", made), NOT_HOLDERS)
        if by.person is not None and by.person == made.person_id:
            raise Refused("You asked for this. Somebody else must write down the answer.")
        if made.state != "asked" or answer not in ANSWERS:
            raise Refused("This was settled before.", cure="Load the page again.")
        row = held(made.project_id)
        _open(row)
        said = worded(met, "Say where the residents were asked, and how many said what.")
        body = {"title": row.idea.title, "answer": answer, "met": said}
        made.put("done" if answer == "raise" else "refused", write("budgets.settle-change", row.ref, by=by, body=body))
        if answer == "raise":
            reset(row, made.to_pence, by, key)
        elif answer == "next":
            end(row, f"It would cost {pounds(made.to_pence)}. The residents chose who is next instead.", by, key)
            for idea in rules.next_that_fit(
                [(one.pk, one.pence) for one in queries.in_order(row.round)], queries.free(row.round)
            ):
                fund_next(idea, row.ref)
        tell_author(row.idea, "news", f"settled:{made.pk}")
        return done.with_result(made)


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

"""What a vote on a round sets going. Named in house/effects.py; record.effects.take() runs each once for its key, in one transaction."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

from letgo.commons.money.actions import hold, release
from letgo.commons.powers.actions import use
from letgo.commons.powers.models import Veto
from letgo.commons.record.actions import write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import System
from letgo.decide.budgets.delivery.actions import cancel_stages
from letgo.decide.budgets.models import Idea, Project, Round
from letgo.decide.budgets.moving import locked, locked_round, move, owe, settle, tell_author
from letgo.decide.budgets.rounds.actions import move_round
from letgo.decide.budgets.rounds.results import Won, winners
from letgo.decide.budgets.telling import tell_everybody

EFFECT = System("effect")


def fund(cause: Ref, args: Mapping[str, Any]) -> list[Project]:
    """Effect "budgets.fund": for each winner of a declared vote, in the order of the count, a decision under the power within its
    limits, and its money set aside; all or nothing. Every author learns what became of the idea and why.

    Raises Refused without a declared result, and for a cost that is not the one that was voted on.
    """
    row = Round.objects.filter(poll=cause.id).first()
    if row is None:
        raise Refused("No round is about this vote.")
    at = locked_round(row.pk)
    found = winners(at)
    if at.state != "voting" or found is None:
        raise Refused("There is no declared result.")
    made = [_fund(at, locked(won.idea), won, cause) for won in found if won.won]
    for won in found:
        if not won.won:
            idea = move(locked(won.idea), "not-funded", "budgets.not-fund", EFFECT, reason=won.reason)
            tell_author(idea, "news", "result")
    move_round(at, "delivering", "budgets.fund", EFFECT)
    tell_everybody(at, "result")
    return made


def _fund(at: Round, idea: Idea, won: Won, cause: Ref) -> Project:
    if idea.pence != won.pence:
        raise Refused("The cost of idea {number} is not the one that was voted on.", number=idea.number)
    key = f"{cause.id}:{idea.pk}"
    decision = use(at.power_id, f"Idea {idea.number}: {idea.title}", idea.pence, by=EFFECT, key=key)
    project = Project(id=uuid4(), idea=idea, round=at, pence=idea.pence, decision=decision)
    held = hold(
        at.pot_id,
        at.outside_id,
        idea.pence,
        project.ref,
        EFFECT,
        key,
        why=f"Idea {idea.number}, voted for by residents.",
    )
    body = {"idea": idea.number, "title": idea.title, "pence": idea.pence, "hold": str(held.pk)}
    project.hold, project.officer = held, "officer"
    project.put("set-aside", write("budgets.set-aside", project.ref, by=EFFECT, body=body))
    project.first_step = owe(project.ref, at, "budgets.start-project", EFFECT, key)
    project.put("set-aside", write("budgets.promise-start", project.ref, by=EFFECT, body={"idea": idea.number}))
    tell_author(
        move(idea, "funded", "budgets.fund-idea", EFFECT, {"pence": idea.pence}, reason=won.reason), "news", "result"
    )
    return project


def back_from_void(at: Round) -> None:
    """A vote that was called off decides nothing: its ideas stand ready for the next one. The clock does this."""
    _back_to_costing(at, "budgets.void-result", "The vote was called off. It is held again.")


def back_from_no(at: Round, why: str) -> None:
    """A vote without a mandate decides nothing: too few voted, or most said "come back to us". Its ideas stand ready again."""
    _back_to_costing(at, "budgets.no-result", why)


def stop_vetoed(project: Project) -> None:
    """A decision was stopped by a right to stop: what was set aside for it is let go. What was paid stays paid, and says so."""
    found = Veto.objects.filter(about_kind="decision", about_id=project.decision_id).first()
    why = f"It was stopped: {found.ground}. {found.reasons}" if found else ""
    if found and _undo(project, Ref("decision", found.about_id), why):
        idea = move(locked(project.idea_id), "not-funded", "budgets.stop-project", EFFECT, reason=why)
        tell_author(idea, "news", f"stopped:{project.pk}")


def fund_undo(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "budgets.fund-undo", after a challenge was upheld: money that is only set aside is let go, by new transfers and lines;
    ideas can be voted on again. What was paid already cannot come back this way, and its project's line says so.
    """
    row = Round.objects.filter(poll=cause.id).first()
    if row is None or row.state != "delivering":
        return
    at = locked_round(row.pk)
    kept = {project.idea_id for project in at.projects.select_related("idea") if not _undo(project, cause)}
    _back_to_costing(at, "budgets.fund-undo", "The vote was taken back. It is held again.", kept)
    tell_everybody(at, "result", cause)


def _back_to_costing(at: Round, verb: str, why: str, kept: Collection[UUID] = ()) -> None:
    """The ideas of a vote that does not count stand ready for the next one; those in `kept` stay as they are."""
    rows = at.ideas.filter(state__in=["on-the-vote", "funded", "not-funded"]).exclude(pk__in=kept)
    for pk in list(rows.order_by("number").values_list("pk", flat=True)):
        tell_author(move(locked(pk), "agreed", verb, EFFECT, reason=why), "news", f"back:{at.line_id}")
    move_round(at, "costing", verb, EFFECT, poll=None)


def _undo(project: Project, cause: Ref, why: str = "The vote was taken back: a challenge was upheld.") -> bool:
    """Let go of what was set aside for a project. False, with a line that says why, when money was paid."""
    said = {"idea": project.idea.number, cause.kind: str(cause.id)}
    if project.spent_pence:
        why = f"{why} Money was paid already, so this project cannot be taken back. It goes on."
        project.put(
            project.state, write("budgets.cannot-undo", project.ref, by=EFFECT, body=said | {"reason": why}), reason=why
        )
        return False
    release(project.hold_id, EFFECT, f"{cause.id}:{project.pk}:undo", why="What was decided does not hold any more.")
    settle(project.first_step, "What was decided does not hold any more.")
    line = write("budgets.fund-undo", project.ref, by=EFFECT, body=said | {"reason": why})
    cancel_stages(project, why, line)
    project.put("stopped", line, reason=why)
    return True


def fund_next(idea: UUID, cause: Ref) -> Project:
    """Money came free, and this idea is next in the published order: a decision under the power, and its money set aside.

    For acts that were allowed already (changes.settle). Raises Refused as fund() does.
    """
    return fund_again(idea, cause, "Money came free, and this was next in the order of the vote.")


def fund_again(idea: UUID, cause: Ref, why: str) -> Project:
    """A decision under the power for an idea of a round that is delivered, and its money set aside, for the reason `why`.

    For acts that were allowed already. Raises Refused as fund() does.
    """
    row = locked(idea)
    return _fund(row.round, row, Won(row.pk, True, row.pence or 0, 0, why), cause)


def take_back(project: Project, cause: Ref, why: str) -> bool:
    """Let go of one project that is only set aside, and its idea stands where it was in the order. False when money was paid."""
    if not _undo(project, cause, why):
        return False
    tell_author(
        move(locked(project.idea_id), "not-funded", "budgets.stop-project", EFFECT, reason=why), "news", "taken-back"
    )
    return True

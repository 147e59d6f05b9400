"""Reading projects: each with its money, its stages and whose duty waits. Every list costs the same for 1 row or 1,000."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Sum

from letgo.commons.money.queries import Payment, balance, payment
from letgo.commons.places.models import Role
from letgo.commons.places.queries import open_on, today
from letgo.commons.places.rules import STAFF
from letgo.decide.ballots import queries as ballots
from letgo.decide.ballots.models import Poll
from letgo.decide.budgets.delivery import rules
from letgo.decide.budgets.models import Change, Check, Estimate, Evidence, Idea, Interest, Project, Round, Stage, Yes

JOINED = ("round__place", "round__power", "round__pot", "round__electorate", "idea", "first_step__rule",
          "first_step__calendar", "organisation")  # fmt: skip
PAGE = 20


@dataclass(frozen=True)
class Seen:
    """One stage with what was shown of it, newest first, and what residents said to that."""

    stage: Stage
    evidence: list[Evidence]
    answers: list[Yes]


@dataclass(frozen=True)
class Whole:
    """One project with everything that its page shows."""

    project: Project
    stages: list[Seen]
    changes: list[Change]
    payment: Payment | None
    costs: rules.Costs
    next: list[Idea] = field(default_factory=list)  # who is next in the published order, and fits


def find(project: UUID) -> Project | None:
    """The project with its idea, round and place. 1 SQL query."""
    return Project.objects.select_related(*JOINED).filter(pk=project).first()


def stage(pk: UUID) -> Stage | None:
    """A stage with its project and promise. 1 SQL query."""
    return stage_rows().filter(pk=pk).first()


def stage_rows() -> QuerySet[Stage]:
    """Stages with their project and promise. No SQL of its own."""
    joined = [f"project__{name}" for name in JOINED]
    return Stage.objects.select_related(*joined, "promise__rule", "promise__calendar")


def whole(row: Project) -> Whole:
    """Everything about one project: 7 SQL queries, whatever happened to it."""
    answers = Prefetch("answers", Yes.objects.order_by("-line__at", "-pk"))
    evidence = Prefetch("evidence", Evidence.objects.order_by("-line__at", "-pk"))
    stages = row.stages.select_related("promise__rule", "promise__calendar", "promise__place")
    found = [
        Seen(one, list(one.evidence.all()), list(one.answers.all()))
        for one in stages.prefetch_related(evidence, answers).order_by("number")
    ]
    paid = payment(row.hold_id)
    changes = list(row.changes.select_related("due", "poll").order_by("number"))
    costs = costs_of(row)
    return Whole(row, found, changes, paid[0] if paid else None, costs)


def of_round(of: Round) -> list[Project]:
    """The projects of a round with their idea and next stage, by the number of the idea. 2 SQL queries."""
    stages = Prefetch("stages", Stage.objects.select_related("promise").order_by("number"))
    rows = of.projects.select_related("idea", "hold", "first_step", "organisation").prefetch_related(stages)
    return list(rows.order_by("idea__number"))


def change(pk: UUID) -> Change | None:
    """A change of cost with its project. 1 SQL query."""
    return Change.objects.select_related(*(f"project__{name}" for name in JOINED)).filter(pk=pk).first()


@dataclass(frozen=True)
class Next:
    """What is owed next of what a vote funded: the project, what is to be done, by when, and the promise itself."""

    project: Project
    title: str  # "" for ordering it
    due: datetime | None
    promise: UUID


def funded_by(poll: UUID) -> tuple[list[Project], Next | None]:
    """The projects that a vote set money aside for, and what is owed next of all of them. 2 SQL queries."""
    joined = ("idea", "first_step", "round__place", "round__pot")
    rows = list(Project.objects.filter(round__poll=poll).exclude(state="stopped").select_related(*joined))
    found = [
        Next(row, "", row.first_step.due, row.first_step.pk)
        for row in rows
        if row.first_step and not row.first_step.closed
    ]
    waiting = Stage.objects.filter(project__in=rows, state="waiting", promise__closed="").select_related("promise")
    of = {row.pk: row for row in rows}
    found += [Next(of[stage.project_id], stage.title, stage.promise.due, stage.promise.pk) for stage in waiting]
    return rows, min(
        (one for one in found if one.due), key=lambda one: (one.due, one.project.idea.number), default=None
    )


def rise_of(poll: UUID) -> Change | None:
    """The change of cost that a vote is about, or None. 1 SQL query."""
    return Change.objects.filter(poll=poll).select_related("project__idea").first()


def changes_to_end() -> list[UUID]:
    """Rises whose vote was called off, does not hold, or is over. 1 SQL query."""
    rows = Change.objects.filter(state="asked", poll__state__in=["void", "upheld", "done"])
    return list(rows.values_list("pk", flat=True))


def decided_nothing(poll: Poll) -> str:
    """Why a vote that is over decided nothing, or "" for one that did or is not over. 4 SQL queries."""
    found = ballots.result(poll) if poll.state == "done" else None
    return f"Nothing was decided. {found.why}" if found and not found.mandate else ""


def with_photo(evidence: UUID) -> Evidence | None:
    """What was shown, if it has a photo. 1 SQL query."""
    return Evidence.objects.filter(pk=evidence).exclude(photo="").first()


def behind(promise: UUID) -> tuple[Project, int] | None:
    """The project that a promise is about, and the number of its stage (0: to start it). At most 2 SQL queries."""
    of_stage = stage_rows().filter(promise=promise).first()
    if of_stage is not None:
        return of_stage.project, of_stage.number
    row = Project.objects.select_related(*JOINED).filter(first_step=promise).first()
    return None if row is None else (row, 0)


def late(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Those of these projects that have a stage over its date and not done. No SQL of its own."""
    return rows.filter(stages__promise__state__in=["late", "broken"], stages__promise__closed="").distinct()


def costs_of(row: Project) -> rules.Costs:
    """What it was voted on for, what it costs now, and what all rises of the round took from the reserve. 1 SQL query."""
    rises = Change.objects.filter(project__round=row.round_id, way="officer", state="done")
    used = 0
    for voted, now_costs in Project.objects.filter(pk__in=rises.values("project")).values_list("idea__pence", "pence"):
        used += max(0, now_costs - voted)
    return rules.Costs(row.idea.pence, row.pence, used)


def interests(idea: UUID) -> dict[UUID, str]:
    """What each who works on an idea said that they gain, the newest words of each. 1 SQL query."""
    rows = Interest.objects.filter(idea=idea).order_by("line__at", "pk")
    return dict(rows.values_list("person_id", "words"))


def hands(idea: UUID) -> set[UUID]:
    """Who costed or checked an idea. 1 SQL query."""
    costed = Estimate.objects.filter(idea=idea).values_list("officer_id")
    return {pk for (pk,) in costed.union(Check.objects.filter(idea=idea).values_list("checker_id"))}


def doers(project: UUID) -> set[UUID]:
    """Who started a project or showed what was done. 1 SQL query."""
    started = Project.objects.filter(pk=project, starter__isnull=False).values_list("starter_id")
    return {pk for (pk,) in started.union(Evidence.objects.filter(stage__project=project).values_list("person_id"))}


def works(person: UUID | None) -> bool:
    """Whether someone holds a role of staff today, also one that sleeps until its second step. 1 SQL query."""
    return person is not None and Role.objects.filter(open_on(today()), person=person, name__in=STAFF).exists()


def free(of: Round) -> int:
    """Pence of the round's purse that nobody has decided about, and that are still in its pot. 2 SQL queries."""
    taken = of.projects.exclude(state="stopped").aggregate(sum=Sum("pence"))["sum"] or 0
    return max(0, min(of.purse_pence - taken, balance(of.pot_id).available))


def in_order(of: Round) -> list[Idea]:
    """The published order of who is next: ideas that were on the vote and not funded, by votes, then by cost, then by number.

    1 SQL query, and those of the poll's result.
    """
    votes = votes_of(of)
    rows = of.ideas.filter(state="not-funded").order_by("number")
    return sorted(rows, key=lambda row: (-votes.get(row.pk, 0), row.pence, row.number))


def votes_of(of: Round) -> Mapping[UUID, int]:
    """Votes for each idea in the round's declared poll; {} before it is declared."""
    found: dict[UUID, int] = defaultdict(int)
    result = ballots.result(of.poll) if of.poll_id else None
    for one in result.rows if result else ():
        if one.option.about_kind == "idea" and one.option.about_id:
            found[one.option.about_id] = one.votes
    return found

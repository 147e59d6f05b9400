"""Reading cuts: all of it is public, but who said no to a plan."""

from uuid import UUID

from django.db.models import Count, Prefetch, Q, Sum

from letgo.commons.people.rules import Actor
from letgo.commons.places.electorates.queries import eligible
from letgo.commons.places.models import Place
from letgo.commons.places.queries import today
from letgo.decide.budgets.cuts import rules
from letgo.decide.budgets.delivery.queries import free
from letgo.decide.budgets.models import Cut, Objection, Plan, Project, Round

RUNNING = ("set-aside", "started")


def find(cut: UUID) -> Cut | None:
    """The cut with its power, round and vote. 1 SQL query."""
    joined = ("power__giver", "round__place", "round__electorate", "round__pot", "round__power", "poll", "line")
    return Cut.objects.select_related(*joined).filter(pk=cut).first()


def of_poll(poll: UUID) -> Cut | None:
    """The cut that a vote is about, with `kept` and `shrunk`: how many projects were. 1 SQL query."""
    states = {state: Count("plans", filter=Q(plans__state=state)) for state in ("kept", "shrunk")}
    return Cut.objects.filter(poll=poll).select_related("returned", "round__pot").annotate(**states).first()


def find_plan(plan: UUID) -> Plan | None:
    """One plan with its project and cut. 1 SQL query."""
    joined = ("project__idea", "project__round__place", "project__organisation", "cut__round__place", "cut__round__electorate",
              "cut__round__power")  # fmt: skip
    return Plan.objects.select_related(*joined).filter(pk=plan).first()


def of_round(at: Round) -> list[Cut]:
    """The cuts of a round, the newest first. 1 SQL query."""
    return list(at.cuts.select_related("power__giver").order_by("-notice", "pk"))


def at(place: Place) -> list[Cut]:
    """The cuts at a place that are under way, the next to count first. 1 SQL query."""
    rows = Cut.objects.filter(round__place=place, state__in=["noticed", "voting"])
    return list(rows.select_related("round", "power__giver").order_by("starts", "pk"))


def plans(cut: Cut) -> list[Plan]:
    """The plans of a cut that stand, by the number of their idea, each with `noes`: how many said no. 1 SQL query."""
    rows = cut.plans.exclude(state="back").select_related("project__idea").annotate(noes=Count("objections"))
    return list(rows.order_by("project__idea__number"))


def all_plans(cut: Cut) -> list[Plan]:
    """Every plan of a cut, those that went back too, with the words of each no. 2 SQL queries."""
    noes = Prefetch("objections", Objection.objects.order_by("line__at", "pk"))
    rows = cut.plans.select_related("project__idea", "project__round__place", "project__organisation").prefetch_related(
        noes
    )
    return list(rows.order_by("project__idea__number", "number"))


def without_plan(cut: Cut) -> list[Project]:
    """Projects of the round that are under way and have not said how far they can shrink. 1 SQL query."""
    said = cut.plans.exclude(state="back").values("project")
    rows = Project.objects.filter(round=cut.round_id, state__in=RUNNING).exclude(pk__in=said)
    return list(rows.select_related("idea", "round__place", "organisation").order_by("idea__number"))


def as_rule(plan: Plan) -> rules.Plan:
    """A plan as the rules know it."""
    return rules.Plan(plan.project.pence, plan.to_pence)


def most(of: Round) -> int:
    """Pence of a round that can be cut at most: what nobody decided about, and what is not paid yet. 3 SQL queries."""
    rows = of.projects.filter(state__in=RUNNING).aggregate(now=Sum("pence"), spent=Sum("spent_pence"))
    return free(of) + (rows["now"] or 0) - (rows["spent"] or 0)


def people(of: Round) -> int:
    """How many can vote in a round today. 2 SQL queries."""
    return len(eligible(of.electorate, today()))


def said_no(cut: Cut, actor: Actor) -> set[UUID]:
    """The plans to which this person said no already. At most 1 SQL query."""
    if actor.subject is None:
        return set()
    both = [actor.subject, actor.person]
    rows = Objection.objects.filter(Q(person__in=both) | Q(given_by__in=both), plan__cut=cut)
    return set(rows.values_list("plan_id", flat=True))


def due() -> list[tuple[UUID, str]]:
    """What waits for the clock, with its state: cuts whose vote is over, and those that count from today on and whose money was not
    given back. 1 SQL query.
    """
    back = Q(state="done", starts__lte=today(), returned__isnull=True, round__pot__giver__isnull=False)
    over = Q(state="voting", poll__state__in=["void", "upheld", "done"])
    return list(Cut.objects.filter(back | over).values_list("pk", "state"))

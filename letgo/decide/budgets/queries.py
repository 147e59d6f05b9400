"""Reading rounds and ideas. All of it is public; what only some may do with a row, may() answers."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from letgo.commons.people.rules import Actor
from letgo.commons.places.electorates.queries import newest
from letgo.commons.places.models import Electorate, Place
from letgo.commons.places.queries import today
from letgo.commons.places.rules import own_persons
from letgo.commons.powers.models import Power, Veto
from letgo.commons.record.clock import now
from letgo.decide.budgets import likeness
from letgo.decide.budgets.models import (
    Apart,
    Appeal,
    Check,
    Estimate,
    Idea,
    Interest,
    Project,
    Round,
    Stall,
    Together,
    Translation,
)
from letgo.decide.budgets.rules import OPEN, WAITING

PAGE = 20
CLOSING = timedelta(days=2)  # before the end of a vote people are told once more
AT = ("place", "power__giver", "power__speaker", "pot", "electorate", "poll")
GONE = ("merged", "withdrawn", "refused", "carried")


@dataclass(frozen=True)
class Listed:
    """One page of ideas; `total` of those that were asked for, `categories` and `states` of the whole round with their numbers."""

    rows: list[Idea]
    total: int
    page: int
    more: bool
    categories: dict[str, int]
    states: dict[str, int]


@dataclass(frozen=True)
class Whole:
    """Everything that the page of one idea shows."""

    idea: Idea
    translations: list[Translation]
    estimates: list[Estimate]
    checks: list[Check]
    appeals: list[Appeal]
    interests: list[Interest]
    apart: list[tuple[Idea, str, UUID]]  # the other idea, why, and the mark itself
    together: list[Together]  # asked and not answered
    parts: list[Idea]
    project: Project | None


@dataclass(frozen=True)
class Due:
    """What the clock has to look at."""

    rounds: list[UUID] = field(default_factory=list)
    ideas: list[UUID] = field(default_factory=list)


def title(row: Any) -> str:
    """What people call a round, an idea, a project, or what else stands in this room."""
    if isinstance(row, Project):
        return row.idea.title
    return getattr(row, "title", "") or str(row)


def find_round(pk: UUID) -> Round | None:
    """The round with its place, power, pot, electorate and vote. 1 SQL query."""
    return Round.objects.select_related(*AT).filter(pk=pk).first()


def rounds_at(place: Place) -> list[Round]:
    """All rounds at a place, the newest first. 1 SQL query."""
    return list(Round.objects.select_related(*AT).filter(place=place).order_by("-opened", "-pk"))


def round_of(place: Place) -> Round | None:
    """The round that is under way at a place, else the last one. 1 SQL query."""
    found = rounds_at(place)
    return next((row for row in found if row.state != "over"), found[0] if found else None)


def powers_to_open(place: Place) -> list[Power]:
    """Powers of this place that are handed over with money and under which no round is open. 1 SQL query."""
    busy = Round.objects.filter(power=OuterRef("pk"), state__in=["ideas", "costing", "voting"])
    rows = Power.objects.select_related("place", "giver", "speaker").filter(place=place, state="held").exclude(money="")
    return list(rows.filter(~Exists(busy)).order_by("title", "pk"))


def electorates_at(place: Place) -> list[Electorate]:
    """The lists of who can vote at a place, each in its last version. 1 SQL query."""
    return newest(Electorate.objects.filter(place=place))


def states(at: Round) -> dict[str, int]:
    """How many ideas of a round stand in which state. 1 SQL query."""
    rows = at.ideas.order_by().values_list("state")
    return dict(rows.annotate(number=Count("pk")))


def ideas(
    at: Round, *, page: int = 1, search: str = "", category: str = "", state: str = "", size: int = PAGE
) -> Listed:
    """The ideas of a round, the newest first, those that ended otherwise last. 2 SQL queries, with 10 ideas or 10,000."""
    counted = list(at.ideas.order_by().values_list("category", "state").annotate(number=Count("pk")))
    rows = _found(at.ideas.all(), search, category, state)
    total = sum(n for c, s, n in counted if category in ("", c) and state in ("", s))
    total = rows.count() if search.strip() else total
    start = (page - 1) * size
    shown = list(rows.annotate(ended=Q(state__in=GONE)).order_by("ended", "-number")[start : start + size])
    return Listed(
        shown, total, page, start + size < total,
        _sums((c, n) for c, _, n in counted), _sums((s, n) for _, s, n in counted),
    )  # fmt: skip


def _sums(pairs: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for word, number in pairs:
        found[word] = found.get(word, 0) + number
    return found


def _found(rows: QuerySet, search: str, category: str, state: str) -> QuerySet:
    for word in search.split()[:8]:
        said = Q(title__icontains=word) | Q(words__icontains=word) | Q(where__icontains=word)
        rows = rows.filter(said | Q(number=int(word)) if word.isdecimal() and len(word) < 9 else said)
    rows = rows.filter(category=category) if category else rows
    return rows.filter(state=state) if state else rows


def find_idea(pk: UUID) -> Idea | None:
    """The idea with its round and what is owed about it. 1 SQL query."""
    joined = [f"round__{name}" for name in AT]
    return Idea.objects.select_related(*joined, "into", "stall", "due__rule", "check_due__rule").filter(pk=pk).first()


def numbered(at: Round, number: int) -> Idea | None:
    """The idea of a round with this number. 1 SQL query."""
    return at.ideas.filter(number=number).first()


def whole(row: Idea) -> Whole:
    """Everything about one idea that its page shows. 9 SQL queries."""
    pairs = Apart.objects.filter(Q(idea=row) | Q(other=row), gone=False).select_related("idea", "other")
    joined = Together.objects.filter(Q(idea=row) | Q(other=row), state="asked").select_related("idea", "other")
    newest = {made.language: made for made in row.translations.order_by("number")}
    return Whole(
        row, list(newest.values()), list(row.estimates.order_by("number")),
        list(row.checks.order_by("line__at", "pk")), list(row.appeals.order_by("line__at", "pk")),
        list(row.interests.order_by("line__at", "pk")),
        [(pair.other if pair.idea_id == row.pk else pair.idea, pair.reasons, pair.pk) for pair in pairs],
        list(joined), list(row.parts.order_by("number")), row.projects.exclude(state="stopped").first(),
    )  # fmt: skip


def alike(at: Round, said_title: str, words: str) -> list[Idea]:
    """At most three ideas of the round that say much the same, the likest first. 1 SQL query."""
    rows = list(at.ideas.exclude(state__in=["withdrawn", "merged"]).order_by("number"))
    found = likeness.alike(said_title, words, [(row.title, row.words) for row in rows])
    return [rows[hit.index] for hit in found]


def mine(at: Round, actor: Actor) -> list[Idea]:
    """The ideas of a round that are the actor's own, or that they wrote down for nobody named. 1 SQL query."""
    own = Q(author_id__in=own_persons(actor))
    if actor.person and not actor.acting:
        own |= Q(author__isnull=True, asked_by=actor.person)
    return list(at.ideas.filter(own).order_by("number"))


def waits_for(actor: Actor) -> list[Idea]:
    """Ideas of the actor that wait for their own answer: an estimate, a refusal that can be appealed. 1 SQL query."""
    own = own_persons(actor)
    if not own:
        return []
    rows = Idea.objects.filter(author_id__in=own, state__in=["costed", "refused"], answer_by__gte=today())
    return list(rows.select_related("round__place").order_by("answer_by", "pk"))


def stalls(at: Round) -> list[Stall]:
    """Where people were asked, the newest first. 1 SQL query."""
    return list(at.stalls.order_by("-day", "-pk"))


def to_cost(at: Round, size: int = 100) -> list[Idea]:
    """The ideas whose cost or answer an officer owes, the next due first. 1 SQL query."""
    rows = at.ideas.filter(state__in=["said", "disputed"]).select_related("due")
    return list(rows.order_by("due__due", "number")[:size])


def to_check(at: Round, actor: Actor, size: int = 100) -> list[Idea]:
    """The ideas that checkers owe an answer about, the next due first; not those that this one answered. 1 SQL query."""
    rows = at.ideas.filter(state__in=sorted(OPEN), eligible__isnull=True).select_related("check_due")
    if actor.person:
        rows = rows.exclude(checks__checker=actor.person)
    return list(rows.order_by("check_due__due", "number")[:size])


def appeals(at: Round) -> list[Appeal]:
    """The appeals that wait for the holders. 1 SQL query."""
    return list(Appeal.objects.filter(idea__round=at, state="waiting").select_related("idea__due").order_by("line__at"))


def find_appeal(pk: UUID) -> Appeal | None:
    """One appeal with its idea and round. 1 SQL query."""
    joined = [f"idea__round__{name}" for name in AT]
    return Appeal.objects.select_related(*joined).filter(pk=pk).first()


def find_together(pk: UUID) -> Together | None:
    """One question whether two ideas become one. 1 SQL query."""
    joined = [f"idea__round__{name}" for name in AT]
    return Together.objects.select_related(*joined, "other").filter(pk=pk).first()


def for_the_vote(at: Round) -> list[Idea]:
    """The ideas that are ready: their cost is agreed, and they were checked. 1 SQL query."""
    return list(at.ideas.filter(state="agreed", eligible=True).order_by("number"))


def stakes(ideas: Collection[UUID]) -> frozenset[UUID]:
    """Who has a stake in a vote on these ideas: whose they are, also those that went into them, and who said that they gain by one.

    2 SQL queries.
    """
    own = Idea.objects.filter(Q(pk__in=ideas) | Q(into__in=ideas), author__isnull=False)
    gains = Interest.objects.filter(idea__in=ideas).exclude(words="")
    return frozenset(own.values_list("author_id", flat=True)) | frozenset(gains.values_list("person_id", flat=True))


def not_ready(at: Round) -> int:
    """How many ideas somebody still owes something about. 1 SQL query."""
    return at.ideas.filter(Q(state__in=sorted(WAITING)) | Q(state="agreed", eligible__isnull=True)).count()


def votes_to_tell() -> list[tuple[Round, str]]:
    """Rounds whose vote is open ("opened") or closes within two days ("closing"). 1 SQL query."""
    rows = Round.objects.filter(state="voting", poll__state="open").select_related("poll", "electorate__place")
    soon = now() + CLOSING
    return [(row, what) for row in rows for what in ("opened", *(["closing"] if row.poll.closes <= soon else []))]


def void_votes() -> list[UUID]:
    """Rounds whose vote was called off. 1 SQL query."""
    return list(Round.objects.filter(state="voting", poll__state="void").values_list("pk", flat=True))


def ended_votes() -> list[UUID]:
    """Rounds on the vote whose days to object are over. 1 SQL query."""
    return list(Round.objects.filter(state="voting", poll__state="done").values_list("pk", flat=True))


def vetoed() -> list[Project]:
    """Projects whose decision was stopped and that are not. 1 SQL query."""
    stopped = Veto.objects.filter(about_kind="decision").values("about_id")
    rows = Project.objects.filter(decision__in=stopped, state__in=["set-aside", "started"], reason="")
    return list(rows.select_related("idea", "first_step"))


def kept_apart(at: Round) -> list[Apart]:
    """The pairs of a round that cannot both be built. 1 SQL query."""
    return list(Apart.objects.filter(idea__round=at, gone=False).select_related("idea", "other").order_by("pk"))


def projects(at: Round) -> list[Project]:
    """What was funded in a round, by number. 1 SQL query."""
    return list(at.projects.select_related("idea", "first_step").order_by("idea__number"))


def due_to_move() -> Due:
    """Rounds whose days for ideas are over, and estimates whose author's days are over. 2 SQL queries."""
    rounds = Round.objects.filter(state="ideas", ideas_until__lt=today())
    late = Idea.objects.filter(state="costed", answer_by__lt=today(), round__state__in=["ideas", "costing"])
    return Due(list(rounds.values_list("pk", flat=True)), list(late.values_list("pk", flat=True)[:500]))

"""Reading small money. All of it is public but who asked and who said yes."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils.timezone import localdate

from letgo.commons.money.models import Pot
from letgo.commons.money.queries import opened_by
from letgo.commons.money.rules import Kind
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place, Role
from letgo.commons.places.queries import open_on, today
from letgo.commons.places.rules import ancestors
from letgo.commons.powers.models import Power, Veto
from letgo.commons.powers.rules import WITH_HOLDER
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.decide.budgets.delivery.queries import works
from letgo.decide.budgets.models import Round, Small
from letgo.decide.budgets.moving import spoke
from letgo.decide.budgets.small import rules

__all__ = ["at", "due_to_lapse", "find", "lately", "one", "outside", "pot_of", "power_at", "said_yes", "works"]
COUNTING = ("asked", "released", "paid")
PAGE = 20


@dataclass(frozen=True)
class Shown:
    """One ask with how many said yes, and what of it is missing."""

    small: Small
    yeses: int
    concerned: int
    stopped: Veto | None = None
    helped: int = 0  # so many of the yeses one and the same helper stood beside; 0 for fewer than rules.MANY_HELPED

    @property
    def missing(self) -> tuple[int, int]:
        """How many more yeses, and how many of them of the group."""
        return rules.missing([True] * self.concerned + [False] * (self.yeses - self.concerned))


def power_at(place: Place) -> Power | None:
    """The power of a place, or of the nearest above it, under which small money is released today. 1 SQL query."""
    rows = Power.objects.filter(place__lineage__in=ancestors(place.lineage), state__in=WITH_HOLDER, start__lte=today())
    found = rows.filter(pence_each__isnull=False, decides="holder").exclude(money="").select_related("place", "speaker")
    return max(found.order_by("pence_each", "pk"), key=lambda row: len(row.place.lineage), default=None)


def pot_of(power: Power) -> Pot | None:
    """The pot that was opened for a power; else that of its rounds; else the only one of the body that speaks for it. At most 3 SQL."""
    if opened := opened_by(Ref("power", power.pk)):
        return opened[0]
    of_round = Round.objects.filter(power=power).select_related("pot").order_by("-opened").first()
    if of_round is not None:
        return of_round.pot
    own = list(Pot.objects.filter(organisation=power.speaker_id, closed__isnull=True, audience_kind="public")[:2])
    return own[0] if len(own) == 1 else None


def outside(row: Small) -> Pot:
    """The pot of the world outside, to which the money goes. 1 SQL query."""
    return Pot.objects.filter(kind=Kind.OUTSIDE, closed__isnull=True).order_by("opened", "pk")[:1].get()


def lately(power: UUID, but: UUID) -> Iterator[rules.Ask]:
    """What else was asked for under a power within twice the window, and is not off the table. 1 SQL query."""
    since = now() - 2 * rules.WINDOW
    rows = Small.objects.filter(power=power, asked__gte=since, state__in=COUNTING).exclude(pk=but)
    for row in rows.order_by("asked", "pk"):
        yield rules.Ask(row.title, row.group, row.pence, localdate(row.asked))


def find(small: UUID) -> Small | None:
    """One ask with its place and power. 1 SQL query."""
    return Small.objects.select_related("place", "power__speaker", "pot", "promise__rule").filter(pk=small).first()


def one(row: Small) -> Shown:
    """One ask as its page shows it. At most 2 SQL queries."""
    said = list(row.yeses.values_list("concerned", "helper"))
    stopped = Veto.objects.filter(about_kind="decision", about_id=row.decision_id).first() if row.decision_id else None
    helped = rules.most_by_one(helper for _, helper in said)
    return Shown(row, len(said), sum(concerned for concerned, _ in said), stopped, helped)


def who_pays(row: Small) -> list[UUID]:
    """The treasurers and outside checkers of the body under whose power it is. 1 SQL query."""
    roles = Role.objects.filter(
        open_on(today()), organisation=row.power.speaker_id, name__in=("treasurer", "outside-checker")
    )
    return sorted(set(roles.values_list("person", flat=True)))


def at(place: Place, *, start: int = 0, size: int = PAGE) -> list[Shown]:
    """The asks at a place, the newest first, at most `size` + 1. 1 SQL query."""
    rows = (
        Small.objects.filter(place=place)
        .select_related("place", "power")
        .annotate(said=Count("yeses"), of_group=Count("yeses", filter=Q(yeses__concerned=True)))
    )
    return [Shown(row, row.said, row.of_group) for row in rows.order_by("-asked", "pk")[start : start + size + 1]]


def said_yes(row: Small, actor: Actor) -> bool:
    """Whether this person said yes already, for themselves or for another. At most 1 SQL query."""
    return actor.subject is not None and spoke(row.yeses, actor)


def due_to_lapse() -> list[UUID]:
    """Asks whose time is over. 1 SQL query."""
    rows = Small.objects.filter(state="asked", asked__lt=now() - rules.OPEN_FOR)
    return list(rows.values_list("pk", flat=True)[:500])

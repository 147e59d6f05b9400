"""The one place that is asked "may this person?" (it only looks the verb up: the owning room answers), and what pages read about people."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.module_loading import import_string
from django.utils.timezone import localtime

from letgo.commons.people.models import ActingFor, Agreement, Concern, PaperForm, Person, Route, SafeContact, Wording
from letgo.commons.people.rules import (
    ANSWERERS,
    EVERYWHERE,
    HELPER,
    Actor,
    Acts,
    Policy,
    Safe,
    Worry,
    holding,
)
from letgo.commons.record.clock import now
from letgo.commons.record.findings import Finding
from letgo.commons.record.models import Line
from letgo.commons.record.prepared import prepared

Rows = TypeVar("Rows", bound=QuerySet)


def may(actor: Actor, verb: str, subject: Any = None) -> bool:
    """Whether `actor` may do `verb` to `subject` (None for verbs that have none yet, such as starting). Unmapped: no."""
    policy = policy_of(verb)
    return policy is not None and bool(policy.one(actor, subject))


def visible(actor: Actor, verb: str, rows: Rows) -> Rows:
    """Those of `rows` to which `actor` may do `verb`; the same answer as may() for each. Unmapped: none. No SQL of its own."""
    policy = policy_of(verb)
    return rows.none() if policy is None else policy.many(actor, rows)


def policy_of(verb: str) -> Policy | None:
    """The Policy that house/policies.py names for `verb`, or None. Raises ImportError when the table names what is not there."""
    path = policies().get(verb)
    return None if path is None else import_string(path)


def policies() -> Mapping[str, str]:
    """The house's table, verb -> dotted path of a Policy."""
    return import_string(settings.LETGO_POLICIES)


def stand_in(at: datetime, choice: UUID | None, person: str = "person") -> Subquery:
    """An annotation for the query that finds who is asking: for whom they act by the ActingFor `choice`, in force at `at`, or NULL.

    `person` is the outer query's field that must hold it. rules.standing_in reads what it gives. No SQL query of its own.
    """
    given = ActingFor.objects.in_force(at).filter(pk=choice, person=OuterRef(person))
    return Subquery(
        given.values(found=JSONObject(person="for_person_id", role="role", scopes="scopes", name="for_person__name"))
    )


def person(who: UUID) -> Person | None:
    """The person with this id who is still here. 1 SQL query."""
    return next(iter(_person(who)), None)


@prepared
def _person(who: UUID) -> QuerySet[Person]:
    return Person.objects.filter(pk=who, ended__isnull=True)


def routes(who: UUID) -> list[Route]:
    """All ways to reach a person, in their order, each with `shared`. 1 SQL query."""
    return list(Route.objects.filter(person=who).with_shared().order_by("order", "made", "pk"))


def safe_contact(who: UUID) -> Safe:
    """How, when and what never. The careful answer for who has not said. 1 SQL query."""
    said = SafeContact.objects.filter(pk=who).first()
    return said.as_safe() if said else Safe()


def safe_routes(who: UUID | Person, at: datetime | None = None) -> list[Route]:
    """The proved ways by which a person may be reached, in the order that they want, each with `shared`. 2 SQL queries.

    With `at`, none outside their hours: Safe.next_open says when. [] means: reach them in no way but on their own page.
    """
    pk = who.pk if isinstance(who, Person) else who
    safe = safe_contact(pk)
    if at is not None and not safe.open_at(localtime(at)):
        return []
    found = Route.objects.filter(person=pk, proved__isnull=False, never=False, person__ended__isnull=True)
    ordered = found.with_shared().order_by("order", "made", "pk")
    return [route for route in ordered if safe.allows(route.kind, route.shared)]


def people_at(kind: str, address: str) -> list[Person]:
    """Everyone still here who has this address (as rules.tidy_address keeps it); more than one when it is shared. 1 SQL query."""
    found = Person.objects.filter(routes__kind=kind, routes__address=address, routes__never=False, ended__isnull=True)
    return list(found.order_by("made", "pk"))


def acts_for(actor: Actor) -> list[ActingFor]:
    """For whom they act today, as far as they may know of it: what is suspended is not there, nor what is over. 1 SQL query."""
    found = ActingFor.objects.in_force(now()).filter(person=actor.person).exclude(role=HELPER)
    return list(found.select_related("for_person").order_by("start", "pk"))


def acting_of(actor: Actor, who: UUID) -> list[ActingFor]:
    """Who acts for `who`, as far as `actor` may see it; what has ended is left out. 1 SQL query."""
    rows = ActingFor.objects.filter(for_person=who).exclude(state=Acts.ENDED)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=now())).select_related("person", "for_person")
    return list(visible(actor, "people.read-acting", rows).order_by("start", "pk"))


def one_acting(actor: Actor, pk: UUID) -> ActingFor | None:
    """The one with this id, if `actor` may read it: to who acts, what was suspended and what has ended look alike. 1 SQL query."""
    rows = ActingFor.objects.filter(pk=pk).select_related("person", "for_person")
    return visible(actor, "people.read-acting", rows).first()


def everyone_acting(actor: Actor, before: datetime | None = None, size: int = 20) -> list[ActingFor]:
    """Newest first, who acts for whom, for safeguarding leads. 1 SQL query."""
    rows = ActingFor.objects.exclude(state=Acts.ENDED).exclude(role=HELPER).select_related("person", "for_person")
    rows = visible(actor, "people.suspend", rows)
    return list((rows.filter(start__lt=before) if before else rows).order_by("-start", "pk")[:size])


def wordings(at: datetime | None = None) -> list[Wording]:
    """The words that hold at `at`: the newest version of each purpose. 1 SQL query."""
    begun = Wording.objects.filter(start__lte=at or now())
    newest = begun.filter(purpose=OuterRef("purpose")).order_by("-version").values("pk")[:1]
    return list(begun.filter(pk=Subquery(newest)).order_by("title", "pk"))


def agreements(actor: Actor, who: UUID) -> list[Agreement]:
    """A person's agreements, newest first, also those that are over. 1 SQL query."""
    rows = Agreement.objects.filter(person=who).select_related("wording")
    return list(visible(actor, "people.read-agreements", rows).order_by("-given", "pk"))


def agreed(who: UUID, purpose: str, at: datetime | None = None) -> bool:
    """Whether the person's yes for `purpose` holds at `at`: given, not over, not withdrawn, not to words that ask again. 1 SQL query."""
    at = at or now()
    asks = (
        Wording.objects.filter(purpose=purpose, asks_again=True, start__lte=at).order_by("-version").values("version")
    )
    found = Agreement.objects.filter(person=who, purpose=purpose, given__lte=at)
    found = found.filter(Q(until__isnull=True) | Q(until__gt=at), Q(withdrawn__isnull=True) | Q(withdrawn__gt=at))
    versions = found.values_list("wording__version", Subquery(asks[:1]))
    return any(least is None or version >= least for version, least in versions)


def concerns(actor: Actor, closed: bool = False, size: int = 50) -> list[Concern]:
    """Worries that `actor` may read: open ones oldest first, those of a crowd after the others. 1 SQL query."""
    rows = visible(actor, "people.read-concerns", Concern.objects.select_related("words", "line", "answerer"))
    if closed:
        return list(rows.filter(state=Worry.CLOSED).order_by("-at", "pk")[:size])
    return list(rows.exclude(state=Worry.CLOSED).order_by("late", "at", "pk")[:size])


def one_concern(actor: Actor, pk: UUID) -> Concern | None:
    """The worry with this id, with its words, if `actor` may read it. 1 SQL query."""
    rows = Concern.objects.filter(pk=pk).select_related("words", "words__person", "line", "answerer")
    return visible(actor, "people.read-concerns", rows).first()


def concern_history(actor: Actor, row: Concern) -> list[tuple[Line, str]]:
    """What was done about a worry, oldest first: each line with what was written, "" when that is gone. 1 SQL query."""
    if not may(actor, "people.read-concerns", row):
        return []
    lines = Line.objects.filter(about_kind="concern", about_id=row.pk).select_related("words").order_by("at", "pk")
    return [(line, line.words.body.get("words", "") if hasattr(line, "words") else "") for line in lines]


def unclocked() -> int:
    """How many open worries have no promise to answer them: the doctor says so. 1 SQL query."""
    return Concern.objects.filter(clock=False).exclude(state=Worry.CLOSED).count()


def findings() -> Iterator[Finding]:
    """For the doctor: worries that no clock watches. 1 SQL query."""
    without = unclocked()
    if without:
        text = f"{without} open {'worry has' if without == 1 else 'worries have'} no clock: nobody is told when an answer is late."
        yield Finding(
            "wrong", text, 'Name "people.concern-raised" in house/effects.py, and apply a pack with a rule for it.'
        )


def paper_form(code: str) -> PaperForm | None:
    """The printed form with this code, not out of time. Small letters, spaces and dashes do not matter. 1 SQL query."""
    plain = "".join(code.upper().replace("-", "").split())
    return PaperForm.objects.filter(code=plain, expires__gt=now()).select_related("person").first()


def title(row: Any) -> str:
    """What people call a person where their name may be shown."""
    return row.name or "Someone"


def _speaking(scope: str, field: str) -> Policy:
    """Rows whose `field` is the person that the actor is, or acts for in `scope`. A Person is its own row."""

    def many(actor: Actor, rows: Rows) -> Rows:
        allowed = actor.subject is not None and actor.speaks_for(actor.subject, scope)
        return rows.filter(**{field: actor.subject}) if allowed else rows.none()

    return Policy(one=lambda actor, row: row is not None and actor.speaks_for(getattr(row, field), scope), many=many)


def _own(field: str) -> Policy:
    """Rows whose `field` is the actor, who acts for nobody else."""

    def many(actor: Actor, rows: Rows) -> Rows:
        return rows.filter(**{field: actor.person}) if actor.person and not actor.acting else rows.none()

    return Policy(one=lambda actor, row: row is not None and actor.is_self(getattr(row, field)), many=many)


def either(*policies: Policy) -> Policy:
    """Whoever any of these lets in. Their lists are joined by key, so each may narrow as it likes."""

    def many(actor: Actor, rows: Rows) -> Rows:
        found = Q(pk__in=[])
        for policy in policies:
            found |= Q(pk__in=policy.many(actor, rows).order_by().values("pk"))
        return rows.filter(found)

    return Policy(one=lambda actor, row: any(policy.one(actor, row) for policy in policies), many=many)


HELPERS = holding("officer", "outreach")
KEEPERS = holding("administrator")
DETAILS = _speaking("details", "pk")
SELF = _own("pk")


def _reads_own_acting(actor: Actor, row: ActingFor | None) -> bool:
    """The person it is about sees it in every state; who acts sees it while it holds."""
    if row is None:
        return False
    mine = actor.is_self(row.person_id) and row.state == Acts.GIVEN and row.role != HELPER
    return mine or actor.is_self(row.for_person_id)


def _own_acting(actor: Actor, rows: Rows) -> Rows:
    if actor.person is None or actor.acting:
        return rows.none()
    return rows.filter(Q(person=actor.person, state=Acts.GIVEN) & ~Q(role=HELPER) | Q(for_person=actor.person))


OWN_ACTING = Policy(one=_reads_own_acting, many=_own_acting)
AGREEMENTS = _speaking("agreements", "person_id")


def _answering(*roles: str) -> Policy:
    """A worry is read by who holds one of these roles at its place or above; one without a place by each of them."""

    def one(actor: Actor, row: Concern | None) -> bool:
        reaches = actor.reaches(*roles)
        nowhere = row is None or row.reach == EVERYWHERE
        return bool(reaches) and (nowhere or any(row.reach.startswith(reach) for reach in reaches))

    def many(actor: Actor, rows: Rows) -> Rows:
        reaches = actor.reaches(*roles)
        found = Q(reach=EVERYWHERE) if reaches else Q(pk__in=[])
        for reach in reaches:
            found |= Q(reach__startswith=reach)
        return rows.filter(found)

    return Policy(one=one, many=many)


CONCERNS = _answering(*ANSWERERS)
FORGET = _answering("safeguarding-lead")
OWN_ROUTE = _own("person_id")
YES = _speaking("agreements", "pk")

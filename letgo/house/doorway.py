"""Where the door meets places and promises: it stands below them, so the house answers for both. Named in policies.py and effects.py."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from letgo.commons.door.models import Factor, Knock, Vouch
from letgo.commons.door.queries import DOORKEEPERS
from letgo.commons.door.rules import VOUCHER_SINCE
from letgo.commons.people.models import Person
from letgo.commons.people.rules import EVERYWHERE, Actor, Grant, Policy
from letgo.commons.places.actions import add_standing
from letgo.commons.places.models import Membership, Place, Role, Standing
from letgo.commons.places.queries import administrators, below, today
from letgo.commons.places.rules import STAFF
from letgo.commons.promises import actions as promises
from letgo.commons.promises.queries import of, started_by
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK


def _live(rows: QuerySet, day: date) -> QuerySet:
    return rows.filter(Q(end__isnull=True) | Q(end__gt=day), start__lte=day)


def _own(actor: Actor) -> bool:
    return actor.person is not None and actor.acting is None and actor.helper is None


def _by_list(many: Any, model: type) -> Policy:
    """A policy whose single answer is the list's: 1 SQL query."""
    return Policy(
        one=lambda actor, row: isinstance(row, model) and many(actor, model.objects.filter(pk=row.pk)).exists(),
        many=many,
    )


def _may_open(actor: Actor, people: QuerySet) -> QuerySet:
    """Who is still here; of those who were staff, only who holds a role, lives or belongs somewhere today."""
    day, theirs = today(), {"person": OuterRef("pk")}
    roles = Role.objects.filter(**theirs)
    somewhere = Exists(_live(roles, day)) | Exists(_live(Standing.objects.filter(**theirs), day))
    somewhere |= Exists(_live(Membership.objects.filter(**theirs), day))
    return people.filter(~Exists(roles.filter(name__in=STAFF)) | somewhere, ended__isnull=True)


def _may_help(actor: Actor, people: QuerySet) -> QuerySet:
    """Whom a doorkeeper may help in: who lives or belongs in their reach. Who holds a role of staff, only an administrator."""
    if not _own(actor) or not actor.reaches(*DOORKEEPERS):
        return people.none()
    day, found = today(), people.filter(ended__isnull=True).exclude(pk=actor.person)
    staff = Exists(_live(Role.objects.filter(person=OuterRef("pk"), name__in=STAFF), day))
    found = _within(found, actor.reaches(*DOORKEEPERS))
    return found.filter(~staff | Q(pk__in=_within(people, actor.reaches("administrator")).values("pk")))


def _within(people: QuerySet, reaches: frozenset[str]) -> QuerySet:
    """People with a standing, a membership or a role in or below any of these; people who are nowhere yet are everybody's to help."""
    if EVERYWHERE in reaches:
        return people
    if not reaches:
        return people.none()
    theirs = {"person": OuterRef("pk")}
    standings, members = Standing.objects.filter(**theirs), Membership.objects.filter(**theirs)
    roles = Role.objects.filter(**theirs).annotate(at=Coalesce("place__lineage", "organisation__place__lineage"))
    here = Exists(standings.filter(below(reaches, "place__lineage"))) | Exists(roles.filter(below(reaches, "at")))
    here |= Exists(members.filter(below(reaches, "organisation__place__lineage")))
    return people.filter(here | (~Exists(standings) & ~Exists(members) & ~Exists(roles)))


def _may_enrol(actor: Actor, people: QuerySet) -> QuerySet:
    """Giving someone a second step: an administrator in whose reach they are. Not to oneself."""
    return _may_help(actor, people) if actor.reaches("administrator") else people.none()


def _may_end_factor(actor: Actor, people: QuerySet) -> QuerySet:
    """Taking someone's second steps away: an administrator, as long as another administrator is left who has one."""
    with_step = Factor.objects.filter(proved__isnull=False, ended__isnull=True).values("person")
    ready = _live(administrators(), today()).filter(person__in=with_step, person__ended__isnull=True)
    others = ready.exclude(person=OuterRef("pk"))
    is_one = Exists(_live(administrators(), today()).filter(person=OuterRef("pk")))
    return _may_enrol(actor, people).filter(Exists(others) | ~is_one)


def _may_vouch(actor: Actor, places: QuerySet) -> QuerySet:
    """Where one has lived for long enough to give one's word for a neighbour."""
    if not _own(actor):
        return places.none()
    day = today()
    homes = _live(Standing.objects.filter(person=actor.person, kind="lives-here"), day)
    return places.filter(pk__in=homes.filter(start__lte=day - VOUCHER_SINCE).values("place"))


def _may_judge(actor: Actor, vouches: QuerySet) -> QuerySet:
    """A neighbour's word is checked by an officer of that place, never by one who gave it or is it about."""
    if not _own(actor):
        return vouches.none()
    places = Place.objects.filter(below(actor.reaches("officer")))
    if EVERYWHERE in actor.reaches("officer"):
        places = Place.objects.all()
    return vouches.filter(place__in=places.values("pk")).exclude(voucher=actor.person).exclude(person=actor.person)


OPEN = _by_list(_may_open, Person)
GIVE_CODE = _by_list(_may_help, Person)
GIVE_ENROLMENT = _by_list(_may_enrol, Person)
END_FACTOR = _by_list(_may_end_factor, Person)
VOUCH = _by_list(_may_vouch, Place)
JUDGE_VOUCH = _by_list(_may_judge, Vouch)


def neighbour_checked(cause: Ref, args: Mapping[str, Any]) -> None:
    """The effect "door.neighbour-checked": an officer agreed, so the person lives there from today. `args`: {"officer": id}."""
    vouch = Vouch.objects.get(pk=cause.id)
    officer = Actor(frozenset({"anyone", "person"}), person=UUID(args["officer"]), grants=frozenset({Grant("officer")}))
    evidence = "a neighbour’s word, checked by an officer"
    add_standing(
        vouch.person_id, vouch.place, "lives-here", None, today(), evidence, by=officer, key=f"vouch:{vouch.pk}"
    )


def help_asked(cause: Ref, args: Mapping[str, Any]) -> None:
    """The effect "door.help-asked": each rule in force that names it starts its clock. The duty is with the highest place."""
    knock, top = (
        Knock.objects.get(pk=cause.id),
        Place.objects.filter(parent__isnull=True).order_by("name", "pk").first(),
    )
    for name in started_by("door.help-asked") if top else ():
        promises.promise(cause, name, knock.made, Ref("place", top.pk), CLOCK, f"{cause}:{name}")


def help_given(cause: Ref, args: Mapping[str, Any]) -> None:
    """The effect "door.help-given": what was owed about this call for help is done."""
    for row in of(cause):
        if not row.closed:
            promises.meet(row.pk, CLOCK, f"{cause}:{row.pk}", at=now())

"""Where people and the door meet places and promises: they stand below them, so the house answers. Named in policies.py and effects.py."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from letgo.commons.door.models import Code, Factor, Knock, Message, Vouch
from letgo.commons.door.queries import DOORKEEPERS
from letgo.commons.door.rules import VOUCHER_SINCE
from letgo.commons.people.models import Person
from letgo.commons.people.queries import OWN_ACTING, OWN_ROUTE, SELF, either
from letgo.commons.people.rules import EVERYWHERE, HELP_LASTS, Actor, Grant, Policy
from letgo.commons.places.actions import add_standing
from letgo.commons.places.models import Membership, Place, Role, Standing
from letgo.commons.places.queries import administrators, below, today
from letgo.commons.places.rules import HANDLERS, STAFF
from letgo.commons.promises import actions as promises
from letgo.commons.promises.queries import of, started_by
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
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


def over(actor: Actor, people: QuerySet, *roles: str) -> QuerySet:
    """Those of `people` about whom a holder of one of `roles` may do anything: who lives, uses a service, belongs or holds a role
    at, or below, what that role reaches. Who is nowhere: from the very top only, and for two hours whoever wrote them down.
    """
    reaches = actor.reaches(*roles)
    if EVERYWHERE in reaches:
        return people
    if not reaches:
        return people.none()
    here, somewhere = Q(pk__in=[]), Q(pk__in=[])
    for rows in _lineages():
        here |= Q(Exists(rows.filter(below(reaches, "at"))))
        somewhere |= Q(Exists(rows.filter(at__isnull=False)))
    known = Q() if any(reach.count("/") <= 2 for reach in reaches) else Q(Exists(_written_down_by(actor)))
    return people.filter(here | (~somewhere & known))


def _lineages(to: str = "pk") -> list[QuerySet]:
    """What someone (the outer row's `to`) is to a place now or soon, each row with the lineage `at`: standing, roles, memberships."""
    theirs, over_on = Q(person=OuterRef(to)), Q(end__lte=today())
    by_seat = Coalesce("place__lineage", "organisation__place__lineage")
    found = (
        (Standing, F("place__lineage")),
        (Role, by_seat),
        (Membership, F("organisation__place__lineage")),
    )
    return [model.objects.filter(theirs).exclude(over_on).annotate(at=at) for model, at in found]


def _written_down_by(actor: Actor) -> QuerySet:
    """The entry that says that the actor added this person just now."""
    wrote = {"doer__body__person": str(actor.person), "verb": "people.add-person", "about_kind": "person"}
    return Line.objects.filter(about_id=OuterRef("pk"), at__gt=now() - HELP_LASTS, **wrote)


def _over(*roles: str, to: str = "", nobody: bool = False) -> Policy:
    """Holders of one of `roles` over the person of the row; `to` is the field that names them ("" for a person).

    With `nobody` the answer before anybody is named is whether the role is held anywhere: the page that asks who it is.
    """

    def many(actor: Actor, rows: QuerySet) -> QuerySet:
        if not to:
            return over(actor, rows, *roles)
        if not actor.reaches(*roles):
            return rows.none()
        unnamed = Q(**{f"{to}__isnull": True}) if nobody else Q(pk__in=[])
        return rows.filter(unnamed | Q(**{f"{to}__in": over(actor, Person.objects.all(), *roles).values("pk")}))

    def one(actor: Actor, row: Any) -> bool:
        if not actor.reaches(*roles):
            return False
        if row is None:
            return nobody
        return many(actor, type(row)._default_manager.filter(pk=row.pk)).exists()

    return Policy(one, many)


def _may_help(actor: Actor, people: QuerySet) -> QuerySet:
    """Whom a doorkeeper may help in: who is in their reach. Who holds a role of staff, only an administrator."""
    if not _own(actor):
        return people.none()
    day, found = today(), people.filter(ended__isnull=True).exclude(pk=actor.person)
    staff = Exists(_live(Role.objects.filter(person=OuterRef("pk"), name__in=STAFF), day))
    found = over(actor, found, *DOORKEEPERS)
    return found.filter(~staff | Q(pk__in=over(actor, people, "administrator").values("pk")))


def _may_give_alone(actor: Actor, people: QuerySet) -> QuerySet:
    """To whom a code can be handed by one person alone: who moves neither money nor votes by an office."""
    handles = _live(Role.objects.filter(person=OuterRef("pk"), name__in=HANDLERS), today())
    return _may_help(actor, people).exclude(Exists(handles))


def _may_bind(actor: Actor, people: QuerySet) -> QuerySet:
    """Whose account elsewhere a doorkeeper may join to theirs here: nobody's who holds an office or works for us."""
    staff = _live(Role.objects.filter(person=OuterRef("pk"), name__in=STAFF), today())
    return _may_give_alone(actor, people).exclude(Exists(staff))


def _may_confirm(actor: Actor, rows: QuerySet) -> QuerySet:
    """Codes to which this doorkeeper may be the second person: not their own, not given by them, not said yes to before."""
    waiting = rows.filter(asks_second=True, second__isnull=True, person__isnull=False)
    return waiting.filter(~Q(given_by=actor.person) | Q(given_by__isnull=True)).filter(
        person__in=_may_help(actor, Person.objects.all()).values("pk")
    )


def _reads_messages(actor: Actor, messages: QuerySet) -> QuerySet:
    """What went to people in a doorkeeper's reach; what went to an address of which nobody has looked whose it is, from the top only."""
    if not _own(actor):
        return messages.none()
    reaches = actor.reaches(*DOORKEEPERS)
    to_nobody = Q(person__isnull=True) if any(reach.count("/") <= 2 for reach in reaches) else Q(pk__in=[])
    return messages.filter(to_nobody | Q(person__in=over(actor, Person.objects.all(), *DOORKEEPERS).values("pk")))


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
    """Where one has lived for long enough to give one's word for a neighbour: oneself, also by phone or at the door with a helper."""
    if actor.person is None or actor.acting is not None:
        return places.none()
    day = today()
    homes = _live(Standing.objects.filter(person=actor.person, kind="lives-here"), day)
    return places.filter(pk__in=homes.filter(start__lte=day - VOUCHER_SINCE).values("place"))


def _may_judge(actor: Actor, vouches: QuerySet) -> QuerySet:
    """A neighbour's word is checked by an officer of that place, never by one who gave it, wrote it down, or is it about."""
    if not _own(actor):
        return vouches.none()
    places = Place.objects.filter(below(actor.reaches("officer")))
    if EVERYWHERE in actor.reaches("officer"):
        places = Place.objects.all()
    wrote = Line.objects.filter(about_kind="vouch", about_id=OuterRef("pk"), doer__body__helper=str(actor.person))
    others = vouches.filter(~Exists(wrote), place__in=places.values("pk"))
    return others.exclude(voucher=actor.person).exclude(person=actor.person)


def _may_close(actor: Actor, vouches: QuerySet) -> QuerySet:
    """Accounts that rest on this neighbour's word alone: nobody of us has seen the person, and they are nothing anywhere."""
    if not _own(actor):
        return vouches.none()
    somewhere = Q(pk__in=[])
    for rows in _lineages("person"):
        somewhere |= Q(Exists(rows))
    seen = Line.objects.filter(verb="door.give-code", about_kind="person", about_id=OuterRef("person"))
    mine = Q(voucher=actor.person) | Q(pk__in=_may_judge(actor, vouches).values("pk"))
    return vouches.filter(mine).exclude(somewhere | Q(Exists(seen)))


OPEN = _by_list(_may_open, Person)
GIVE_CODE = _by_list(_may_help, Person)
GIVE_CODE_ALONE = _by_list(_may_give_alone, Person)
BIND_ACCOUNT = _by_list(_may_bind, Person)
CONFIRM_CODE = _by_list(_may_confirm, Code)
GIVE_ENROLMENT = _by_list(_may_enrol, Person)
END_FACTOR = _by_list(_may_end_factor, Person)
VOUCH = _by_list(_may_vouch, Place)
JUDGE_VOUCH = _by_list(_may_judge, Vouch)
CLOSE_VOUCHED = _by_list(_may_close, Vouch)
READ_MESSAGES = Policy(
    one=lambda actor, row: (
        _own(actor)
        and bool(actor.reaches(*DOORKEEPERS))
        and (row is None or _reads_messages(actor, Message.objects.filter(pk=row.pk)).exists())
    ),
    many=_reads_messages,
)

END_PERSON = _over("administrator")
GIVE_ACTING = either(SELF, _over("officer"))
HELP = _over("officer", "outreach", nobody=True)
OPEN_PAPER = _over("officer", "outreach", to="person", nobody=True)
PROVE = either(OWN_ROUTE, _over("officer", to="person"))
SUSPEND = _over("safeguarding-lead", to="for_person", nobody=True)
READ_ACTING = either(OWN_ACTING, _over("safeguarding-lead", to="for_person"))


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
        promises.promise(cause, name, knock.made, Ref("place", top.pk), CLOCK, f"{cause}:{name}", met_by="door.answer")


def help_given(cause: Ref, args: Mapping[str, Any]) -> None:
    """The effect "door.help-given": what was owed about this call for help is done."""
    for row in of(cause):
        if not row.closed:
            promises.meet(row.pk, CLOCK, f"{cause}:{row.pk}", at=now())

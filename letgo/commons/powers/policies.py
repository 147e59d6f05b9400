"""Who may do what with powers and petitions. Each answers for one row without SQL, and for a list as a queryset, alike."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, Q

from letgo.commons.people.rules import Actor, Grant, Policy
from letgo.commons.places.queries import among, today
from letgo.commons.places.rules import ancestors, own_organisations, own_persons, speaks
from letgo.commons.powers.rules import GIVERS, LIVING_THERE, SPEAKERS, WITH_HOLDER, WITNESSES, gives, in_force, lives_in

NONE = Q(pk__in=[])
HELPERS = frozenset({"outreach", "officer"})
CHECKER = frozenset({"outside-checker"})
ADMINISTRATOR = frozenset({"administrator"})

Row = tuple[Callable[[Actor, Any], bool], Callable[[Actor], Q]]


def _policy(**kinds: Row) -> Policy:
    """A policy by the kind of thing asked about ("power", "place", ...): for any other thing, and for nothing, the answer is no."""

    def single(actor: Actor, row: Any) -> bool:
        kind = kinds.get(row._meta.model_name) if row is not None else None
        return kind is not None and kind[0](actor, row)

    def many(actor: Actor, rows: Any) -> Any:
        kind = kinds.get(rows.model._meta.model_name)
        return rows.none() if kind is None else rows.filter(kind[1](actor))

    return Policy(one=single, many=many)


def _grants(actor: Actor, roles: Iterable[str]) -> list[Grant]:
    return [grant for grant in actor.grants if grant.role in roles]


def _giver(actor: Actor, power: Any) -> bool:
    return gives(actor, power.giver_id, power.place.lineage)


def _giver_of(actor: Actor, to: str = "") -> Q:
    """Powers for whose giver the actor speaks; `to` leads from the row to its power."""
    found = NONE
    for grant in _grants(actor, GIVERS):
        own = {} if grant.organisation is None else {f"{to}giver_id": grant.organisation}
        found |= Q(**{f"{to}place__lineage__startswith": grant.reach}, **own)
    return found


def _speaker(actor: Actor, power: Any) -> bool:
    """A board speaks for itself; what residents said is written down by its secretary or an outside checker."""
    roles = SPEAKERS if power.holder_kind == "organisation" else WITNESSES
    return speaks(actor, roles, power.speaker_id)


def _speaker_of(actor: Actor) -> Q:
    itself = Q(holder_kind="organisation")
    return (itself & among(_bodies(actor, SPEAKERS), "speaker_id")) | (
        ~itself & among(_bodies(actor, WITNESSES), "speaker_id")
    )


def _bodies(actor: Actor, roles: Iterable[str]) -> list[Any]:
    return [grant.organisation for grant in _grants(actor, roles) if grant.organisation]


def _decides(actor: Actor, power: Any) -> bool:
    """Who decides today: the holder while the power is in force (through the outside checker while it is watched), else the giver."""
    if power.start is None or not in_force(power.state, power.start, today()):
        return _giver(actor, power)
    if power.state == "supervised":
        return speaks(actor, CHECKER, power.speaker_id)
    return _speaker(actor, power)


def _decider_of(actor: Actor) -> Q:
    held = Q(state__in=WITH_HOLDER, start__isnull=False, start__lte=today())
    watched = Q(state="supervised")
    return (
        (_giver_of(actor) & (Q(start__isnull=True) | Q(start__gt=today()) | ~Q(state__in=WITH_HOLDER)))
        | (held & watched & Q(speaker_id__in=_bodies(actor, CHECKER)))
        | (held & ~watched & _speaker_of(actor))
    )


def _stops(actor: Actor, right: Any) -> bool:
    """A right to stop is used by the organisation that is named, and by nobody else."""
    own = right.organisation_id == right.power.giver_id and _giver(actor, right.power)
    return own or speaks(actor, SPEAKERS | GIVERS, right.organisation_id)


def _stopper_of(actor: Actor) -> Q:
    named = Q(organisation_id__in=_bodies(actor, SPEAKERS | GIVERS))
    return named | (Q(organisation_id=F("power__giver_id")) & _giver_of(actor, "power__"))


def _over(*roles: str, to: str = "place__") -> Row:
    """A role held at the row's place or above it."""

    def one(actor: Actor, row: Any) -> bool:
        lineage = row.place.lineage if to else row.lineage
        return any(lineage.startswith(grant.reach) for grant in _grants(actor, roles))

    def where(actor: Actor) -> Q:
        found = NONE
        for grant in _grants(actor, roles):
            found |= Q(**{f"{to}lineage__startswith": grant.reach})
        return found

    return one, where


def _lives(to: str = "place__") -> Row:
    """Someone who lives in, or uses the services of, the row's place or one below it."""

    def one(actor: Actor, row: Any) -> bool:
        return lives_in(actor, row.place.lineage if to else row.lineage)

    def where(actor: Actor) -> Q:
        found = {
            above for grant in _grants(actor, LIVING_THERE) if grant.reach != "/" for above in ancestors(grant.reach)
        }
        return Q(**{f"{to}lineage__in": found})

    return one, where


def _signs(actor: Actor, petition: Any) -> bool:
    """Who lives there; and members of the organisation whose list it is. The act looks at the list itself."""
    own = petition.electorate.organisation_id if petition.electorate_id else None
    return _lives()[0](actor, petition) or (own is not None and own in own_organisations(actor))


def _signer_of(actor: Actor) -> Q:
    return _lives()[1](actor) | Q(electorate__organisation_id__in=own_organisations(actor))


def _answers(actor: Actor, petition: Any) -> bool:
    """The councillor of the ward that is asked, or whoever speaks for the organisation that is asked."""
    if petition.answers_kind == "place":
        return _over("councillor")[0](actor, petition)
    return gives(actor, petition.answers_id, petition.place.lineage) or speaks(actor, SPEAKERS, petition.answers_id)


def _answerer_of(actor: Actor) -> Q:
    found = Q(answers_kind="place") & _over("councillor")[1](actor)
    body = Q(answers_kind="organisation")
    for grant in _grants(actor, GIVERS):
        own = Q() if grant.organisation is None else Q(answers_id=grant.organisation)
        found |= body & own & Q(place__lineage__startswith=grant.reach)
    return found | (body & Q(answers_id__in=_bodies(actor, SPEAKERS)))


def _started(actor: Actor, petition: Any) -> bool:
    return petition.starter_id is not None and petition.starter_id in own_persons(actor)


def _starter_of(actor: Actor) -> Q:
    return Q(starter_id__in=own_persons(actor))


def _asks(actor: Actor, place: Any) -> bool:
    """Someone who speaks for an organisation of this place or of one above it."""
    return any(grant.organisation and place.lineage.startswith(grant.reach) for grant in _grants(actor, SPEAKERS))


def _asker_of(actor: Actor) -> Q:
    found = NONE
    for grant in _grants(actor, SPEAKERS):
        found |= Q(lineage__startswith=grant.reach) if grant.organisation else NONE
    return found


def _beneath(actor: Actor, power: Any) -> bool:
    """A board of the place asks for a power that its council keeps."""
    return _asks(actor, power.place) or _speaker(actor, power)


def _beneath_of(actor: Actor) -> Q:
    found = NONE
    for grant in _grants(actor, SPEAKERS):
        found |= Q(place__lineage__startswith=grant.reach) if grant.organisation else NONE
    return found | _speaker_of(actor)


GIVER = _policy(power=(_giver, _giver_of))
OFFERER = _policy(power=(_giver, _giver_of), place=_over(*GIVERS, to=""))
SPEAKER = _policy(power=(_speaker, _speaker_of))
BOTH = _policy(
    power=(
        lambda actor, power: _giver(actor, power) or _speaker(actor, power),
        lambda actor: _giver_of(actor) | _speaker_of(actor),
    )
)
DECIDER = _policy(power=(_decides, _decider_of))
BENEATH = _policy(power=(_beneath, _beneath_of))
STOPPER = _policy(vetoright=(_stops, _stopper_of))
RESIDENT = _policy(petition=(_signs, _signer_of), place=_lives(to=""))
HELPER = _policy(petition=_over(*HELPERS))
ANSWERER = _policy(petition=(_answers, _answerer_of))
STARTER = _policy(petition=(_started, _starter_of))
SIGNER = Policy(  # whose name it is, the act looks up; who acts in less than everything takes no name off
    one=lambda actor, petition: bool(own_persons(actor)),
    many=lambda actor, rows: rows if own_persons(actor) else rows.none(),
)
BOARD = _policy(place=(_asks, _asker_of))
SETTER = _policy(place=_over(*ADMINISTRATOR, to=""))

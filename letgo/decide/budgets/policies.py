"""Who may do what with rounds, ideas and projects: for one row without SQL (rows come with their round), and for a list alike."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from letgo.commons.people.rules import Actor, Policy
from letgo.commons.places.queries import below
from letgo.commons.places.rules import homes_of, own_organisations, own_persons
from letgo.commons.powers.rules import SPEAKERS, WITNESSES, ancestors, speaks
from letgo.decide.budgets.rules import CHECKERS

NONE = Q(pk__in=[])
HELPERS = ("outreach", "officer")
# From each kind of row to its round.
WAYS = {
    "round": "", "idea": "round__", "project": "round__", "stage": "project__round__", "change": "project__round__",
    "estimate": "idea__round__", "appeal": "idea__round__", "together": "idea__round__", "apart": "idea__round__",
    "cut": "round__", "plan": "cut__round__",
}  # fmt: skip

Way = tuple[
    Callable[[Actor, Any], bool], Callable[[Actor, str], Q]
]  # of a round; and a condition, "round__" leading to it


def policy(*ways: Way) -> Policy:
    """Whoever one of these ways lets in, for any row that belongs to a round. For anything else, and for nothing, the answer is no."""

    def single(actor: Actor, row: Any) -> bool:
        found = round_of(row)
        return found is not None and any(one(actor, found) for one, _ in ways)

    def many(actor: Actor, rows: Any) -> Any:
        to = WAYS.get(rows.model._meta.model_name)
        if to is None:
            return rows.none()
        found = NONE
        for _, where in ways:
            found |= where(actor, to)
        return rows.filter(found)

    return Policy(one=single, many=many)


def round_of(row: Any) -> Any:
    """The round to which a row belongs, None when it belongs to none."""
    to = None if row is None else WAYS.get(row._meta.model_name)
    if to is None:
        return None
    for name in to.split("__")[:-1]:
        row = getattr(row, name)
    return row


def over(*roles: str) -> Way:
    """A role held at the round's place or above it."""
    return (
        lambda actor, row: any(row.place.lineage.startswith(reach) for reach in actor.reaches(*roles)),
        lambda actor, to: below(actor.reaches(*roles), f"{to}place__lineage"),
    )


def speaking(roles: Iterable[str]) -> Way:
    """A role held in the organisation that speaks for those who hold the power."""
    wanted = frozenset(roles)
    return (
        lambda actor, row: speaks(actor, wanted, row.power.speaker_id),
        lambda actor, to: Q(
            **{
                f"{to}power__speaker_id__in": [
                    g.organisation for g in actor.grants if g.role in wanted and g.organisation
                ]
            }
        ),
    )


def _belongs(actor: Actor, row: Any) -> bool:
    lives = any(reach.startswith(row.place.lineage) for reach in homes_of(actor))
    body = row.electorate.organisation_id
    return lives or (body is not None and body in own_organisations(actor))


def _belongs_to(actor: Actor, to: str) -> Q:
    above = {lineage for reach in homes_of(actor) if reach != "/" for lineage in ancestors(reach)}
    member = Q(**{f"{to}electorate__organisation_id__in": own_organisations(actor)})
    return Q(**{f"{to}place__lineage__in": above}) | member


LIVES: Way = (_belongs, _belongs_to)  # near enough to ask; the act looks at the electorate itself


def _wrote(actor: Actor, row: Any) -> bool:
    """Its author; where nobody gave a name, whoever wrote it down for them."""
    if row is None or row._meta.model_name != "idea":
        return False
    if row.author_id is not None:
        return row.author_id in own_persons(actor)
    return actor.person is not None and row.asked_by_id == actor.person and not actor.acting


def _wrote_by(actor: Actor, rows: Any) -> Any:
    if rows.model._meta.model_name != "idea":
        return rows.none()
    down = Q(author__isnull=True, asked_by=actor.person) if actor.person and not actor.acting else NONE
    return rows.filter(Q(author_id__in=own_persons(actor)) | down)


def _either(actor: Actor, row: Any) -> bool:
    return (
        row is not None and row._meta.model_name == "together" and (_wrote(actor, row.idea) or _wrote(actor, row.other))
    )


def _either_of(actor: Actor, rows: Any) -> Any:
    if rows.model._meta.model_name != "together":
        return rows.none()
    mine = own_persons(actor)
    found = Q(idea__author_id__in=mine) | Q(other__author_id__in=mine)
    if actor.person and not actor.acting:
        for side in ("idea", "other"):
            found |= Q(**{f"{side}__author__isnull": True, f"{side}__asked_by": actor.person})
    return rows.filter(found)


AUTHOR = Policy(one=_wrote, many=_wrote_by)
EITHER = Policy(one=_either, many=_either_of)
SAYER = policy(LIVES)
HELPER = policy(over(*HELPERS))
NEAR = policy(LIVES, over(*HELPERS), speaking(SPEAKERS))
OFFICER = policy(over("officer"))
CHECKER = policy(speaking(CHECKERS))
WORKER = policy(over("officer"), speaking(CHECKERS))  # whoever works on ideas: says what they stand to gain
DESK = policy(over(*HELPERS), speaking(CHECKERS))
HOLDERS = policy(speaking(WITNESSES))  # writes down what the holders decided

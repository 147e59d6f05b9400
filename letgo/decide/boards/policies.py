"""Who may do what with a body and its rows: for one row without SQL (rows come with their body), and for a list alike."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from letgo.commons.people.rules import Actor, Policy
from letgo.commons.places.queries import below
from letgo.commons.places.rules import homes_of, own_organisations
from letgo.commons.powers.rules import ancestors, speaks

NONE = Q(pk__in=[])
# From each kind of row to its body. Offices and meetings add theirs.
WAYS = {
    "body": "", "termschange": "body__", "seat": "body__", "mandate": "body__", "election": "body__",
    "nomination": "election__body__", "vacancy": "body__", "approval": "mandate__body__",
    "appointment": "body__", "applicant": "appointment__body__", "interest": "body__", "review": "mandate__body__",
    "figure": "review__mandate__body__", "removal": "mandate__body__", "recall": "body__", "confidence": "body__",
}  # fmt: skip

Way = tuple[Callable[[Actor, Any], bool], Callable[[Actor, str], Q]]  # of a body; a condition, "body__" leading to it


def policy(*ways: Way) -> Policy:
    """Whoever one of these ways lets in, for any row that belongs to a body. For anything else, and for nothing, the answer is no."""

    def single(actor: Actor, row: Any) -> bool:
        found = body_of(row)
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


def body_of(row: Any) -> Any:
    """The body to which a row belongs, None when it belongs to none."""
    to = None if row is None else WAYS.get(row._meta.model_name)
    if to is None:
        return None
    for name in to.split("__")[:-1]:
        row = getattr(row, name)
    return row


def over(*roles: str) -> Way:
    """A role held at the body's place or above it."""
    return (
        lambda actor, row: any(row.place.lineage.startswith(reach) for reach in actor.reaches(*roles)),
        lambda actor, to: below(actor.reaches(*roles), f"{to}place__lineage"),
    )


def inside(roles: Iterable[str]) -> Way:
    """A role held in the body's own organisation."""
    wanted = frozenset(roles)
    return (
        lambda actor, row: speaks(actor, wanted, row.organisation_id),
        lambda actor, to: Q(
            **{
                f"{to}organisation_id__in": [
                    g.organisation for g in actor.grants if g.role in wanted and g.organisation
                ]
            }
        ),
    )


def _belongs(actor: Actor, row: Any) -> bool:
    lives = any(reach.startswith(row.place.lineage) for reach in homes_of(actor))
    return lives or row.organisation_id in own_organisations(actor)


def _belongs_to(actor: Actor, to: str) -> Q:
    above = {lineage for reach in homes_of(actor) if reach != "/" for lineage in ancestors(reach)}
    member = Q(**{f"{to}organisation_id__in": own_organisations(actor)})
    return Q(**{f"{to}place__lineage__in": above}) | member


LIVES: Way = (_belongs, _belongs_to)  # near enough to ask; the act looks at the electorate itself
DESK = ("secretary",)
SITS = ("board-member", "secretary", "treasurer")

FOUNDER = policy(over("administrator", "officer"), inside(DESK))
SECRETARY = policy(inside(DESK))
BOARD = policy(inside(SITS))
ELECTOR = policy(LIVES)

"""Who may do what with a body and its rows: for one row without SQL (rows come with their body), and for a list alike."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from letgo.commons.people.queries import either
from letgo.commons.people.rules import Actor, Policy
from letgo.commons.places.queries import below
from letgo.commons.places.rules import homes_of, own_organisations, own_persons
from letgo.commons.powers.rules import ancestors, speaks

NONE = Q(pk__in=[])
# From each kind of row to its body. Offices and meetings add theirs.
WAYS = {
    "body": "", "termschange": "body__", "seat": "body__", "mandate": "body__", "election": "body__",
    "nomination": "election__body__", "vacancy": "body__", "approval": "mandate__body__",
    "appointment": "body__", "applicant": "appointment__body__", "interest": "body__", "review": "mandate__body__",
    "figure": "review__mandate__body__", "removal": "mandate__body__", "recall": "body__", "confidence": "body__",
    "meeting": "body__", "item": "body__", "attendance": "meeting__body__", "proxy": "meeting__body__",
    "resolution": "item__body__", "hand": "resolution__item__body__", "tally": "resolution__item__body__",
    "task": "meeting__body__", "correction": "meeting__body__", "expense": "meeting__body__", "firsttask": "body__",
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
COMES = policy(LIVES, inside(SITS))  # to a meeting; the act itself looks at who came
TREASURER = policy(inside(("treasurer",)))


def _own(field: str) -> Policy:
    """Rows whose `field` leads to the person themselves, who acts for nobody else."""

    def one(actor: Actor, row: Any) -> bool:
        for name in field.split("__"):
            row = getattr(row, name, None)
        return actor.person is not None and actor.acting is None and row == actor.person

    def many(actor: Actor, rows: Any) -> Any:
        known = rows.model._meta.model_name == OWNED.get(field)
        return rows.filter(**{field: actor.person}) if known and actor.person and not actor.acting else rows.none()

    def guarded(actor: Actor, row: Any) -> bool:
        return row is not None and row._meta.model_name == OWNED.get(field) and one(actor, row)

    return Policy(one=guarded, many=many)


OWNED = {"person_id": "mandate", "offered__person_id": "vacancy"}


def _stands(actor: Actor, row: Any) -> bool:
    return row is not None and row._meta.model_name == "nomination" and row.person_id in own_persons(actor)


def _standing(actor: Actor, rows: Any) -> Any:
    return rows.filter(person_id__in=own_persons(actor)) if rows.model._meta.model_name == "nomination" else rows.none()


def _election_of(row: Any) -> Any:
    name = None if row is None else row._meta.model_name
    return row if name == "election" else row.election if name == "nomination" else None


def _runs(actor: Actor, row: Any) -> bool:
    found = _election_of(row)
    return found is not None and actor.person is not None and actor.acting is None and found.officer_id == actor.person


def _run_by(actor: Actor, rows: Any) -> Any:
    to = {"election": "officer", "nomination": "election__officer"}.get(rows.model._meta.model_name)
    return rows.filter(**{to: actor.person}) if to and actor.person and not actor.acting else rows.none()


CALLER = policy(over("administrator", "officer"), inside(DESK))
CHANGER = policy(inside((*SITS, "outside-checker")))  # two of these change the terms
CLERK = policy(over("officer"), inside(DESK))
APPROVER = policy(over("councillor", "officer"))  # approves who sits: a veto of those who let go
OFFICER = Policy(one=_runs, many=_run_by)  # the returning officer who was named at the call, and nobody else
STANDS = Policy(one=_stands, many=_standing)
HOLDER = _own("person_id")
OFFERED = _own("offered__person_id")
ELECTION_DESK = either(SECRETARY, OFFICER)

"""Who may do what with rounds, ideas and projects: for one row without SQL (rows come with their round), and for a list alike."""

from functools import partial
from typing import Any

from django.db.models import Q

from letgo.commons.people.rules import Actor, Policy
from letgo.commons.places import ways
from letgo.commons.places.rules import own_persons
from letgo.commons.places.ways import LIVES, NONE, over
from letgo.commons.powers.rules import SPEAKERS, WITNESSES
from letgo.decide.budgets.rules import CHECKERS

HELPERS = ("outreach", "officer")
# From each kind of row to its round.
PATHS = {
    "round": "", "idea": "round__", "project": "round__", "stage": "project__round__", "change": "project__round__",
    "estimate": "idea__round__", "appeal": "idea__round__", "together": "idea__round__", "apart": "idea__round__",
    "cut": "round__", "plan": "cut__round__",
}  # fmt: skip

policy = partial(ways.policy, PATHS)
# A role held in the organisation that speaks for those who hold the power.
speaking = partial(ways.inside, "power__speaker_id")
# Near enough to ask; the act looks at the electorate itself.
VOTERS = (LIVES, ways.belongs("electorate__organisation_id"))


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
SAYER = policy(*VOTERS)
HELPER = policy(over(*HELPERS))
NEAR = policy(*VOTERS, over(*HELPERS), speaking(SPEAKERS))
OFFICER = policy(over("officer"))
CHECKER = policy(speaking(CHECKERS))
WORKER = policy(over("officer"), speaking(CHECKERS))  # whoever works on ideas: says what they stand to gain
DESK = policy(over(*HELPERS), speaking(CHECKERS))
HOLDERS = policy(speaking(WITNESSES))  # writes down what the holders decided

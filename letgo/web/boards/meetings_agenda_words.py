"""What pages say of an item on an agenda and of a vote on it: why it is there, how it went, what it came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letgo.commons.money.rules import pounds
from letgo.decide.boards.meeting_models import Item, Meeting, Resolution
from letgo.decide.boards.meeting_rules import KEPT
from letgo.web.ui.figures import whole
from letgo.web.ui.saying import each

SOURCES = each(
    {
        "chair": "Put there by whoever chairs.",
        "member": "Put there by a member.",
        "escalation": "A promise was broken. It came here by itself, and nobody can strike it off.",
        "petition": "People demanded it with their names. Nobody can strike it off.",
        "review": "It comes from a review of the manager.",
        "removal": "Someone may lose their office. Nobody can strike it off.",
        "appointment": "Someone is to be chosen for a job.",
    }
)
DOUBTS = each({"asked": "Under question", "fell": "No decision: not enough were there"})


@dataclass(frozen=True)
class Listed:
    """One thing on an agenda as its page shows it. `hidden`: it is closed, and the reader sees only its title and its outcome."""

    item: Item
    said: Sequence[str]
    words: Sequence[str]
    hidden: bool
    votes: Sequence["Vote"]


@dataclass(frozen=True)
class Vote:
    """One vote of a meeting: what it came to in a sentence, and who voted how where votes are named."""

    row: Resolution
    result: str
    needs: str
    hands: Sequence[tuple[str, str]]
    rests: str = ""


def source(item: Item) -> str:
    """Why an item is there, and that nobody can hide it."""
    said = str(SOURCES[item.source])
    return f"{said} {_('Nobody can strike it off.')}" if item.kept and item.source not in KEPT else said


def said(item: Item, row: Meeting | None) -> list[str]:
    """What is told under an item's title: where it comes from, whether the notice named it, how it went."""
    found = [source(item)]
    if item.carried:
        times = ngettext("It was put off once.", "It was put off {number} times.", item.carried)
        found.append(times.format(number=whole(item.carried)))
    if row and item.state == "listed" and not item.noticed:
        found.append(_("It came after the notice. It can be talked about. A vote on it waits for the next meeting."))
    if item.state == "heard":
        found.append(_("What became of it: {outcome}").format(outcome=item.outcome))
    elif item.state == "carried" and row is not None and row.state == "inquorate":
        found.append(_("Too few came. It stands on the next agenda."))
    elif item.state == "carried":
        found.append(_("There was no time. It stands on the next agenda."))
    elif item.state == "struck":
        found.append(_("Whoever put it there took it off."))
    return found


def result(row: Resolution) -> str:
    """What a vote came to; one below the quorum is never called a decision."""
    return doubt(row) or (row.why if row.state == "closed" else _("The vote is being taken."))


def doubt(row: Resolution) -> str:
    """What someone's word that they were not there does to a vote."""
    if row.doubt == "asked":
        return _(
            "This is under question. Someone was counted who says that they were not there. Until it is settled, nothing is decided."
        )
    if row.doubt == "fell":
        return _(
            "Somebody from outside found that people were counted who were not there. Without them too few were there. "
            "So nothing was decided."
        )
    return ""


def rests(row: Resolution) -> str:
    """The power that it uses, with the money, where there is one."""
    if not row.power_id:
        return ""
    if not row.pence:
        return _("It decides under the power “{title}”.").format(title=row.power.title)
    return _("It decides under the power “{title}” and spends {pounds}.").format(
        title=row.power.title, pounds=pounds(row.pence)
    )

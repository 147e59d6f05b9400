"""Reading rules in their versions: the list of all, one with its changes, and who may say yes to one."""

from dataclasses import dataclass

from letgo.commons.people.models import Person
from letgo.commons.people.rules import Actor
from letgo.commons.promises.models import Rule
from letgo.commons.promises.versions.rules import BINDING, SMALL_HOUSE
from letgo.commons.record.actions import Signs

WAITING = (Rule.State.PROPOSED, Rule.State.AGREED)
SHOWN = 20  # versions of one rule on its page


@dataclass(frozen=True)
class Entry:
    """A rule in force, and the change that waits, if one does."""

    row: Rule
    change: Rule | None


def entries() -> list[Entry]:
    """Every rule in force by its title, with the change that waits. 1 SQL query."""
    rows = Rule.objects.filter(state__in=(Rule.State.IN_FORCE, *WAITING)).order_by("title", "name", "version")
    changes = {row.name: row for row in rows if row.state in WAITING}
    return [Entry(row, changes.get(row.name)) for row in rows if row.state == Rule.State.IN_FORCE]


def versions(name: str) -> list[Rule]:
    """The versions of one rule, the newest first. 1 SQL query."""
    return list(Rule.objects.filter(name=name).select_related("line__words").order_by("-version")[:SHOWN])


def find(pk: object) -> Rule | None:
    """One version. 1 SQL query."""
    return Rule.objects.select_related("line__doer").filter(pk=pk).first()


def bound(name: str) -> Rule | None:
    """The newest version that a pack brought and that was in force, where the law or a regulator stands behind it. 1 SQL query."""
    held = (Rule.State.IN_FORCE, Rule.State.SUPERSEDED)
    row = Rule.objects.filter(name=name, state__in=held).exclude(pack=Rule.LOCAL).order_by("-version").first()
    return row if row and row.body["status"] in BINDING else None


def why_not_accept(row: Rule, by: Signs) -> str:
    """Why this signer cannot say yes to a proposal, in a sentence; "" when they can. At most 1 SQL query."""
    person = by.signature().get("person")
    doer = getattr(row.line, "doer", None)  # none once the person had to be forgotten
    if person and doer and doer.body.get("person") == person:
        return "You proposed this yourself."
    if not isinstance(by, Actor) or by.reaches("administrator"):
        return ""
    if Person.objects.filter(ended__isnull=True)[:SMALL_HOUSE].count() >= SMALL_HOUSE:
        return "The outside checker says yes only where there are few people."
    return ""


def title(row: Rule) -> str:
    """What people call a rule."""
    return row.title

"""When minutes are published, and who can owe a task that a meeting sets."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

MINUTES_RULE = "boards.publish-minutes"
# The role that owes a task, and the rule of its clock: a day long, from the day before the one that was agreed.
OWNERS: Mapping[str, str] = {
    "secretary": "boards.task-of-secretary",
    "treasurer": "boards.task-of-treasurer",
    "board-member": "boards.task-of-board",
    "manager": "boards.task-of-manager",
    "officer": "boards.task-of-officer",
}
AT_PLACE = frozenset({"officer"})  # held at the body's place; the others in its organisation
NO_NOTES = (
    "Nobody wrote notes in time. The agenda, who came, what was decided and what is to be done stand on this page."
)


def publish_by(held: date, days: int) -> date:
    """The last day on which the board publishes its minutes itself; the day after, the house publishes what there is."""
    return held + timedelta(days=days)


def clock_from(day: date) -> datetime:
    """When the clock of something that is due on `day` starts: the day before, so that one day later is that day's end."""
    return datetime.combine(day - timedelta(days=1), time(12), UTC)


def fault(words: str, day: date, today: date) -> str:
    """What is wrong with a task, in one sentence; "" when nothing is."""
    if not words.strip():
        return "Say what is to be done."
    return "" if day > today else "The day lies in the past. A task needs a day to come."

"""Reading the first weeks of a board."""

from uuid import UUID

from letgo.decide.boards.meeting_models import FirstTask
from letgo.decide.boards.models import Body


def of(body: Body) -> list[FirstTask]:
    """The tasks of a new board in their order. 1 SQL query."""
    return list(body.first_tasks.order_by("number"))


def find(pk: UUID) -> FirstTask | None:
    """One task with its body. 1 SQL query."""
    return FirstTask.objects.select_related("body__place", "body__organisation").filter(pk=pk).first()


def without_list() -> list[Body]:
    """Bodies that sit, whose terms have a list, and that have no tasks yet. 1 SQL query."""
    rows = Body.objects.filter(state="standing", first_tasks__isnull=True)
    return [row for row in rows.order_by("pk")[:100] if row.fixed.first_weeks]

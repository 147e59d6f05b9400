"""Who counts those present, and who settles whether someone was there."""

from letgo.commons.people.queries import either
from letgo.commons.people.rules import Policy
from letgo.commons.places.rules import own_persons
from letgo.decide.boards.meeting_models import Attendance
from letgo.decide.boards.policies import BOARD, ELECTOR, inside, over, policy

OUTSIDE = policy(over("outside-checker"), inside(("outside-checker",)))
COUNTS = either(BOARD, ELECTOR, OUTSIDE)  # an elector who counts votes there: the act looks at that
MARKED = Policy(  # who was written down themselves, and nobody in their place
    one=lambda actor, row: isinstance(row, Attendance) and not actor.acting and row.person_id in own_persons(actor),
    many=lambda actor, rows: (
        rows.filter(person__in=own_persons(actor)) if rows.model is Attendance and not actor.acting else rows.none()
    ),
)

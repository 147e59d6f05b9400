"""Who counts those present, and who settles whether someone was there."""

from letgo.commons.people.queries import either
from letgo.commons.places.ways import over, own
from letgo.decide.boards.policies import BOARD, ELECTOR, inside, policy

OUTSIDE = policy(over("outside-checker"), inside(("outside-checker",)))
COUNTS = either(BOARD, ELECTOR, OUTSIDE)  # an elector who counts votes there: the act looks at that
MARKED = own({"attendance": "person_id"})  # who was written down themselves, and nobody in their place

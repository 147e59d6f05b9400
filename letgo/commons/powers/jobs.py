"""What the clock does with powers and petitions, by the names in house/jobs.py."""

from letgo.commons.places.queries import today
from letgo.commons.powers import actions, queries
from letgo.commons.powers.models import Petition
from letgo.commons.powers.petitions.actions import close
from letgo.commons.record.jobs import Running
from letgo.commons.record.rules import CLOCK


def tick(job: Running) -> None:
    """Begin what starts, let lapse what is past its end, close petitions whose time is up. Each once a day; nothing due writes nothing."""
    day = today()
    begins, over = queries.due_to_move()
    for power in begins:
        actions.begin(power, by=CLOCK, key=f"{power}:{day}")
    for power in over:
        actions.lapse(power, by=CLOCK, key=f"{power}:{day}")
    for petition in Petition.objects.filter(state="open", closes__lt=day).values_list("pk", flat=True):
        close(petition, by=CLOCK, key=f"{petition}:{day}")

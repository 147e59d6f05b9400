"""What the clock does with boards, by the names in house/jobs.py. Each part of the room adds its own tick."""

import logging
from collections.abc import Callable

from letgo.commons.record.jobs import Running
from letgo.decide.boards import caretaking
from letgo.decide.boards.appointments import jobs as appointments
from letgo.decide.boards.confidences import actions as confidences
from letgo.decide.boards.elections import actions as elections
from letgo.decide.boards.elections import forgetting
from letgo.decide.boards.expenses import actions as expenses
from letgo.decide.boards.firstweeks import actions as first_weeks
from letgo.decide.boards.meetings import actions as meetings
from letgo.decide.boards.minutes import actions as minutes
from letgo.decide.boards.recalls import jobs as recalls
from letgo.decide.boards.removals import jobs as removals
from letgo.decide.boards.resolutions import actions as votes
from letgo.decide.boards.reviews import actions as reviews
from letgo.decide.boards.vacancies import actions as vacancies

logger = logging.getLogger("letgo.boards")

ELECTIONS: list[Callable[[], int]] = [elections.tick, vacancies.tick, caretaking.tick, forgetting.tick]
OFFICES: list[Callable[[], int]] = [appointments.tick, reviews.tick, removals.tick, recalls.tick, confidences.tick]
MEETINGS: list[Callable[[], int]] = [votes.tick, meetings.tick, minutes.tick, expenses.tick, first_weeks.tick]
TICKS: list[Callable[[], int]] = [*ELECTIONS, *OFFICES, *MEETINGS]


def tick(job: Running | None = None) -> int:
    """Run what is due in each part of the room. Returns how much there was. The job "boards.tick".

    A part that fails does not hold up the others; the job then fails at the end, for `letgo doctor` to see.
    """
    count, failed = 0, None
    for part in TICKS:
        try:
            count += part()
        except Exception as error:  # the others must not wait for it
            logger.error("a part of the clock of boards failed: %s %s", part.__module__, type(error).__name__)
            failed = error
    if failed:
        raise failed
    return count

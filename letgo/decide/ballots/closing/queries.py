"""How the boxes of this installation are, for `letgo doctor`."""

from collections.abc import Iterator
from datetime import timedelta

from letgo.commons.record.clock import now
from letgo.commons.record.findings import Finding
from letgo.commons.record.models import Line
from letgo.decide.ballots import keys
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.queries import faults

BEHIND = timedelta(minutes=5)


def findings() -> Iterator[Finding]:
    """What `letgo doctor` says of votes. 4 SQL queries, 2 more for each open vote."""
    running = list(Poll.objects.filter(state__in=["open", "closed"]).select_related("line"))
    for row in running:
        for fault in faults(row):
            cure = (
                "Bring the folder poll-keys back from your secret store."
                if "key" in fault
                else "Tell the returning officer."
            )
            yield Finding("wrong", f"A vote at {row.place_id}: {fault}", cure)
    late = Poll.objects.filter(state="called", opens__lt=now() - BEHIND).count()
    if late:
        yield Finding("wrong", f"The clock is behind: {late} votes should be open.", "Start a worker: letgo work")
    swept = keys.last_swept()
    sealed = Line.objects.filter(verb="ballots.seal-box", **({"at__gt": swept} if swept else {})).count()
    if sealed:
        yield Finding("note", f"{sealed} boxes were sealed since the open tables were written anew.", "letgo tidy")
    elif not late:
        yield Finding(
            "well", f"{sum(row.state == 'open' for row in running)} votes are open, and their boxes are in order."
        )

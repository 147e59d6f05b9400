"""Two clocks at once, and a clock that is killed at any point: each rung is taken once, none is lost."""

import time

FOUND = """
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from letgo.commons.promises import actions
from letgo.commons.promises.models import Promise
from letgo.commons.promises.rules import Length, Rung
from letgo.commons.record.refs import Ref
from letgo.commons.record.actions import write
from letgo.commons.places.models import Place
from tests.commons.promises.made import bring_in, rule
from tests.world import TEST
pk = uuid4()
line = write("places.add-place", Ref("place", pk), by=TEST)
place = Place.objects.create(id=pk, name="Estate", kind="estate", lineage=f"/{pk}/", slug="estate", line=line)
ladder = (Rung(Length(0, "hours"), "promises.tell-holder", "one"), Rung(Length(1, "days"), "promises.tell-place", "all"))
bring_in(rule("5 days", broken_after="1 day", ladder=ladder))
for n in range(60):
    actions.promise(Ref("home", uuid4()), "test.answer", datetime(2025, 12, 1, tzinfo=UTC), Ref("place", pk), TEST, str(n))
"""
TICK = """
import sys
from letgo.commons.promises import actions
from letgo.commons.promises.models import Promise
true_take = actions._take
def take(row, rung, step):
    true_take(row, rung, step)
    print("took", flush=True)
    {pause}
actions._take = take
actions.tick()
print("done", flush=True)
"""
LOOK = """
from collections import Counter
from letgo.commons.promises.models import Event, Promise
from letgo.commons.record import jobs
from letgo.commons.record.models import Job, Line
print(set(Promise.objects.values_list("state", "rungs")), set(Counter(Event.objects.values_list("promise_id", "kind", "by")).values()),
      Event.objects.filter(kind="told").count(), Job.objects.filter(name="record.effect").count())
jobs.run_waiting()
print(Line.objects.filter(verb="promises.tell-holder").count(), Line.objects.filter(verb="promises.tell-place").count())
"""


def test_two_clocks_at_once_take_each_rung_once(installation):
    installation.run(FOUND)
    clocks = [installation.start(TICK.format(pause="")) for _ in range(2)]
    for clock in clocks:
        said, _ = clock.communicate(timeout=120)
        assert clock.returncode == 0, said
    assert installation.run(LOOK).splitlines()[-2:] == ["{('broken', 2)} {1} 120 120", "60 60"]


def test_a_clock_killed_in_the_middle_loses_and_doubles_nothing(installation):
    installation.run(FOUND)
    for _ in range(3):
        clock = installation.start(TICK.format(pause="import time; time.sleep(0.03)"))
        for _ in range(7):
            assert "took" in clock.stdout.readline()
        time.sleep(0.01)
        clock.kill()
        clock.wait()
    installation.run(TICK.format(pause=""))
    assert installation.run(LOOK).splitlines()[-2:] == ["{('broken', 2)} {1} 120 120", "60 60"]

"""A worker that is killed between any two statements of an effect: what the power sets going is there once, or not yet."""

import time

HELD = """
from tests.world import make
from tests.commons.powers import made
from letgo.commons.powers import actions
world = make()
power = made.held(world)
for who in ("officer", "secretary"):
    actions.agree_to_end(power.pk, "We merge.", by=world.actor(who), key=made.key())
"""
STOPS = """
import time
from letgo.commons.powers.catalogue import actions
from letgo.commons.record.models import Job
from letgo.commons.record import jobs
whole = actions.move
def half(*given, **named):
    whole(*given, **named)
    print("half", flush=True)
    time.sleep(60)
actions.move = half
jobs.run_waiting()
"""
AGAIN = """
from letgo.commons.powers.models import Power
from letgo.commons.record import jobs
jobs.sweep()
jobs.run_waiting()
jobs.sweep()
jobs.run_waiting()
print(sorted(Power.objects.values_list("state", flat=True)), flush=True)
"""


def test_a_worker_killed_in_mid_effect_leaves_nothing_and_another_does_it_once(installation):
    installation.run(HELD)
    worker = installation.start(STOPS)
    assert worker.stdout.readline() == "half\n"
    worker.kill()
    worker.wait()
    states = (
        "from letgo.commons.powers.models import Power; print(sorted(Power.objects.values_list('state', flat=True)))"
    )
    assert installation.run(states) == "['ended']"
    time.sleep(3.5)  # its lease
    assert installation.run(AGAIN) == "['ended', 'kept']"
    assert installation.run(AGAIN) == "['ended', 'kept']"

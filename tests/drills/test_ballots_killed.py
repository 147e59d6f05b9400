"""kill -9 at every third moment of a close and of what a result sets going, then four workers at once: nothing is lost or done twice."""

import json

DRILL = """
import json
from django.conf import settings
settings.LETGO_EFFECTS = "tests.decide.ballots.made.EFFECTS"
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Line
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions, keys, queries
from letgo.decide.ballots.models import OpenBallot, OpenMark, SealedBallot, SealedMark, SealedSlip
from tests.decide.ballots import made
from tests.drills.killing import all_at_once, taken_up, until_done

def boxes():
    open_now = OpenBallot.objects.count(), OpenMark.objects.count()
    sealed = SealedBallot.objects.count(), SealedMark.objects.count(), SealedSlip.objects.count()
    assert (open_now, sealed) in (((5, 5), (0, 0, 0)), ((0, 0), (5, 5, 5))), (open_now, sealed)

def close():
    if made.fresh(poll).state == "open":
        with made.at(poll.closes):
            actions.close_poll(poll.pk, by=CLOCK, key="close")

def effect():
    if made.fresh(poll).state == "declared":
        with made.at(end):
            actions.take_effect(poll.pk, by=CLOCK, key="effect")
    taken_up()

def once_at_most():
    assert Line.objects.filter(verb="test.noted").count() <= 1

estate = made.estate(6)
poll = made.opened(estate, effect="test.noted")
made.cast(estate, poll, [("A bench in the park",)] * 5)
moments = [until_done(close, boxes, 3)]
with made.at(poll.closes):
    for key in queries.closed_with_key():
        keys.destroy(key)
made.counted(estate, poll)
made.declared(estate, poll)
end = queries.objections_end(made.fresh(poll))
moments.append(until_done(effect, once_at_most, 3))
noted = Line.objects.filter(verb="test.noted").count()

# Four workers at once: all let the same result take effect, and do what waits.
with made.at(end):
    again = made.opened(estate, effect="test.noted")
    made.cast(estate, again, [("A bench in the park",)] * 5)
    for step in (made.closed, made.counted, made.declared):
        step(estate, again)
    due = queries.objections_end(made.fresh(again))

def work(number):
    with made.at(due):
        if made.fresh(again).state == "declared":
            actions.take_effect(again.pk, by=CLOCK, key=f"worker {number}")
        run_waiting()

all_at_once(work)
with made.at(due):
    run_waiting()
both = Line.objects.filter(verb="test.noted", about_id=again.pk).count()
print(json.dumps({"both": both, "again": made.fresh(again).state, "moments": moments, "noted": noted, "keys": len(keys.all_kept()),
                  "state": made.fresh(poll).state, "closes": Line.objects.filter(verb="ballots.seal-box", about_id=poll.pk).count()}))
"""


def test_a_close_and_an_effect_survive_being_killed_at_any_moment_and_many_workers_at_once(installation):
    found = json.loads(installation.run(DRILL, seconds=500).splitlines()[-1])
    assert min(found["moments"]) > 10, found
    assert (found["both"], found["again"]) == (1, "done")
    assert (found["noted"], found["closes"], found["keys"], found["state"]) == (1, 1, 0, "done")

"""Six processes vote for the same few people while the box is closed: each person has one vote or none, and nothing is lost."""

import json

SET_UP = """
import json
from tests.decide.ballots import made
estate = made.estate(8)
poll = made.opened(estate)
print(json.dumps([str(poll.pk), poll.opens.isoformat(), poll.closes.isoformat(), [str(voter.person) for voter in estate.voters]]))
"""
VOTE = """
import random, sys, time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from letgo.commons.people.rules import Actor
from letgo.commons.record import clock
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import actions
from letgo.decide.ballots.models import Option
opens, closes = datetime.fromisoformat({opens!r}), datetime.fromisoformat({closes!r})
clock.set_clock(lambda: closes - timedelta(seconds=1))
people, chance = [UUID(text) for text in {people!r}], random.Random({number})
options = list(Option.objects.filter(none=False).values_list("pk", flat=True))
print("ready", flush=True)
while not Path({go!r}).exists(): time.sleep(0.005)
voted, refused = set(), 0
for i in range(400):
    who = chance.choice(people)
    try:
        actions.cast(UUID({poll!r}), chance.sample(options, 2), by=Actor(roles=frozenset({{"anyone", "person"}}), person=who))
        voted.add(str(who))
    except Refused:
        refused += 1
        break
import json
print(json.dumps([sorted(voted), refused]), flush=True)
"""
CLOSE = """
import json, time
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions
from letgo.decide.ballots.models import OpenBallot, OpenMark, Poll, SealedBallot, SealedMark, SealedSlip
from tests.decide.ballots import made
poll = Poll.objects.get()
while OpenBallot.objects.count() < 4: time.sleep(0.05)
with made.at(poll.closes):
    actions.close_poll(poll.pk, by=CLOCK, key="close")
time.sleep(2)
marks = SealedMark.objects.all()
print(json.dumps({
    "open": OpenBallot.objects.count() + OpenMark.objects.count(),
    "sealed": [SealedBallot.objects.count(), SealedSlip.objects.count(), marks.count()],
    "marked": sorted(str(mark.entry.person_id) for mark in marks),
    "said": Poll.objects.get().ballots,
}))
"""


def test_votes_that_race_the_close_are_in_the_box_or_refused(installation, tmp_path):
    poll, opens, closes, people = json.loads(installation.run(SET_UP).splitlines()[-1])
    go = tmp_path / "go"
    values = {"poll": poll, "opens": opens, "closes": closes, "people": people, "go": str(go)}
    writers = [installation.start(VOTE.format(number=number, **values)) for number in range(6)]
    for writer in writers:
        assert writer.stdout.readline().strip() == "ready"
    go.touch()
    found = json.loads(installation.run(CLOSE).splitlines()[-1])
    said = [json.loads(writer.communicate(timeout=240)[0].splitlines()[-1]) for writer in writers]
    voted = sorted(set().union(*(names for names, _ in said)))
    assert found["open"] == 0
    assert found["sealed"] == [len(voted)] * 3
    assert found["marked"] == voted, "who was told that they voted has, and nobody else"
    assert found["said"] == len(voted)

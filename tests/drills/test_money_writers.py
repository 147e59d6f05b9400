"""Eight processes move money at once between the same few pots, two of them with each key: nothing is lost, doubled or made."""

import json

SET_UP = """
import json
from tests.commons.money.conftest import make
money = make()
print(json.dumps([str(pot.pk) for pot in (money.outside, money.council, money.estate)]))
"""
WRITE = """
import random, sys, time
from pathlib import Path
from uuid import UUID
from letgo.commons.money import actions
from letgo.commons.record.refusals import Refused
from tests.commons.money.conftest import CAUSE, TEST
pots = [UUID(text) for text in {pots!r}]
chance = random.Random({pair})
print("ready", flush=True)
while not Path({go!r}).exists(): time.sleep(0.005)
done = refused = 0
for i in range({many}):
    key, way = f"{pair}:{{i}}", chance.sample(pots[1:] + pots[:1], 2)
    pence, act = chance.randint(1, 4000), chance.random()
    try:
        if act < 0.5:
            actions.transfer(*way, pence, CAUSE, TEST, key)
        else:
            held = actions.hold(*way, pence, CAUSE, TEST, key)
            if act < 0.8:
                actions.capture(held, max(1, pence // 2), TEST, key + ":end")
            elif act < 0.95:
                actions.release(held, TEST, key + ":end")
        done += 1
    except Refused as no:
        refused += 1
print(done, refused, flush=True)
"""
LOOK = """
import json
from letgo.commons.money.models import Entry, Pot, Transfer
from letgo.commons.money.verifying import verify
from letgo.commons.record.models import Line
below = [str(e) for e in Entry.objects.select_related("pot") if e.pot.floor is not None and e.standing.available < e.pot.floor]
print(json.dumps({
    "faults": [text for holds, text in verify() if not holds],
    "below": below,
    "transfers": Transfer.objects.count(),
    "keys": Transfer.objects.values("key").distinct().count(),
    "lines": Line.objects.filter(about_kind="transfer").count(),
    "paid": Transfer.objects.filter(move="post").count(),
}))
"""
PAIRS, EACH = 4, 25


def test_eight_writers_at_once_lose_and_double_nothing(installation, tmp_path):
    pots = json.loads(installation.run(SET_UP).splitlines()[-1])
    go = tmp_path / "go"
    writers = [
        installation.start(WRITE.format(pots=pots, pair=pair, go=str(go), many=EACH))
        for pair in range(PAIRS)
        for _ in "AB"
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    go.touch()
    said = [writer.communicate(timeout=240)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(writers), said
    found = json.loads(installation.run(LOOK).splitlines()[-1])
    assert found["faults"] == []
    assert found["below"] == []
    assert found["transfers"] == found["keys"] == found["lines"]
    done = [int(text.split()[0]) for text in said]
    assert min(done) > EACH // 3, said
    assert PAIRS * EACH // 3 < found["transfers"] <= 2 + 2 * PAIRS * EACH

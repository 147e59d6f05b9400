"""kill -9 before each SQL statement, and before and after each commit, of every act that moves money; then the same key again."""

import json

import pytest

DRILL = """
import json
from letgo.commons.money import actions, queries
from letgo.commons.money.models import Approval, Pot, Step, Transfer
from letgo.commons.money.rules import Terms
from letgo.commons.money.verifying import verify
from letgo.commons.record.models import Line
from tests.commons.money.conftest import CAUSE, TEST, make, someone
from tests.drills.killing import killed_at, within

money = make()
treasurer = someone("treasurer", money.board)
second = someone("treasurer", money.board)
ready = {}

def prepare(n):
    ready["held"] = actions.hold(money.estate, money.outside, 10, CAUSE, TEST, f"held {n}")
    ready["paid"] = actions.transfer(money.estate, money.outside, 10, CAUSE, TEST, f"paid {n}")
    if ACT in ("approve", "ask"):
        actions.set_terms(money.estate, Terms(two_people_from=10), TEST, "terms", officer_at=money.board)
    if ACT == "approve":
        ready["asked"] = actions.transfer(money.estate, money.outside, 10, CAUSE, treasurer, f"asked {n}").approval

ACTS = {
    "transfer": lambda key: actions.transfer(money.estate, money.outside, 10, CAUSE, treasurer, key),
    "ask": lambda key: actions.transfer(money.estate, money.outside, 10, CAUSE, treasurer, key),
    "hold": lambda key: actions.hold(money.estate, money.outside, 10, CAUSE, treasurer, key),
    "capture": lambda key: actions.capture(ready["held"], 7, treasurer, key),
    "release": lambda key: actions.release(ready["held"], treasurer, key),
    "reverse": lambda key: actions.reverse(ready["paid"], treasurer, key),
    "step": lambda key: actions.step(ready["paid"], "sent", treasurer, key),
    "approve": lambda key: actions.approve(ready["asked"], True, second, key),
    "give-back": lambda key: actions.give_back(money.estate, CAUSE, TEST, key),
}
ACT = {act!r}
deaths, n, said = 0, 0, []
while True:
    n += 1
    prepare(n)
    before = {"transfers": Transfer.objects.count(), "steps": Step.objects.count(), "approvals": Approval.objects.count()}
    standing = queries.balance(money.estate)
    was = killed_at(n, lambda: ACTS[ACT](f"key {n}"))
    deaths += was == "killed"
    faults = [text for holds, text in verify() if not holds]
    assert not faults, (n, was, faults)
    assert within(lambda: ACTS[ACT](f"key {n}")) == "done"
    assert within(lambda: ACTS[ACT](f"key {n}")) == "done"
    faults = [text for holds, text in verify() if not holds]
    assert not faults, (n, was, faults)
    after = {"transfers": Transfer.objects.count(), "steps": Step.objects.count(), "approvals": Approval.objects.count()}
    said.append({name: after[name] - before[name] for name in after})
    assert Line.objects.filter(about_kind="transfer").count() == Transfer.objects.count()
    if ACT == "give-back":
        actions.transfer(money.council, money.estate, standing.available, CAUSE, TEST, f"again {n}")
    if was == "done":
        break
print(json.dumps({"deaths": deaths, "said": said}))
"""

# What each act adds, once, whatever happened to its first attempt.
ADDS = {
    "transfer": {"transfers": 1, "steps": 0, "approvals": 0},
    "ask": {"transfers": 1, "steps": 0, "approvals": 1},
    "hold": {"transfers": 1, "steps": 0, "approvals": 0},
    "capture": {"transfers": 1, "steps": 0, "approvals": 0},
    "release": {"transfers": 1, "steps": 0, "approvals": 0},
    "reverse": {"transfers": 1, "steps": 0, "approvals": 0},
    "step": {"transfers": 0, "steps": 1, "approvals": 0},
    "approve": {"transfers": 1, "steps": 0, "approvals": 0},
    "give-back": {"transfers": 1, "steps": 0, "approvals": 0},
}


@pytest.mark.parametrize("act", ADDS)
def test_an_act_killed_anywhere_and_tried_again_is_done_once(installation, act):
    found = json.loads(installation.run(DRILL.replace("{act!r}", repr(act)), seconds=240).splitlines()[-1])
    assert found["deaths"] >= 6  # before each statement, around each commit
    assert all(said == ADDS[act] for said in found["said"]), found["said"]

"""Many stand and few vote: each goes out by lot, and the report says each lot once."""

import json
from random import Random

from letgo.engines.counting.certificate import certificate
from letgo.engines.counting.counting import Settings, count
from letgo.engines.counting.election import Candidate, election_of
from letgo.engines.counting.report import report
from letgo.engines.sealing import verify
from letgo.engines.sealing.lots import lot


def test_each_lot_stands_once_and_the_proof_is_still_counted_again():
    chance, many = Random(3), 120
    ballots = [(1, tuple(chance.sample(range(1, many + 1), 4))) for _ in range(16)]
    election = election_of([Candidate(f"Person {n}") for n in range(1, many + 1)], 5, ballots, [])
    done = count(election, Settings(rule="scottish-stv", seats=5, election="here", seed="4 2 6"))
    told = report(done, ())
    drawn = {number for tie in told["ties"] if tie["by"] == "lot" for number in tie["tied"]}
    assert len(drawn) > 100
    assert told["lot_of"] == {str(number): lot("here", "4 2 6", str(number)) for number in drawn}
    assert json.dumps(told).count(told["lot_of"][str(min(drawn))]) == 1
    assert len(json.dumps(told)) < 400_000  # 1.0 MB with every lot in every tie
    assert max(len(stage["text"]) for stage in told["stages"]) < 600
    proof = json.loads(certificate(done))
    assert all(verify.check(verify.parse(certificate(done))))
    assert "lot_of" not in proof["result"]

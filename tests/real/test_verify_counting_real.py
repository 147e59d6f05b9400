"""A resident recounts a real ward with verify.py alone: the engine's certificate holds, and stops holding when one claim is changed."""

import hashlib
import json
from pathlib import Path

import pytest

from letgo.engines.counting.certificate import certificate
from letgo.engines.counting.counting import Settings, count
from letgo.engines.counting.files import load
from letgo.engines.sealing.verify import check, parse
from tests.engines.sealing.elections import edits
from tests.engines.sealing.plain_sharing import seal
from tests.engines.sealing.test_verify_counting import holds

pytestmark = pytest.mark.real
PART = 6  # one file in so many; 1 for all of them
OTHERS = ["approval", "block", "plurality", "ranked-pairs", "schulze", "minimax"]


@pytest.fixture(scope="module")
def wards(real_data: Path) -> list[Path]:
    """One file in PART, by the hash of its name."""
    files = sorted([*real_data.glob("stv/wards/*.csv"), *real_data.glob("stv/by-elections/*.blt")])
    if not files:
        pytest.skip("stv is not in the real data: set LETGO_DATA to its folder")
    return [file for file in files if hashlib.sha256(file.name.encode()).digest()[0] % PART == 0]


def test_every_real_ward_is_recounted_by_the_law(wards):
    for file in wards:
        made = parse(certificate(count(load(file)[0], Settings("scottish-stv"))))
        assert [line.split(":")[0] for line in check(made)] == ["digest", "ballots", "stages", "elected"], file.name


def test_some_are_recounted_by_every_other_rule(wards):
    for at, file in enumerate(wards[::3]):
        made = parse(certificate(count(load(file)[0], Settings(OTHERS[at % len(OTHERS)]))))
        assert holds(made), file.name


def test_no_changed_claim_of_a_real_ward_holds(wards):
    made = json.loads(certificate(count(load(wards[0])[0], Settings("scottish-stv"))))
    for path, edited in edits(made["result"], 20):
        assert not holds(seal({**made, "result": edited})), path

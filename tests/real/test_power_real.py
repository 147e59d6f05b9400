"""Power indices against the published examples in the shared data."""

import json
from fractions import Fraction

import pytest

from letgo.engines.counting.power import banzhaf

pytestmark = pytest.mark.real


def test_every_published_banzhaf_index_is_ours(real_data):
    place = real_data / "power" / "vectors.json"
    if not place.exists():
        pytest.skip(f"there is no {place.name} in the shared data: no published power indices to compare with")
    cases = json.loads(place.read_text(encoding="utf-8"))["banzhaf_normalised"]
    assert cases
    for case in cases:
        assert banzhaf(case["weights"], case["quota"]) == tuple(map(Fraction, case["banzhaf"])), case

"""ERS97 on real wards: the product's count beside the plain one, paper by paper."""

import json
from fractions import Fraction

import pytest

from letgo.engines.counting import ers97
from letgo.engines.counting.files import load
from tests.engines.counting.ers97_plain import officer

pytestmark = pytest.mark.real


def test_real_wards_are_filled_and_none_of_their_votes_goes_astray(real_data):
    """Every fourth ward, and of these every twelfth beside the plain count."""
    wards = json.loads((real_data / "stv" / "expected.json").read_text(encoding="utf-8"))
    for at, ward in enumerate([*wards["elections"].values(), *wards["by_elections"].values()][::4]):
        election, _ = load(real_data / "stv" / ward["file"])
        count = ers97.count(election)
        assert len(set(count.winners)) == election.seats, ward["file"]
        assert all(sum(stage.totals) + stage.lost == ward["valid"] * 100 for stage in count.stages), ward["file"]
        if at % 12 == 0:
            sheet, winners = officer(election)
            found = [
                (stage.action, stage.excluded, stage.elected, tuple(Fraction(votes, 100) for votes in stage.totals))
                for stage in count.stages
            ]
            assert found == [row[:4] for row in sheet], ward["file"]
            assert list(count.winners) == winners

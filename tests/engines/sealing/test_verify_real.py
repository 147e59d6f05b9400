"""Certificates of real elections hold, and stop holding when one claim is changed. Needs the real data."""

import json

import pytest

from letgo.engines.sealing.verify import check
from letgo.engines.sharing.certificate import certificate
from letgo.engines.sharing.fund import count
from letgo.engines.sharing.pabulib import load
from letgo.engines.sharing.settings import Settings
from tests.engines.sealing.elections import edits
from tests.engines.sealing.plain_sharing import seal
from tests.engines.sealing.test_verify_sharing import holds

pytestmark = pytest.mark.real

COUNTS = [
    ("Poland_Wieliczka_2023_Green_Budget", {}),
    ("Poland_Wieliczka_2023_Green_Budget", {"rule": "phragmen"}),
    ("Poland_Zabrze_2021_Zaborze_Poludnie", {"completion": "none"}),  # one project, cost = budget
    ("Poland_Krakow_2023_Mistrzejowice", {"utility": "score", "completion": "none"}),  # ranks, decimals
    ("Switzerland_Zurich_S5D10", {"utility": "score", "completion": "fill"}),
    ("Poland_Warszawa_2026_Blonia_Wilanowskie", {"utility": "cardinality", "ties": "id", "completion": "fill"}),
    ("Poland_Lodz_2022_Zdrowie-Mania", {"rule": "greedy"}),
    ("Poland_Gdynia_2020_Obluze__small", {"start": "integral", "completion": "none"}),
]


@pytest.fixture(params=COUNTS, ids=lambda param: " ".join([param[0], *param[1].values()]))
def document(request, real_data):
    name, settings = request.param
    file = real_data / "pb/instances" / f"{name}.pb"
    if not file.is_file():
        pytest.skip(f"{file.name} is not in the real data: set LETGO_DATA to its folder")
    election, _ = load(file)
    return json.loads(certificate(count(election, Settings(**settings))))


def test_a_real_certificate_holds_and_no_changed_claim_does(document):
    assert list(check(document))
    for part in ("result", "greedy", "audit"):
        for path, edited in edits(document[part], 4):
            assert not holds(seal({**document, part: edited})), (part, path)

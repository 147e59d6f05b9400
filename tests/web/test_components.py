"""Our components say exactly what GOV.UK Frontend's own fixtures say; only white space may differ."""

import json
import re
from pathlib import Path

import pytest

from letgo.web.ui.components import USED, component, macros

pytestmark = pytest.mark.look

FIXTURES = Path(__file__).resolve().parents[2] / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"


def fixtures():
    for name in USED:
        for fixture in json.loads((FIXTURES / name / "fixtures.json").read_text(encoding="utf-8"))["fixtures"]:
            yield pytest.param(name, fixture, id=f"{name}: {fixture['name']}")


def plain(html: str) -> str:
    """Without white space between tags, and with one space elsewhere; quotation marks written one way."""
    html = str(html)
    for quote, ways in {'"': ("&#34;", "&quot;"), "'": ("&#39;", "&apos;")}.items():
        for way in ways:
            html = html.replace(way, quote)
    html = re.sub(r"\s+", " ", html)
    return re.sub(r"\s*([<>])\s*", r"\1", html).strip()


@pytest.mark.parametrize(("name", "fixture"), list(fixtures()))
def test_a_component_equals_the_official_fixture(name, fixture):
    assert plain(component(macros(), name, fixture["options"])) == plain(fixture["html"])


def test_a_text_is_escaped():
    assert "<script>" not in component(macros(), "button", {"text": "<script>alert(1)</script>"})


def test_every_component_has_official_fixtures():
    assert {name for name in USED if (FIXTURES / name / "fixtures.json").is_file()} == set(USED)

"""The colours of letgo.css, measured: what people read stands out enough from what it stands on."""

import re

import pytest

from letgo.web.ui.components import WEB

pytestmark = pytest.mark.look

CSS = (WEB / "ui" / "css" / "letgo.css").read_text(encoding="utf-8")
TOKENS = {"white": "#ffffff", **dict(re.findall(r"--(?:lg|govuk)-([\w-]+): (#[0-9a-f]{6})", CSS))}
TEXT, SHAPE = 4.5, 3.0

# (what, on what, at least, as measured)
PAIRS = [
    ("ink", "white", TEXT, 17.0), ("ink", "linen", TEXT, 15.6), ("ink", "tint", TEXT, 14.6),
    ("soft", "white", TEXT, 7.8), ("soft", "linen", TEXT, 7.1), ("soft", "tint", TEXT, 6.7),
    ("harbour", "white", TEXT, 9.1), ("harbour", "linen", SHAPE, 8.4), ("white", "harbour-deep", TEXT, 13.7),
    ("link-colour", "white", TEXT, 8.3), ("link-colour", "linen", TEXT, 7.7), ("link-colour", "tint", TEXT, 7.2),
    ("link-visited-colour", "white", TEXT, 9.3), ("link-visited-colour", "linen", TEXT, 8.6),
    ("ink", "marigold", TEXT, 10.7), ("white", "ink", TEXT, 17.0),
    ("amber", "white", SHAPE, 4.0), ("plum", "white", SHAPE, 7.8), ("stone", "white", SHAPE, 4.0),
    ("amber", "linen", SHAPE, 3.7), ("plum", "linen", SHAPE, 7.2), ("stone", "linen", SHAPE, 3.6),
    ("broken", "white", TEXT, 8.2), ("broken", "broken-bg", TEXT, 7.0), ("kept", "white", TEXT, 7.3),
    ("kept", "kept-bg", TEXT, 6.3), ("late", "late-bg", TEXT, 6.6), ("waiting", "waiting-bg", TEXT, 7.6),
]  # fmt: skip


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(TOKENS[a]), luminance(TOKENS[b])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("what", "on", "least", "measured"), PAIRS)
def test_a_colour_stands_out_from_its_ground(what, on, least, measured):
    assert contrast(what, on) >= least
    assert contrast(what, on) == pytest.approx(measured, abs=0.06)


def test_marigold_is_never_the_colour_of_words():
    rules = re.findall(r"[^-\w]color:\s*([^;}]+)", CSS)
    assert not [rule for rule in rules if "marigold" in rule]


def test_patterns_wear_the_same_colours_as_their_outlines():
    patterns = (WEB / "ui" / "templates" / "patterns.html").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-f]{6}", patterns)) == {TOKENS["harbour"], TOKENS["amber"], TOKENS["plum"]}


def test_every_focus_is_seen():
    assert "outline: none" not in CSS
    assert "outline: 0" not in CSS

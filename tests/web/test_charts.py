"""Pictures: same values, same bytes; words that fit; nothing that a phone, a printer or the content policy would spoil."""

import itertools
import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.web.checks import pictures
from letgo.web.ui import charts
from tests.web import reports

pytestmark = pytest.mark.look

NAMES = st.text(max_size=90).map(lambda text: re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", " ", text))
COUNTS = st.integers(0, 5_000_000)
BARS = st.lists(st.builds(charts.Bar, NAMES, st.just("12 people"), COUNTS, st.integers(1, 4)), min_size=1, max_size=6)
BOXES = st.lists(
    st.builds(
        charts.Box, NAMES, st.just("£9,800"), st.just("191 paid £51.31"), COUNTS,
        st.fractions(0, 10_000), COUNTS, st.fractions(0, 10_000),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))


def texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in drawn(svg).iter("text")]


def checked(svg: str) -> None:
    root = drawn(svg)
    assert "viewBox" not in root.attrib
    assert root.attrib["role"] == "img"
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert {e.tag for e in root.iter()} <= {"svg", "title", "desc", "text", "tspan", "rect", "line"}
    assert "style" not in {name for e in root.iter() for name in e.attrib}
    for rect in root.iter("rect"):
        assert rect.attrib["x"].endswith("%")
        assert rect.attrib["width"].endswith("%")
        assert rect.attrib["y"].endswith("em")
        assert Fraction(rect.attrib["x"][:-1]) + Fraction(rect.attrib["width"][:-1]) <= 100
        assert Fraction(rect.attrib["width"][:-1]) >= 0


@given(BARS)
def test_bars_are_whole_and_their_labels_fit(rows):
    svg = charts.bars("x", "Title", "Says", rows, "people")
    checked(svg)
    assert max(map(charts.width, texts(svg))) <= charts.LABEL


@given(
    st.lists(
        st.builds(
            charts.Pile, NAMES, st.just("1,204.50, elected"),
            st.lists(st.tuples(st.fractions(0, 10**6, max_denominator=10**5), st.integers(1, 4)), max_size=3),
        ),
        min_size=1,
        max_size=6,
    ),
    st.fractions(0, 10**6, max_denominator=100),
)  # fmt: skip
def test_piles_are_whole_never_run_over_and_their_labels_fit(rows, goal):
    svg = charts.piles("x", "Title", "Says", rows, "votes", goal)
    checked(svg)
    assert max(map(charts.width, texts(svg))) <= charts.LABEL
    assert str(svg).count("lg-goal") in (0, len(rows))


@given(
    st.lists(
        st.builds(charts.Stair, NAMES, st.just("decided together"), st.integers(1, 4), st.integers(0, 4)),
        min_size=1,
        max_size=8,
    )
)
def test_stairs_are_whole_and_their_labels_fit(rows):
    svg = charts.stairs("x", "Title", "Says", rows)
    checked(svg)
    assert max(map(charts.width, texts(svg))) <= charts.LABEL
    dashed = [rect for rect in drawn(svg).iter("rect") if rect.attrib["class"] == "lg-m4"]
    assert len(dashed) == sum(row.promised > row.reached for row in rows)


@given(st.lists(st.builds(charts.Parts, NAMES, st.just("4 of 12 powers"), st.integers(0, 60)), min_size=1, max_size=4))
def test_blocks_are_whole_and_can_be_counted(rows):
    total = max(row.full for row in rows)
    svg = charts.blocks("x", "Title", "Says", rows, total)
    checked(svg)
    full = [rect for rect in drawn(svg).iter("rect") if rect.attrib["class"] == "lg-m1"]
    assert len(full) == (sum(row.full for row in rows) if total <= 40 else len(rows))


@given(BOXES)
def test_boxes_are_whole_and_their_labels_fit(rows):
    svg = charts.boxes("x", "Title", "Says", rows, "people")
    checked(svg)
    assert max(map(charts.width, texts(svg))) <= charts.LABEL


@given(BOXES)
def test_the_same_values_give_the_same_bytes(rows):
    again = [charts.Box(**{name: getattr(row, name) for name in charts.Box.__dataclass_fields__}) for row in rows]
    assert charts.boxes("x", "t", "s", rows, "u").encode() == charts.boxes("x", "t", "s", again, "u").encode()


def test_a_box_is_as_large_as_its_price():
    """Width times height is what was paid, on one scale for all boxes and both kinds of payers."""
    svg = drawn(pictures.who_paid(reports.canal_street()).picture)
    full = [r for r in svg.iter("rect") if r.attrib["class"] == "lg-m1"]
    less = [r for r in svg.iter("rect") if r.attrib["class"] == "lg-m2"]
    bought = reports.canal_street()["count"]["purchases"]
    for rects, paid in (
        (full, [p["full"] * Fraction(p["price_money"]) for p in bought]),
        (less, [Fraction(p["partial_money"]) for p in bought if p["partial"]]),
    ):
        sizes = [Fraction(r.attrib["width"][:-1]) * Fraction(r.attrib["height"][:-2]) for r in rects]
        scale = [size / money for size, money in zip(sizes, paid, strict=True)]
        assert max(scale) / min(scale) < Fraction(103, 100)


def test_a_box_too_thin_to_see_is_confessed():
    thin = charts.Box("a", "£1", "1 paid £1", 1, Fraction(1))
    tall = charts.Box("b", "£1", "1 paid £99", 1, Fraction(99))
    assert charts.too_thin([thin, tall])
    assert not charts.too_thin([tall, tall])


@given(COUNTS)
def test_ticks_are_few_round_and_reach_the_end(most):
    ticks = charts.round_ticks(most)
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert 3 <= len(ticks) <= 5
    assert str(ticks[1]).rstrip("0") in {"1", "2", "5"}
    assert len({b - a for a, b in itertools.pairwise(ticks)}) == 1


@given(st.text(max_size=200), st.integers(4, 40), st.integers(1, 3))
def test_lines_never_run_over(text, room, most):
    rows = charts.lines(text, room, most)
    assert 1 <= len(rows) <= most
    assert all(charts.width(row) <= room for row in rows)


def test_a_short_name_is_one_line_and_a_long_one_two():
    assert charts.lines("Bin stores that shut") == ["Bin stores that shut"]
    assert charts.lines("Raised beds wheelchair users can reach") == ["Raised beds wheelchair users can", "reach"]
    assert charts.lines("one two three four five six seven eight nine ten " * 3)[1].endswith("…")


def test_a_script_in_a_name_stays_a_name():
    svg = charts.bars("x", "<b>", "</desc>", [charts.Bar("<script>alert(1)</script>", "1", 1)], "u")
    checked(svg)
    assert "<script" not in svg

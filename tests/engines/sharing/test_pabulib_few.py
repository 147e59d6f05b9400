"""A short file read line by line gives what the columns give: the same election, the same notes, the same refusal."""

import pickle
from copy import copy
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as checks
from hypothesis import strategies as st

from letgo.engines.sharing import pabulib_few, pabulib_text
from letgo.engines.sharing.pabulib import load
from letgo.engines.sharing.pabulib_few import read_few
from letgo.engines.sharing.pabulib_head import read_head
from letgo.engines.sharing.pabulib_text import Reader
from letgo.engines.sharing.problem import BadFile
from tests.engines.sharing.pb_files import pb, read
from tests.engines.sharing.test_pabulib_shapes import LINES, POINTS, always, files, needed, written


def told(raw: bytes, most: int) -> object:
    """What comes of these bytes when up to `most` of them are read line by line; types of the arrays included."""
    before, pabulib_few.FEW_BYTES = pabulib_few.FEW_BYTES, most
    try:
        election, notes = read(raw)
    except BadFile as bad:
        return str(bad)
    finally:
        pabulib_few.FEW_BYTES = before
    arrays = (election.starts, election.named, election.weights, election.marks)
    return election, notes, [None if a is None else (a.dtype, a.flags.writeable) for a in arrays]


def same(raw: bytes) -> None:
    assert told(raw, pabulib_few.FEW_BYTES) == told(raw, -1)


def same_by_line(raw: bytes) -> None:
    """What stands before the voters, read at once or line by line."""
    at_once = told(raw, pabulib_few.FEW_BYTES)
    head, pabulib_text.Reader.head = pabulib_text.Reader.head, lambda _: []
    try:
        assert told(raw, pabulib_few.FEW_BYTES) == at_once
    finally:
        pabulib_text.Reader.head = head


@given(files(), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", " ", "\t"]), st.integers(1, 400))
def test_the_same_from_any_file_in_blocks_of_any_size(parts, end, blank, block):
    raw = written(parts, needed, end, blank)
    before, pabulib_text.BLOCK = pabulib_text.BLOCK, block
    try:
        same(raw)
        same(raw.removesuffix(end.encode()))
    finally:
        pabulib_text.BLOCK = before


HEAD = ["META", "budget;10", "PROJECTS", "project_id;cost", "1;5", "2;5", "x;1e6", "VOTES"]
VOTERS = [
    "a;1",
    "b;1,2;3,4",
    "c;2,2;1,1",
    "d;;",
    "e",
    "h;,1,,2,;0,0.5",
    "i; 1 , 2 ;\t3,4 ",
    ";",
    "j;2;1",
    "k;2,1;1.5,1",
]
VOTERS += [
    "VOTES",
    " votes;;",
    ";1;1",
    "j;2;1",
    "l;9;1",
    "m;1;-1",
    "n;1;1e9",
    "o;1;2e9",
    "META;1",
    "p;1,2",
    "q;x;7;u",
    "\x0b",
    "r;1;1\0",
]


@given(
    st.sampled_from(["approval", "choose-1", "ordinal", "scoring", "cumulative"]),
    st.lists(st.sampled_from(["max_length;1", "min_length;2", "max_sum_cost;7", "max_sum_points;4", "num_votes;3"])),
    st.sampled_from(["voter_id;vote;points", "vote;voter_id;points", "points;vote;x;voter_id", "voter_id;vote"]),
    st.lists(st.sampled_from(VOTERS + LINES), max_size=12)
    | st.lists(st.sampled_from(VOTERS[:10]), max_size=9, unique=True),
    st.sampled_from(["\n", "\r\n"]),
)
@checks(max_examples=1000)
def test_the_same_from_any_voters_lines(kind, limits, header, voters, end):
    same(end.join([HEAD[0], f"vote_type;{kind}", *limits, *HEAD[1:], header, *voters]).encode())


@given(st.data())
@checks(max_examples=300)
def test_the_same_from_a_damaged_file(data):
    raw = bytearray(data.draw(st.sampled_from([pb(), pb(meta={"vote_type": "ordinal"}), POINTS])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        some = st.sampled_from([b";", b",", b'"', b"\n", b"\r", b" ", b"-", b"\xff", b"\0", b"VOTES\n"])
        raw[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=4) | some)
    same(bytes(raw))


def test_a_plain_short_file_is_read_line_by_line_and_an_odd_or_long_one_is_not():
    def few(raw: bytes) -> object:
        reader = Reader(BytesIO(raw))
        return read_few(reader, read_head(reader))

    assert few(pb())
    assert few(POINTS)
    assert few(pb(votes=["voter_id;vote", "a;1,1"])) is None
    assert few(pb(votes=["voter_id;vote", *(f"{k};1" for k in range(pabulib_few.FEW_VOTERS))]))
    assert few(pb(votes=["voter_id;vote", *(f"{k};1" for k in range(pabulib_few.FEW_VOTERS + 1))])) is None
    assert few(pb(votes=["voter_id;vote", f"{'a' * pabulib_few.FEW_BYTES};1"])) is None
    few_projects = ["project_id;cost", *(f"{k};1" for k in range(pabulib_few.FEW_PROJECTS))]
    assert few(pb(projects=few_projects, votes=["voter_id;vote", "a;254,0"]))
    assert few(pb(projects=[*few_projects, "x;1"], votes=["voter_id;vote", "a;254,0"])) is None


EACH = st.sampled_from(["", "5", " 5", "007", "1000", "1.5", "-1", "+4", ";", "é", "٣"]) | st.integers(0, 999).map(str)
BALLOTS = st.lists(st.lists(EACH, min_size=1, max_size=5), min_size=1, max_size=9)
PLAIN = st.lists(st.lists(st.integers(0, 999).map(str), min_size=1, max_size=5), min_size=1, max_size=60)


@given(BALLOTS | PLAIN)
@checks(max_examples=500)
def test_points_are_the_same_read_at_once_or_text_by_text(ballots):
    texts = [",".join(each) for each in ballots]
    small = pabulib_few._small(texts)
    given = {text for each in ballots for text in each}
    if small is None:
        assert len(given) > 255 or not all(len(text) < 4 and text.isascii() and text.isdigit() for text in given)
    else:
        places, worth = pabulib_few._distinct(texts)
        assert (small[0], small[1].tolist()) == (places, worth.tolist())


@given(st.sampled_from(["ordinal", "scoring"]), st.integers(250, 260), st.randoms(use_true_random=False))
@checks(max_examples=20)
def test_the_same_from_long_ballots_with_hundreds_of_different_points(kind, many, chance):
    """Places and points are kept as bytes: 256 of a kind fit, and one more is left to the columns."""
    ids = [str(c) for c in range(many)]
    lines = ["voter_id;vote;points"]
    for voter in range(3):
        chance.shuffle(ids)
        points = [str(chance.choice([c, c / 2, f"{c}.0", 10**9])) for c in range(many)]
        lines.append(f"{voter};{','.join(ids)};{','.join(points)}")
    same(pb(meta={"vote_type": kind}, projects=["project_id;cost", *(f"{c};1" for c in ids)], votes=lines))


def test_a_project_called_as_the_marks_between_ballots_is_a_project():
    raw = pb(projects=["project_id;cost", '";";1', "2;1"], votes=["voter_id;vote", "a;2", "b;2"])
    same(raw)
    assert list(read(raw)[0].ballots()) == [(2, (1,), None)]


@pytest.mark.parametrize("raw", [pb(), POINTS, pb(meta={"vote_type": "ordinal"})])
def test_arrays_made_when_first_asked_for_are_as_those_that_were_there(raw):
    """Whatever asks first: a copy, a pickle, a comparison or another election made from it."""
    for used in (copy, lambda one: pickle.loads(pickle.dumps(one)), replace):
        assert used(read(raw)[0]) == read(raw)[0]
    election, _ = read(raw)
    assert election.starts is election.starts
    with pytest.raises(AttributeError, match="no what"):
        election.what  # noqa: B018


HEADS = ["META", "PROJECTS", "VOTES", " votes ;", "VOTES;x", "VOTERS", "project_id;cost;name", "key;value", "budget;10"]
HEADS += [
    "1;5;A",
    "2 ; 6;B ",
    '3;7;"C; d"',
    '4;7;"E',
    'F"',
    ";",
    ";;x",
    "5;1;G;more",
    "voter_id;vote",
    "a;1",
    'b;"1,2"',
]


@given(st.lists(st.sampled_from(HEADS), max_size=14), st.sampled_from(["\n", "\r\n"]))
@checks(max_examples=1000)
def test_the_same_from_a_head_read_at_once_and_line_by_line(lines, end):
    """Whatever stands before the voters."""
    usual = ["META", "budget;10", "PROJECTS", "project_id;cost;name", *lines, "VOTES", "voter_id;vote", "c;1"]
    for raw in (end.join(lines).encode(), end.join(usual).encode()):
        same_by_line(raw)


@given(files(), st.booleans(), st.booleans(), st.randoms(use_true_random=False))
def test_the_same_with_a_byte_order_mark_quotation_marks_and_mixed_line_ends(parts, mark, quotes, chance):
    lines = written(parts, always if quotes else needed).split(b"\n")[:-1]
    raw = b"".join(line + chance.choice([b"\n", b"\n", b"\r\n", b"\r"]) for line in lines)
    raw = b"\xef\xbb\xbf" * mark + raw
    same(raw)
    same_by_line(raw)


@pytest.mark.real
def test_the_same_from_every_short_real_file(real_data: Path):
    paths = [p for p in sorted((real_data / "pb" / "instances").glob("*.pb")) if p.stat().st_size < 30_000]
    assert len(paths) > 20
    for path in paths:
        same(path.read_bytes())
        assert load(path) == read(path.read_bytes())

"""Files of ballots as people make them: what is read, what is noted, what is refused in one line; and the fast reading beside the plain."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.counting import blt, council_csv, preflib
from letgo.engines.counting.files import load
from letgo.engines.counting.lines import Lines
from letgo.engines.sealing.reading import BadFile
from tests.engines.counting.made import elections

WARD = (
    '3,2,\n5,1,2,\n2,2,\n1,3,1,2,\n"Candidate 1","A","P (P)",\n"Candidate 2","B","Q",\n"Candidate 3","C","",\n"A ward",'
)


def read(tmp_path: Path, text: str | bytes, name: str = "ballots.csv", **more):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load(path, **more)


def alike(one, other) -> bool:
    parts = ("candidates", "seats", "title", "withdrawn")
    return list(one.groups()) == list(other.groups()) and all(getattr(one, p) == getattr(other, p) for p in parts)


def test_a_council_ward_is_read(tmp_path):
    election, notes = read(tmp_path, WARD)
    assert list(election.groups()) == [(5, (1, 2)), (2, (2,)), (1, (3, 1, 2))]
    assert [(each.name, each.party) for each in election.candidates] == [("A", "P (P)"), ("B", "Q"), ("C", "")]
    assert (election.seats, election.title, notes) == (2, "A ward", ())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(",\n", "\n"),
        lambda text: text.replace("2,2,\n", "2,2,\n\n"),
        lambda text: text.replace("2,2,\n", "1,2,\n1,2,\n"),
    ],
)
def test_the_same_in_other_dress(tmp_path, change):
    election, _ = read(tmp_path, change(WARD))
    assert alike(election, read(tmp_path, WARD)[0])
    assert alike(election, read(tmp_path, change(WARD), plain=True)[0])


@given(election=elections())
def test_what_is_written_is_read_again_in_every_format(election, tmp_path_factory):
    lines = Lines("x", blt.write(election).split("\n"))
    assert alike(blt.read(lines), election)
    standing = election if not election.withdrawn else None
    if standing:
        place = tmp_path_factory.mktemp("ward") / "ward.csv"
        place.write_text(council_csv.write(standing))
        assert alike(load(place)[0], load(place, plain=True)[0])
        assert list(load(place)[0].groups()) == list(standing.groups())
        again = preflib.read(Lines("x", preflib.write(standing).split("\n")), standing.seats)
        assert list(again.groups()) == list(standing.groups())


@pytest.mark.parametrize(
    ("row", "code", "ranking"),
    [
        ("4,1,1,2,", "repeat", (1, 2)),
        ("4,1,,2,", "gap", (1, 2)),
        ("4,1,2=3,", "equal-ranks", (1,)),
    ],
)
def test_an_odd_ranking_is_counted_with_a_note(tmp_path, row, code, ranking):
    election, notes = read(tmp_path, WARD.replace("2,2,", row))
    assert [(note.code, note.line) for note in notes] == [(code, 3)]
    assert (4, ranking) in list(election.groups()) or (9, ranking) in list(election.groups())


def test_blt_with_commas_names_without_quotes_and_who_withdrew(tmp_path):
    text = '3 2,\n[withdrawn 3]\n-2,\n4 1 3 0,\n3 2 1 0,\n0,\nAnn ONE,\n"Ben ""B"" TWO"\nCat,THREE\nA ward,\n'
    election, notes = read(tmp_path, text, "b.blt")
    assert [each.name for each in election.candidates] == ["Ann ONE", 'Ben "B" TWO', "Cat THREE"]
    assert election.withdrawn == {2, 3}
    assert (election.title, notes) == ("A ward", ())


def test_a_table_of_numbers_after_the_title_of_a_blt_is_a_remark(tmp_path):
    """As real files have it: first preferences in a row. Only a new head or a ballot with its 0 is another election."""
    election, notes = read(tmp_path, "2 1\n3 1 2 0\n0\nAnn\nBen\nA vote\nFirst Prefs\n  3 0 2\n", "a.blt")
    assert (election.ballots, election.title) == (3, "A vote")
    assert {note.code for note in notes} == {"after-title"}


def test_preflib_with_ties_and_one_in_braces(tmp_path):
    text = "# TITLE: A vote\n# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Ann\n7: 1,{2},3\n2: {1,2},3\n"
    election, notes = read(tmp_path, text, "v.toc", seats=1)
    assert list(election.groups()) == [(2, ()), (7, (1, 2, 3))]
    assert [each.name for each in election.candidates] == ["Ann", "Candidate 2", "Candidate 3"]
    assert [note.code for note in notes] == ["equal-ranks"]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "empty"),
        ("3,2,\n5,1,x,\n" + WARD.split("\n", 4)[4], 2, "x"),
        (WARD.replace("1,3,1,2,", "1,4,1,"), 4, "4"),
        (WARD.replace("3,2,", "3,0,", 1), 1, "no seats"),
        (WARD.replace("3,2,", "9999999,2,", 1), 1, "9999999"),
        (WARD.replace('"Candidate 2"', '"Candidate 3"'), 6, "candidate 3"),
        ("3 2\n1 1 2\n0\n", 2, "without"),
        ("3 2\n1 1 0\n", 3, "ends before"),
        ("3 2\n-9 1 0\n0\n", 2, "-9"),
        ("5,1,2\n1,1\n", 1, "two numbers"),
        ("# NUMBER ALTERNATIVES: 2\nxx\n", 2, "no ballot"),
        ("hello, world\n", 1, "no file of ballots"),
        (b"3 2\n1 1 0\n0\n\xff\xfe\n", 4, "UTF-8"),
        ("3 2\n1 1 0\n0\n\0\n", 4, "no text"),
        ("3 2\n" + "1 " * 600_000 + "0\n0\n", 2, "longer"),
        ("3 2\n9999999999999 1 0\n0\n", 2, "number of ballots"),
        ("3 2\n1e5 1 0\n0\n", 2, "1e5"),
        ("３ 2\n1 1 0\n0\n", 1, "３"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_line(tmp_path, text, line, what):
    with pytest.raises(BadFile) as bad:
        read(tmp_path, text, "b.blt", seats=1)
    assert what in str(bad.value)
    assert bad.value.line == line
    assert str(bad.value).startswith("b.blt line ")
    assert "\n" not in str(bad.value)


def test_a_preflib_file_needs_to_be_told_its_seats(tmp_path):
    with pytest.raises(BadFile, match="--seats"):
        read(tmp_path, "# NUMBER ALTERNATIVES: 2\n1: 1,2\n", "v.soc")


def test_other_seats_are_a_note(tmp_path):
    election, notes = read(tmp_path, WARD, seats=1)
    assert (election.seats, [note.code for note in notes]) == (1, ["seats"])


def test_a_folder_and_nothing_at_all_are_one_line(tmp_path):
    for path in (tmp_path, tmp_path / "not-there"):
        with pytest.raises(BadFile):
            load(path)


@given(text=st.text(alphabet='0123456789,- =\n"{}:#[]abcCandidate ', max_size=200))
def test_any_text_is_read_or_refused(text, tmp_path_factory):
    place = tmp_path_factory.mktemp("any") / "any.csv"
    place.write_text(text)
    with suppress(BadFile):
        election, _ = load(place, 1)
        assert alike(election, load(place, 1, plain=True)[0])

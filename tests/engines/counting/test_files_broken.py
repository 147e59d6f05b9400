"""Broken files and bombs: cut, mixed, in other encodings, packed, endless, far too large. A count or one line, within bounds."""

import gzip
import os
import resource
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letgo.engines.counting import lines as bounds
from letgo.engines.counting import votes_per_stage
from letgo.engines.counting.files import load
from letgo.engines.counting.lines import Lines, text_of
from letgo.engines.counting.yesno import read as read_answer
from letgo.engines.sealing.reading import BadFile
from tests.engines.counting.test_files import WARD, alike, read
from tests.engines.counting.test_files_councils import COMMAS, JSON, LONG, PROFILE, TABLE
from tests.engines.counting.test_files_preflib import NEW, OLD

FIRST = "The Braes\n3 2 3 400 8\nAnn ONE,Ind,1\nBen TWO,Lab,0\nCat THREE,,0\n5 1 2 0\n2 2 0\n1 3 1 2 0\n"
BLT = '3 2\n[withdrawn 3]\n-3\n4 1 2 0\n3 2 1 0\n0\n"Ann"\n"Ben ""B"""\n"Cat"\n"A ward"\n'
KINDS = {
    "blt": BLT,
    "profile": PROFILE,
    "commas": COMMAS,
    "names-first": FIRST,
    "ward": WARD,
    "preflib": NEW,
    "preflib-old": OLD,
}
TABLES = {"wide": TABLE, "long": LONG, "json": JSON}


def refused(path: Path) -> str:
    with pytest.raises(BadFile) as bad:
        load(path, 1)
    said = str(bad.value)
    assert "\n" not in said
    assert said.startswith(path.name)
    assert said.endswith(".")
    return said


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_after_any_line_is_refused_or_has_all_its_ballots(tmp_path, kind):
    """Nothing but names can be missing where a cut file is counted."""
    rows = KINDS[kind].split("\n")
    whole, _ = read(tmp_path, KINDS[kind], seats=1)
    for end in range(len(rows)):
        place = tmp_path / "cut.txt"
        place.write_text("\n".join(rows[:end]))
        election = notes = None
        with suppress(BadFile):
            election, notes = load(place, 1)
        if election is None:
            assert "\n" not in refused(place)
            continue
        named = election.candidates == whole.candidates or any(note.code == "names-missing" for note in notes)
        assert named or kind.startswith("preflib")
        assert list(election.groups()) == list(whole.groups())


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_after_any_letter_is_read_or_refused(tmp_path, kind):
    place = tmp_path / "cut.txt"
    for end in range(len(KINDS[kind])):
        place.write_text(KINDS[kind][:end])
        with suppress(BadFile):
            load(place, 1)


@st.composite
def broken(draw):
    """A sample with lines or letters cut, doubled, swapped, moved to another sample's, or overwritten."""
    text = draw(st.sampled_from([*KINDS.values(), *TABLES.values()]))
    parts: list[str] = text.split("\n") if draw(st.booleans()) else list(text)
    glue = "\n" if len(parts) < len(text) else ""
    other = draw(st.sampled_from(list(KINDS.values()))).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at, to = draw(st.integers(0, max(len(parts) - 1, 0))), draw(st.integers(0, max(len(parts) - 1, 0)))
        match draw(st.sampled_from(["cut", "double", "swap", "move", "write", "drop"])):
            case "cut":
                parts = parts[:at]
            case "double":
                parts[at:at] = parts[at:to]
            case "swap" if parts:
                parts[at], parts[to] = parts[to], parts[at]
            case "move":
                parts[at:at] = other[: to + 1]
            case "write":
                parts[at:at] = [
                    draw(
                        st.sampled_from(
                            ["0", "-", "1e30", "1" * 400, "{", "}", '"', ",", "\0", "٣", "\x1b[2J", "=", ":", "#"]
                        )
                    )
                ]
            case "drop":
                del parts[at : at + 1]
    return glue.join(parts)


@settings(max_examples=400)
@given(text=broken())
def test_any_damage_gives_a_count_or_one_line(text, tmp_path_factory):
    place = tmp_path_factory.mktemp("any") / "any.csv"
    place.write_text(text)
    for plain in (False, True):
        with suppress(BadFile):
            election, _ = load(place, 1, plain=plain)
            assert int(election.weights.min(initial=1)) > 0
            assert all(each.name and each.name.isprintable() for each in election.candidates)
    with suppress(BadFile):
        votes_per_stage.read(text, "any.csv")
    with suppress(BadFile):
        read_answer(Lines("any.csv", text.split("\n")))


@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_count_or_one_line(data, tmp_path_factory):
    place = tmp_path_factory.mktemp("any") / "any.csv"
    place.write_bytes(data)
    with suppress(BadFile):
        load(place, 1)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (WARD.encode("utf-16"), "is text in UTF-16. Save it again as UTF-8"),
        (WARD.encode("utf-16-be"), "holds bytes that are no text"),
        (WARD.replace("A ward", "Uig is Àird").encode("latin-1"), "line 8: is not text in UTF-8. Save it again as UTF-8"),
        (WARD.encode() + b"\0", "line 8: holds bytes that are no text"),
        (gzip.compress(b"0" * 10**7), "is packed with gzip. Unpack it"),
        (b"%PDF-1.4\n", "is a PDF, made to be read by people. Ask for the same as text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a spreadsheet of an old kind. Open it and save it as CSV"),
        (b"<html><table><tr><td>3</td></tr></table>", "is no file of ballots that we know"),
        (b"option,count\nyes,5\nno,3\n", "is no file of ballots that we know"),
        (b"", "line 1: is empty. Give a file with ballots"),
        (b"\n\n\n", "is empty. Give a file with ballots"),
        (b"3 2\n1e30 1 0\n0\n", "line 2: has “1e30” for the number of ballots"),
        (b"3 2\n0.25 1 0\n0\n", "line 2: has “0.25” for the number of ballots. Write a whole number"),
        (b"3 2\n50% 1 0\n0\n", "line 2: has “50%” for the number of ballots"),
        (b"3 2\n1000000000 1 0\n1 2 0\n0\n", "holds more than 1,000,000,000 ballots"),
        (b"1000000000 2\n1 1 0\n0\n", "line 1: has “1000000000” for the number of candidates"),
        (b"3 1000000000\n1 1 0\n0\n", "line 1: has “1000000000” for the number of seats"),
        (b"3,2\n5,1," + b"9" * 200_000 + b"\n", "line 2: holds a cell that is too long"),
        (b"3 2\n1 " + b"1 " * 500_000 + b"0\n0\n", "line 2: is longer than 1,000,000 letters"),
        (b"3 2\n1 \x1b]0x\x07 0\n0\n", "line 2: has “�]0x�” for a candidate"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_ballots_says_what_it_is_and_what_to_give(tmp_path, data, what):
    place = tmp_path / "ballots.csv"
    place.write_bytes(data)
    assert what in refused(place)


def test_a_packed_folder_a_folder_a_pipe_and_a_device_are_never_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "ward.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", "0" * 10**7)
    assert "is a spreadsheet or a packed folder" in refused(tmp_path / "ward.xlsx")
    (tmp_path / "folder.blt").mkdir()
    assert "is a folder" in refused(tmp_path / "folder.blt")
    os.mkfifo(tmp_path / "pipe.blt")
    assert "is a pipe or a device" in refused(tmp_path / "pipe.blt")
    assert "is a pipe or a device" in refused(Path("/dev/zero"))
    assert "is longer than it says" in refused(Path("/proc/self/status"))
    assert "cannot be read: No such file" in refused(tmp_path / "none.blt")
    assert "cannot be read" in refused(tmp_path / ("x" * 300))
    (tmp_path / "round.blt").symlink_to("round.blt")
    assert "cannot be read" in refused(tmp_path / "round.blt")


def test_a_sparse_file_of_a_terabyte_and_one_of_too_many_lines_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_BYTES", 1 << 20)
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(1 << 40)
    assert "is larger than 1 MB. Give the file of one election" in refused(tmp_path / "large.csv")
    monkeypatch.setattr(bounds, "MOST_LINES", 1000)
    (tmp_path / "long.csv").write_text("\n" * 1001)
    assert "has more than 1,000 lines" in refused(tmp_path / "long.csv")


HEAVY = {
    "one-line-that-names-everybody-again-and-again": "1000 2\n1 " + "1 2 3 4 5 6 7 8 9 10 999 " * 40_000 + "0\n0\n",
    "equal-ranks-without-end": "1000 2\n1 " + "=".join(["1", "2", "3"] * 100_000) + " 0\n0\n",
    "braces": "# NUMBER ALTERNATIVES: 9\n1: " + "{" * 400_000 + "\n",
    "commas": "3,2\n" + "," * 900_000 + "\n",
    "quotes": "3,2\n" + '"' * 900_001 + "\n",
    "notes": "3 2\n" + "1 1 1 0\n" * 100_000 + "0\n",
    "stages": "Name," + ",".join(f"Stage {n}" for n in range(1, 60_000)) + "\nA," + "1," * 60_000 + "\n",
}


@pytest.mark.parametrize("kind", HEAVY)
def test_a_heavy_file_is_read_or_refused_within_bounds(tmp_path, kind):
    """Within 3 s of processor time and 300 MB, whatever its 1 MB holds."""
    place = tmp_path / "heavy.csv"
    place.write_text(HEAVY[kind])
    began = time.process_time()
    with suppress(BadFile):
        _, notes = load(place, 1)
        assert len(notes) < 300
    with suppress(BadFile):
        votes_per_stage.read(text_of(place), "heavy.csv")
    assert time.process_time() - began < 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000  # kB, of all that ran in this process before


def test_a_byte_order_mark_and_each_kind_of_line_end_change_nothing(tmp_path):
    for kind, text in KINDS.items():
        whole, _ = read(tmp_path, text, seats=1)
        for end in ("\r\n", "\r"):
            assert alike(read(tmp_path, "\ufeff" + text.replace("\n", end), seats=1)[0], whole), kind

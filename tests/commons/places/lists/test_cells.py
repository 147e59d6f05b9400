import csv
import io
from collections import deque
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.places.lists import cells
from letgo.commons.places.lists.reading import MOST_ROWS, Problem, Row, rows
from tests.commons.places.lists.made import HEAD, row, text

RUN = "=+-@\t\r\n＝＋－＠"  # what OWASP names, and its full-width forms
CELLS = st.text(st.sampled_from("'\"=+-@,;\t\r\n＝＋－＠ aé1"), max_size=8)


@given(said=CELLS)
def test_no_cell_leaves_that_a_spreadsheet_would_run(said):
    assert not cells.escaped(said).startswith(tuple(RUN))


@given(said=CELLS | st.text(max_size=20))
def test_what_is_escaped_comes_back(said):
    assert cells.plain(cells.escaped(said)) == said


@pytest.mark.parametrize("said", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "＝1", "+44 =1"])
def test_a_formula_is_a_fault_on_the_way_in(said):
    for column in ("name", "address", "phone", "email"):
        with pytest.raises(cells.Wrong):
            cells.read(column, said)


def test_a_phone_number_may_begin_with_a_plus():
    assert cells.read("phone", "+44 7700 900123") == "+44 7700 900123"
    with pytest.raises(cells.Wrong):
        cells.read("name", "+44 7700 900123")


@pytest.mark.parametrize(
    ("said", "day"),
    [("2026-03-31", date(2026, 3, 31)), ("31/03/2026", date(2026, 3, 31)), ("1/2/2026", date(2026, 2, 1))],
)
def test_days_as_people_write_them(said, day):
    assert cells.day(said) == day


@pytest.mark.parametrize(
    "said", ["", "2026-02-30", "31/04/2026", "03-31-2026", "2026", "0000-01-01", "٢٠٢٦-01-01", "2026-1-1"]
)
def test_days_that_are_none(said):
    with pytest.raises(cells.Wrong):
        cells.day(said)


def read(data: bytes):
    return list(rows(io.BytesIO(data)))


def test_a_stray_quotation_mark_spoils_its_own_line_only():
    broken = row(1).replace("Canary", '"Canary', 1)
    found = read(text(broken, row(2), row(3)))
    assert [type(each) for each in found] == [Problem, Row, Row]
    assert found[0].line == 2


@pytest.mark.parametrize(
    ("head", "column"),
    [
        (HEAD.replace("place,", ""), "place"),
        (HEAD.replace("uprn", "name"), "name"),
        (HEAD.replace(",", ";"), ""),
        (HEAD.replace(",", "\t"), ""),
        ("", "name"),
    ],
)
def test_a_first_line_that_cannot_be_read_ends_the_reading_on_one_fault(head, column):
    faults = [each for each in read(f"{head}\n{row(1)}\n".encode()) if each.fault]
    assert faults[0].column == column
    assert {each.line for each in faults} == {1}


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_missing():
    found = read(b"start,place,standing,name,rent\n2026-01-01,tansy-row,lives here,Canary,12\n")
    assert next(each for each in found if isinstance(each, Row)).name == "Canary"
    assert all(not each.fault for each in found if isinstance(each, Problem))
    assert any("names that we do not know" in each.what for each in found if isinstance(each, Problem))


@pytest.mark.look
def test_more_rows_than_we_take_end_on_one_clear_line():
    def many():
        yield HEAD.encode() + b"\n"
        line = row(1).encode() + b"\n"
        for _ in range(MOST_ROWS + 2):
            yield line

    (last,) = deque(rows(many()), maxlen=1)
    assert (last.line, last.what) == (MOST_ROWS + 2, "A list has at most 200,000 rows.")


@given(data=st.binary(max_size=300) | st.text(st.sampled_from(HEAD + '\n\r"=;é\x00'), max_size=300).map(str.encode))
def test_any_bytes_give_rows_or_problems(data):
    for start in (b"", text()):
        found = read(start + data)
        assert found or start
        assert all(isinstance(each, Row) or (each.line >= 1 and each.what) for each in found)


@given(name=st.text(max_size=30), address=st.text(max_size=30))
def test_whatever_a_name_is_it_goes_out_and_comes_back_the_same_or_is_a_fault(name, address):
    said = {"name": name, "address": address, "place": "tansy-row", "standing": "lives-here", "start": "2026-01-01"}
    out = io.StringIO()
    kept = [cells.escaped(" ".join(said.get(column, "").split())) for column in cells.COLUMNS]
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(kept)
    for found in read(f"{HEAD}\n{out.getvalue()}".encode("utf-8", "replace")):
        if isinstance(found, Row):
            assert (found.name, found.address) == (" ".join(name.split()), " ".join(address.split()))

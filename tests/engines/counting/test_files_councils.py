"""What Scottish councils publish: preference profiles under any name and in any dress, and the table of votes per stage."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.counting import blt, council_csv, preference_profile, scottish, votes_per_stage
from letgo.engines.counting.election import Candidate, election_of
from letgo.engines.counting.files import load
from letgo.engines.counting.lines import Lines
from letgo.engines.sealing.reading import BadFile
from tests.engines.counting.made import elections
from tests.engines.counting.test_files import alike, read

PROFILE = "3 2\n5 1 2 0\n2 2 0\n1 3 1 2 0\n0\nAnn ONE\nBen TWO\nCat THREE\nWard 4 - The Braes\n"
GROUPS = [(5, (1, 2)), (2, (2,)), (1, (3, 1, 2))]
COMMAS = PROFILE.replace(" 0\n", ",0,,,\n").replace("3 2\n", "3,2,,,,\n").replace("\n0\n", "\n0,,,,,\n")


@pytest.mark.parametrize(
    "name", ["ward.csv", "ward.txt", "ward.blt", "ward.xls", "ward", "Ward 4 - Profile Report.CSV"]
)
def test_a_profile_is_known_by_its_lines_whatever_it_is_called(tmp_path, name):
    election, notes = read(tmp_path, PROFILE, name)
    assert list(election.groups()) == GROUPS
    assert [each.name for each in election.candidates] == ["Ann ONE", "Ben TWO", "Cat THREE"]
    assert (election.seats, election.title, notes) == (2, "Ward 4 - The Braes", ())


@pytest.mark.parametrize(
    "text",
    [
        COMMAS,
        COMMAS.replace(",", ";"),
        COMMAS.replace(",", "\t"),
        PROFILE.replace(" 0\n", " 0 \n"),
        PROFILE.replace("\n", "\r\n"),
        PROFILE.replace("\n", "\r"),
        "\ufeff" + PROFILE,
        "Preference Profile Report\nThe Braes, 4 May\n\n" + PROFILE,
        "# from the eCounting system\n" + PROFILE,
        PROFILE.replace("5 1 2 0\n", "2 1 2 0\n3 1 2 0\n"),
    ],
)
def test_the_same_in_other_dress(tmp_path, text):
    election, notes = read(tmp_path, text)
    assert list(election.groups()) == GROUPS
    assert (len(election.candidates), election.seats, notes) == (3, 2, ())


@pytest.mark.parametrize(
    "head",
    [
        "The Braes\n3 2 3 400 8\nAnn ONE,Ind,1\nBen TWO,Lab,0\nCat THREE,,0\n",
        "The Braes\n2 3 3\nAnn ONE,Ind\nBen TWO,Lab\nCat THREE\n",
    ],
)
@pytest.mark.parametrize("end", ["", "0\n"])
def test_collections_that_name_people_first_and_say_either_number_first(tmp_path, head, end):
    election, notes = read(tmp_path, head + "5 1 2 0\n2 2 0\n1 3 1 2 0\n" + end, "braes.txt")
    assert list(election.groups()) == GROUPS
    assert election.candidates == (Candidate("Ann ONE", "Ind"), Candidate("Ben TWO", "Lab"), Candidate("Cat THREE"))
    assert (election.seats, election.title, notes) == (2, "The Braes", ())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (PROFILE + PROFILE, "line 10: is a ballot after the title"),
        (PROFILE.replace("2 2 0", "2 2"), "line 3: is a ballot without “0” at its end"),
        (PROFILE.split("0\nAnn")[0], "line 5: ends before the line “0”"),
        ("The Braes\n3 2 4\nAnn\nBen\nCat\n5 1 2 0\n2 2 0\n", "says 4 lines of ballots and has 2"),
        ("The Braes\n3 4 1\nAnn\nBen\n5 1 2 0\n", "names 2 candidates, not 3"),
        ("Preference Profile\nhow to read it\n1\n", "line 1: is no file of ballots"),
    ],
)  # fmt: skip
def test_a_broken_profile_is_one_line(tmp_path, text, what):
    with pytest.raises(BadFile) as bad:
        read(tmp_path, text)
    assert what in str(bad.value)


@given(election=elections(), names=st.lists(st.text(alphabet="ab0,;\"'= é", max_size=6), min_size=7, max_size=7))
def test_what_is_written_as_a_profile_is_read_again(election, names):
    people = [Candidate(" ".join(name.split()) or "x") for name in names[: len(election.candidates)]]
    given_ = election_of(people, election.seats, election.groups(), (), "A ward")
    again = blt.read(Lines("x", preference_profile.write(given_).split("\n")))
    assert alike(again, given_)


TABLE = (
    "Ward 4,,,,\nCandidate,Party,Stage 1,Transfer,Stage 2\n"
    '"ONE, Ann",Ind,"1,204.00000",-204,1000\n"TWO, Ben",Lab,7.5,+1.25,8.75001\nNon-transferable,,,203,203\nTotal,,1,1,1\n'
)


def test_a_table_of_votes_per_stage_with_a_column_for_each(tmp_path):
    table = votes_per_stage.read(TABLE, "t.csv")
    assert table.names == ("ONE, Ann", "TWO, Ben")
    assert table.totals == ((120400000, 750000), (100000000, 875001))
    for apart in ";\t":
        rows = [apart.join(Lines("x", []).cells(row)) for row in TABLE.split("\n")]
        assert votes_per_stage.read("\n".join(rows), "t.csv") == table


LONG = (
    "Surname,Firstname,Count_Number,Transfers,Total_Votes\n"
    "ONE,Ann,1,0,9\nTWO,Ben,1,0,4\nONE,Ann,2,-3,6.00000\nTWO,Ben,2,1.33332,5.33332\n"
)
JSON = (
    '{"Constituency": {"countInfo": {}, "countGroup": ['
    '{"Surname": "ONE", "Firstname": "Ann", "Count_Number": "1", "Total_Votes": 9},'
    '{"Surname": "TWO", "Firstname": "Ben", "Count_Number": 1, "Total_Votes": "4.10000"}]}}'
)


def test_a_table_with_a_row_for_each_candidate_and_stage_as_csv_and_as_json():
    assert votes_per_stage.read(LONG, "t.csv").totals == ((900000, 400000), (600000, 533332))
    assert votes_per_stage.read(JSON, "t.json") == votes_per_stage.Table(("Ann ONE", "Ben TWO"), ((900000, 410000),))


@pytest.mark.parametrize("text", [TABLE, LONG, JSON, TABLE.replace(",", "\t"), TABLE.replace(",", ";")])
def test_a_table_given_as_ballots_is_refused_with_what_to_give(tmp_path, text):
    with pytest.raises(
        BadFile, match=r"is a table of votes per stage and holds no ballots\. Give the preference profile"
    ):
        read(tmp_path, text, "ward.csv")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TABLE.replace("7.5", "7.5 votes"), "line 4: has “7.5 votes” for a number of votes"),
        (LONG.replace("TWO,Ben,2", "TWO,Ben,3"), "with a hole in it"),
        (LONG.replace("TWO,Ben,2", "TWO,Ben,1"), "gives “Ben TWO” twice at stage 1"),
        (JSON[:-3], "is no JSON of votes per stage"),
        ('{"Constituency": {"countGroup": 7}}', "is no JSON of votes per stage"),
        ("[" * 100_000, "is a table of votes per stage with a hole"),
        ('{"countGroup":' + "[" * 100_000, "is no JSON of votes per stage"),
        ("Candidate,Stage 1\n", "with a hole in it"),
    ],
)
def test_a_broken_table_is_one_line(text, what):
    with pytest.raises(BadFile) as bad:
        votes_per_stage.read(text, "t.csv")
    assert what in str(bad.value)


@given(election=elections())
def test_our_own_table_is_written_read_and_without_difference(election):
    count = scottish.count(election)
    table = votes_per_stage.table_of(count)
    assert votes_per_stage.read(votes_per_stage.write(table), "t.csv") == table
    assert votes_per_stage.differences(count, table) == []


def test_a_slip_in_a_published_table_is_found_where_it_stands(tmp_path: Path):
    count = scottish.count(read(tmp_path, PROFILE)[0])
    written = votes_per_stage.write(votes_per_stage.table_of(count)).replace("Ann ONE", '"ONE, Ann"')
    assert "5.00000" in written
    found = votes_per_stage.differences(count, votes_per_stage.read(written.replace("5.00000", "5.10000", 1), "t.csv"))
    assert [(each.stage, each.name, each.published, each.ours) for each in found] == [(1, "ONE, Ann", 510000, 500000)]
    with pytest.raises(ValueError, match="other candidates or stages"):
        votes_per_stage.differences(count, votes_per_stage.read(LONG, "t.csv"))


def test_no_cell_that_we_write_begins_a_formula(tmp_path):
    names = ["=1+1", "+44 1", "-2", "@A1", "'=x", "'", "12", "A=1"]
    election = election_of([Candidate(name, name) for name in names], 2, [(3, (1, 2)), (1, (8,))], (), "=HYPERLINK(1)")
    text = council_csv.write(election)
    table = votes_per_stage.write(votes_per_stage.table_of(scottish.count(election)))
    for row in (text + table).split("\n"):
        for cell in Lines("x", [row]).cells(row):
            assert not cell.startswith(("=", "+", "-", "@")), row
    assert alike(read(tmp_path, text)[0], election)
    assert votes_per_stage.read(table, "t.csv").names == tuple(names)
    assert load(tmp_path / "ballots.csv", plain=True)[0].title == "=HYPERLINK(1)"

"""Each oddity of a file gets what the handbook says: counted, with a note; or refused, with its line and a cure."""

from io import BytesIO
from pathlib import Path

import pytest

from letgo.engines.sharing.pabulib import load
from letgo.engines.sharing.problem import BadFile
from tests.engines.sharing.pb_files import META, PROJECTS, VOTES, codes, pb, read


def test_a_plain_file_is_read_without_a_note():
    election, notes = read(pb())
    assert notes == ()
    assert [(p.id, p.cost, p.name, p.selected) for p in election.projects] == [
        ("1", 500, "Benches", True),
        ("2", 300, "Trees", False),
        ("L03/x", 700, "A ramp", True),
    ]
    assert (election.budget, election.scale, election.voters, election.vote_type) == (1000, 1, 4, "approval")
    assert list(election.ballots()) == [(1, (0,), None), (2, (0, 1), None), (1, (2,), None)]
    assert (election.title, election.place, election.currency) == ("Elm Street", "Elmtown, Utopia", "GBP")
    assert election.recorded == ("1", "L03/x")


def test_a_path_is_read_like_a_stream(tmp_path: Path):
    (tmp_path / "elm.pb").write_bytes(pb())
    assert load(tmp_path / "elm.pb") == read(pb())


@pytest.mark.parametrize("raw", [
    pytest.param(pb(end="\r\n"), id="CR LF"),
    pytest.param(pb(end="\r"), id="CR"),
    pytest.param(b"\xef\xbb\xbf" + pb(), id="BOM"),
    pytest.param(pb().rstrip(b"\n"), id="no end of the last line"),
    pytest.param(pb().replace(b"\n", b"\n\n"), id="blank lines"),
    pytest.param(pb().replace(b"\n", b"\n;; \n"), id="rows of empty fields"),
    pytest.param(pb().replace(b"PROJECTS", b"projects").replace(b"META", b"Meta;;"), id="case of the sections"),
    pytest.param(pb().replace(b";", b" ;\t"), id="blanks around fields"),
    pytest.param(pb().replace(b",", b" , "), id="blanks around ids"),
    pytest.param(pb().replace(b"1,2", b",1,,2,"), id="empty ids"),
    pytest.param(pb(votes=['"voter_id";"vote"', '"a";"1,2"', 'b;"1"', '"c";2,1', "d;L03/x"]), id="quotes"),
    pytest.param(pb(votes=["age;vote;sex;voter_id", "7,1;1,2;F;a", "8;1;M,1;b", "9;2,1;;c", ";L03/x;F;d"]), id="columns"),
    pytest.param(pb(projects=[p + ";" for p in PROJECTS]), id="a separator too many"),
])  # fmt: skip
def test_how_it_is_written_changes_nothing(raw: bytes):
    assert read(raw) == read(pb())


def test_separators_line_ends_and_doubled_quotation_marks_in_quotes():
    projects = [*PROJECTS[:3], '"L03/x";700;1;"A ""long"" ramp;\nwith rails";"1"']
    election, notes = read(pb(projects=projects))
    assert election.projects[2].name == 'A "long" ramp; with rails'
    assert (election.recorded, notes) == (("1", "L03/x"), ())


def test_a_quotation_mark_inside_a_field_is_itself():
    projects = [*PROJECTS[:3], 'L03/x;700;1;Café "Elm";1']
    assert read(pb(projects=projects))[0].projects[2].name == 'Café "Elm"'


def test_a_quoted_line_end_in_a_vote_keeps_the_line_numbers_right():
    votes = ["voter_id;vote;why", 'a;1,2;"because\nof\nit"', "b;1;", "c;2,1;", "d;nine;"]
    with pytest.raises(BadFile, match=r"elm\.pb line 23: the vote names “nine”"):
        read(pb(votes=votes))


@pytest.mark.parametrize(("budget", "scale", "minor"), [
    ("1000.00", 1, 1000), ("1000.5", 10, 10005), ("1000.25", 100, 100025), ("12,5", 10, 125), ("+7", 1, 7), (".5", 10, 5),
    ("1e3", 1, 1000), ("1.5E+3", 1, 1500), ("5e-3", 1000, 5), ("0.000001", 10**6, 1), ("000000000000000000012", 1, 12),
    ("1000000000000000", 1, 10**15), ("0,125", 1000, 125),
])  # fmt: skip
def test_money_is_exact(budget: str, scale: int, minor: int):
    election, _ = read(pb(meta={"budget": budget}))
    assert (election.scale, election.budget, election.projects[0].cost) == (scale, minor, 500 * scale)


@pytest.mark.parametrize("kind", ["cumulative", "scoring", "Cumulative"])
def test_points_stand_beside_their_projects(kind: str):
    votes = ["voter_id;vote;points", "a;2,1;1.5,3", "b;1;0", "c;1,2;3,1.50", "d;L03/x;10.25"]
    election, notes = read(pb(meta={"vote_type": kind}, votes=votes))
    assert (election.marks_kind, election.marks_scale, notes) == ("points", 100, ())
    assert list(election.ballots()) == [(1, (0,), (0,)), (2, (0, 1), (300, 150)), (1, (2,), (1025,))]


def test_ranks_keep_the_order_of_the_ballot():
    election, _ = read(pb(meta={"vote_type": "ordinal"}))
    assert election.marks_kind == "rank"
    assert list(election.ballots()) == [(1, (0,), (0,)), (1, (0, 1), (0, 1)), (1, (0, 1), (1, 0)), (1, (2,), (0,))]


def test_points_of_an_approval_file_are_not_read():
    election, notes = read(pb(votes=["voter_id;vote;points", "a;1,2;x", "b;1;", "c;2,1;1", "d;L03/x;-"]))
    assert (election, notes) == (read(pb())[0], ())


def test_a_file_without_a_recorded_result_says_so():
    assert read(pb(projects=["project_id;cost", "1;5", "2;5", "L03/x;5"]))[0].recorded is None
    assert read(pb(projects=["project_id;cost;selected", "1;5;", "2;5;", "L03/x;5"]))[0].recorded is None
    assert read(pb(projects=["project_id;cost;selected", "1;5;0", "2;5;0", "L03/x;5"]))[0].recorded == ()


def test_a_project_without_a_name_is_called_by_its_id():
    assert read(pb(projects=["project_id;cost", "1;5", "2;5", "L03/x;5"]))[0].projects[2].name == "L03/x"


COUNTED = {
    "a project twice on a ballot": (pb(votes=[*VOTES[:-1], "d;L03/x,1,L03/x"], meta={}), "duplicate-in-ballot", 21),
    "a voter without a vote": (pb(votes=[*VOTES, "e;", "f"], meta={"num_votes": "6"}), "empty-ballot", 22),
    "num_votes differs": (pb(meta={"num_votes": "5"}), "declared-numbers", 7),
    "num_projects differs": (pb(meta={"num_projects": "1000000000"}), "declared-numbers", 6),
    "votes differ": (pb(projects=[*PROJECTS[:2], "2;300;9;Trees;0", PROJECTS[3]]), "declared-numbers", 14),
    "score differs": (
        pb(meta={"vote_type": "scoring"}, projects=["project_id;cost;score", "1;5;6", "2;5;2", "L03/x;5;3"],
           votes=["voter_id;vote;points", "a;1,2;3,2", "b;1;3", "c;;", "d;L03/x;2.5"]),
        "declared-numbers", 15),
    "no vote_type": (pb(meta={"vote_type": None}), "missing-key", None),
    "no currency": (pb(meta={"currency": None}), "missing-key", None),
    "no num_votes": (pb(meta={"num_votes": None}), "missing-key", None),
    "mixed line ends": (pb().replace(b"\n", b"\r\n", 3), "mixed-line-ends", None),
    "too long a ballot": (pb(meta={"max_length": "1"}), "over-max-length", 19),
    "two projects under choose-1": (pb(meta={"vote_type": "choose-1"}), "over-max-length", 18),
    "too short a ballot": (pb(meta={"min_length": "2"}), "under-min-length", 20),
    "too dear a ballot": (pb(meta={"max_sum_cost": "799.5"}), "over-max-sum-cost", 19),
    "too many points": (
        pb(meta={"vote_type": "cumulative", "max_sum_points": "4"},
           votes=["voter_id;vote;points", "a;1,2;1,3", "b;1;4.1", "c;1,2;0,0", "d;L03/x;4"]),
        "over-max-sum-points", 20),
    "no points": (pb(meta={"vote_type": "cumulative"}), "no-points", 17),
    "no voters": (pb(votes=["voter_id;vote"]), "no-voters", None),
    "budget 0": (pb(meta={"budget": "0.00"}), "no-budget", 8),
    "an unquoted semicolon": (pb(projects=[*PROJECTS[:3], "L03/x;700;1;A ramp;1;with rails"]), "extra-fields", 15),
    "money from elsewhere": (pb(projects=[*PROJECTS[:3], "L03/x;700;1;A ramp;2"]), "selected", 15),
    "an unread result": (pb(projects=[*PROJECTS[:3], "L03/x;700;1;A ramp;maybe"]), "selected", 15),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "code", "line"), COUNTED.values(), ids=COUNTED)
def test_counted_with_a_note(raw: bytes, code: str, line: int | None):
    election, notes = read(raw)
    assert code in codes(notes)
    assert next(note.line for note in notes if note.code == code) == line
    assert election.voters == sum(election.weights)


def test_a_project_named_twice_counts_once_at_its_first_place():
    votes = ["voter_id;vote;points", "a;2,1,2,2;5,1,9,9", "b;1;1", "c;1;1", "d;1;1"]
    election, notes = read(pb(meta={"vote_type": "cumulative"}, votes=votes))
    assert list(election.ballots()) == [(3, (0,), (1,)), (1, (0, 1), (1, 5))]
    assert [n.text for n in notes if n.code == "duplicate-in-ballot"] == [
        "the ballot names “2” more than once; it is counted once"
    ]
    election, _ = read(pb(meta={"vote_type": "ordinal"}, votes=["voter_id;vote", "a;2,2,1,2,L03/x"]))
    assert list(election.ballots()) == [(1, (0, 1, 2), (1, 0, 2))]


def test_many_ballots_of_one_fault_are_few_notes():
    votes = ["voter_id;vote", *(f"v{k};1,1" for k in range(500))]
    notes = [n for n in read(pb(votes=votes))[1] if n.code == "duplicate-in-ballot"]
    assert len(notes) == 21
    assert notes[-1].text.startswith("480 more ballots")


@pytest.mark.parametrize("kind", ["approval", "choose-1", "ordinal", "cumulative", "scoring"])
def test_no_voters_and_no_ballots_leave_nothing_behind(kind: str):
    election, _ = read(pb(meta={"vote_type": kind}, votes=["voter_id;vote;points"]))
    assert (election.voters, len(election.weights), election.starts.tolist()) == (0, 0, [0])
    election, _ = read(pb(meta={"vote_type": kind}, votes=["voter_id;vote;points", "a;", "b;;"]))
    assert [(weight, named) for weight, named, _ in election.ballots()] == [(2, ())]


REFUSED = {
    "empty": (b"", None, "the file is empty"),
    "only a BOM": (b"\xef\xbb\xbf", None, "the file is empty"),
    "blank": (b" \n\n", 3, "there is no section META"),
    "no section at all": (b"hello\n", 1, "begins with “hello”"),
    "zip": (b"PK\x03\x04" + bytes(100), None, "zip archive"),
    "gzip": (b"\x1f\x8b\x08" + bytes(100), None, "gzip archive"),
    "UTF-16": (pb().decode().encode("utf-16"), None, "UTF-16"),
    "UTF-16 without a mark": (pb().decode().encode("utf-16-le"), 1, "NUL"),
    "Latin-1": (pb().replace(b"Trees", "Bäume".encode("latin-1")), 14, "is not UTF-8"),
    "NUL": (pb().replace(b"b;1", b"b;\x001"), 19, "NUL"),
    "no META": (pb().split(b"num_votes;4\n")[1], 1, "not with the section META"),
    "no PROJECTS": (b"META\nbudget;5\nVOTES\nvoter_id;vote\n", 3, "no PROJECTS before it"),
    "no VOTES": (pb().split(b"VOTES")[0], 16, "there is no section VOTES"),
    "META twice": (pb().replace(b"PROJECTS", b"META\nkey;value\nPROJECTS"), 11, "a second section META"),
    "PROJECTS twice": (pb().replace(b"VOTES", b"PROJECTS\nproject_id;cost\nVOTES"), 16, "a second section PROJECTS"),
    "VOTES twice": (pb() + b"VOTES\nvoter_id;vote\n", 22, "a section VOTES begins"),
    "VOTES twice, quoted": (pb() + b'"votes";""\n', 22, "a section VOTES begins"),
    "META at the end": (pb() + b" meta ;;\n", 22, "a section META begins"),
    "VOTES without a header": (pb().split(b"voter_id")[0], 17, "VOTES has no header"),
    "no voter_id": (pb(votes=["voter;vote", "a;1"]), 17, "VOTES has no column voter_id"),
    "no vote": (pb(votes=["voter_id;votes", "a;1"]), 17, "VOTES has no column vote"),
    "no project_id": (pb(projects=["id;cost", "1;1"]), 12, "PROJECTS has no column project_id"),
    "no cost": (pb(projects=["project_id;name", "1;1"]), 12, "PROJECTS has no column cost"),
    "no budget": (pb(meta={"budget": None}), None, "META has no budget"),
    "an empty budget": (pb(meta={"budget": ""}), None, "META has no budget"),
    "two budgets": (pb(meta={"country": "U\nbudget;7"}), 9, "stands twice with different values, first on line 5"),
    "an unknown vote type": (pb(meta={"vote_type": "guess"}), 9, "the vote_type “guess” is unknown"),
    "no projects": (pb(projects=PROJECTS[:1]), 12, "PROJECTS has no project"),
    "a project twice": (pb(projects=[*PROJECTS, "2;1;1;x;0"]), 16, "“2” stands twice, first on line 14"),
    "a project without an id": (pb(projects=[*PROJECTS, ";1;1;x;0"]), 16, "no project_id"),
    "a comma in an id": (pb(projects=[*PROJECTS, "3,4;1;1;x;0"]), 16, "has a comma"),
    "a very long id": (pb(projects=[*PROJECTS, "é" * 200 + ";1;1;x;0"]), 16, "longer than 256 bytes"),
    "a voter twice": (pb(votes=[*VOTES, "b;2"]), 22, "the voter “b” stands twice, first on line 19"),
    "a long voter twice": (pb(votes=["voter_id;vote", *["x" * 99 + ";1"] * 2]), 19, "stands twice, first on line 18"),
    "a voter without an id": (pb(votes=[*VOTES, ";2"]), 22, "no voter_id"),
    "an unknown project": (pb(votes=[*VOTES, "e;1,4"]), 22, "the vote names “4”"),
    "a project with more behind": (pb(votes=[*VOTES, "e;1,L03/xy"]), 22, "the vote names “L03/xy”"),
    "too few points": (
        pb(meta={"vote_type": "scoring"}, votes=["voter_id;vote;points", "a;1,2;1"]), 18, "2 projects but 1 points"),
    "points in words": (
        pb(meta={"vote_type": "scoring"}, votes=["voter_id;vote;points", "a;1;many"]), 18, "“many”: the number is not"),
    "negative points": (
        pb(meta={"vote_type": "scoring"}, votes=["voter_id;vote;points", "a;1;-1"]), 18, "is negative"),
    "too many points": (
        pb(meta={"vote_type": "scoring"}, votes=["voter_id;vote;points", "a;1;1000000001"]), 18, "too large"),
    "an open quote": (pb(projects=[*PROJECTS[:3], 'L03/x;700;1;"A ramp;1']), 15, "never closed"),
    "an open quote in a vote": (pb(votes=[*VOTES, 'e;"1']), 22, "never closed"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "line", "what"), REFUSED.values(), ids=REFUSED)
def test_refused_in_one_line_that_names_file_line_and_cure(raw: bytes, line: int | None, what: str):
    with pytest.raises(BadFile) as refused:
        read(raw)
    message = str(refused.value)
    assert message.startswith("elm.pb: " if line is None else f"elm.pb line {line}: ")
    assert what in message
    assert "\n" not in message
    assert refused.value.cure


MONEY = ["", "x", "NaN", "nan", "inf", "-inf", "-1", "-0.01", "1e30000", "1e999999999", "1e16", "9" * 50, "9" * 5000,
         "1 000", "10,000", "1.2.3", "1e", "0x10", "١٢", "5 zł", "1.0000001", "1e-7", "1000000000000001"]  # fmt: skip


@pytest.mark.parametrize("amount", MONEY)
def test_money_that_is_no_finite_number_from_0_up_is_refused(amount: str):
    with pytest.raises(BadFile, match=r"elm\.pb line 14: the cost of “2” .*\. [A-Z]"):
        read(pb(projects=[*PROJECTS[:2], f"2;{amount};2;Trees;0", PROJECTS[3]]))
    if amount:
        with pytest.raises(BadFile, match=r"elm\.pb line 8: the budget .*\. [A-Z]"):
            read(pb(meta={"budget": amount}))


def test_amounts_that_decimals_elsewhere_make_too_large_are_refused():
    with pytest.raises(BadFile, match="line 14: the cost of “2” is too large"):
        read(pb(meta={"budget": "0.000001"}, projects=[*PROJECTS[:2], "2;1000000001;2;Trees;0", PROJECTS[3]]))


@pytest.mark.parametrize("path", ["nowhere.pb", "."])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, path: str):
    with pytest.raises(BadFile, match="cannot be read"):
        load(tmp_path / path)


def test_what_stands_in_a_file_is_not_passed_on_raw_in_a_message():
    with pytest.raises(BadFile) as refused:
        read(pb(votes=["voter_id;vote", "a;\x1b[31m" + "z" * 100]))
    assert "\x1b" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_progress_is_told_up_to_the_last_byte():
    raw = pb(votes=["voter_id;vote", *(f"v{k};1" for k in range(100_000))])
    told: list[int] = []
    load(BytesIO(raw), progress=told.append)
    assert told == sorted(told)
    assert len(told) > 3
    assert told[-1] == len(raw)


def test_ids_that_share_their_fingerprint_are_still_told_apart():
    """Voters' ids are compared by number first, exactly after: these two have the same number."""
    twins = ["NC2mdmTrdTtnTK5v", "UqswoCf5"]
    election, _ = read(pb(votes=["voter_id;vote", *(f"{twin};1" for twin in twins)]))
    assert election.voters == 2
    with pytest.raises(BadFile, match=r"line 20: the voter “NC2m.*first on line 18"):
        read(pb(votes=["voter_id;vote", *(f"{twin};1" for twin in [*twins, twins[0]])]))


def test_thousands_of_projects_are_found_by_their_ids():
    ids = [f"2024/ELM/{k:05}" for k in range(3000)]
    projects = ["project_id;cost", *(f"{name};1" for name in ids)]
    votes = ["voter_id;vote", *(f"v{k};{name},{ids[-1]}" for k, name in enumerate(ids[:-1]))]
    election, _ = read(pb(meta={"num_projects": "3000", "num_votes": "2999"}, projects=projects, votes=votes))
    assert [named for _, named, _ in election.ballots()] == [(k, 2999) for k in range(2999)]


def test_an_election_without_a_description_is_called_by_its_place_and_time():
    assert read(pb(meta={"description": None, "instance": "2024"}))[0].title == "Elmtown 2024"
    assert read(pb(meta={"description": None, "unit": None}))[0].title == ""


def test_the_arrays_cannot_be_changed():
    election, _ = read(pb(meta={"vote_type": "ordinal"}))
    for array in (election.starts, election.named, election.weights, election.marks):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_the_meta_keys_are_the_samples():
    assert read(pb())[0].meta == META

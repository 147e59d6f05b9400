"""PrefLib files of both forms, and what each rule does with equal ranks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.engines.counting import preflib
from letgo.engines.counting.certificate import certificate
from letgo.engines.counting.counting import Settings, count
from letgo.engines.counting.election import election_of
from letgo.engines.counting.lines import Lines
from letgo.engines.counting.pairwise import matrix_of, plain_matrix_of
from letgo.engines.sealing.reading import BadFile
from letgo.engines.sealing.verify import check, parse
from tests.engines.counting.made import people
from tests.engines.counting.test_files import alike, read

NEW = (
    "# FILE NAME: 00001-00000001.toi\n# TITLE: A vote\n# DATA TYPE: toi\n# RELATES TO: \n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 9\n"
    "# NUMBER UNIQUE ORDERS: 2\n# ALTERNATIVE NAME 1: Ann: the first\n# ALTERNATIVE NAME 2: Ben\n7: 1,{2},3\n2: {1,2},3\n"
)
OLD = "3\n1,Ann: the first\n2,Ben\n3,\n9,9,2\n7,1,2,3\n2,{1,2},3\n"


@pytest.mark.parametrize(
    "text",
    [
        NEW,
        OLD,
        OLD.replace(",", ", "),
        NEW.replace("# ", "#"),
        NEW.replace("NUMBER ALTERNATIVES:", "Number Alternatives :"),
        NEW.replace("\n", "\r\n"),
        NEW.replace("7: 1,{2},3", "5: 1, 2, 3\n2: 1,2,3"),
        NEW.replace("# NUMBER VOTERS: 9\n", ""),
        NEW + "\n\n",
    ],
)
def test_both_forms_are_read_with_their_weights(tmp_path, text):
    election, notes = read(tmp_path, text, "v.anything", seats=1)
    assert list(election.groups()) == [(2, ()), (7, (1, 2, 3))]
    assert election.equal == ((2, (), ((1, 2), (3,))),)
    assert [each.name for each in election.candidates] == ["Ann: the first", "Ben", "Candidate 3"]
    assert {note.code for note in notes} == {"equal-ranks"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (NEW.replace("7: ", "6: "), "says 9 voters, and the ballots are 8"),
        (OLD.replace("7,1", "6,1"), "says 9 voters, and the ballots are 8"),
        (NEW.replace("7: ", "0.7: "), "line 10: has “0.7” for the number of ballots. Write a whole number"),
        (NEW.replace("7: ", "70%: "), "line 10: has “70%” for the number of ballots"),
        (NEW.replace("DATA TYPE: toi", "DATA TYPE: cat"), "line 3: says that this is “cat”, which holds no rankings"),
        (NEW.replace("{1,2},3", "{1,2,3"), "line 11: has a brace without its other one. Write equal ranks as {2,3}"),
        (NEW.replace("{1,2},3", "{1,4},3"), "line 11: has “4” for a candidate"),
        (NEW.replace("{1,2},3", "{0,2},3"), "line 11: has “0” among equal ranks"),
        (NEW.replace("7: 1", "7 1"), "line 10: is no ballot"),
        (NEW.split("7: ")[0], "says 9 voters, and the ballots are 0"),
        (NEW.split("# NUMBER VOTERS")[0], "has no ballots. Get the whole file again"),
        (OLD.split("9,9")[0], "has no ballots. Get the whole file again"),
        (OLD.replace("2,Ben\n", ""), "line 3: is not candidate 2"),
        (OLD.split("3,\n")[0], "has “” for a candidate"),
        (OLD.replace("3\n", "1000000000\n", 1), "line 1: has “1000000000” for the number of candidates"),
        (NEW.replace("ALTERNATIVES: 3", "ALTERNATIVES: 1000000000"), "for the number of candidates"),
        (NEW.replace("ALTERNATIVES: 3", "ALTERNATIVES: 0"), "says that there are no candidates"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path, text, what):
    with pytest.raises(BadFile) as bad:
        read(tmp_path, text, "v.toi", seats=1)
    assert what in str(bad.value)
    assert "\n" not in str(bad.value)


def test_more_ballots_than_the_head_says_are_a_note(tmp_path):
    _, notes = read(tmp_path, NEW.replace("VOTERS: 9", "VOTERS: 8"), "v.toi", seats=1)
    assert [note.code for note in notes] == ["equal-ranks", "voters"]


@pytest.mark.parametrize("text", [NEW, OLD])
def test_neither_form_says_how_many_seats(tmp_path, text):
    with pytest.raises(BadFile, match=r"does not say how many seats there are\. Add --seats N"):
        read(tmp_path, text, "v.soi")


def ranks(most: int = 5):
    """Rankings of up to `most` candidates with equal ranks in them."""
    return st.permutations(range(1, most + 1)).flatmap(
        lambda row: st.lists(st.integers(1, 3), max_size=most).map(lambda sizes: _parts(list(row), sizes))
    )


def _parts(row, sizes):
    parts = []
    for size in sizes:
        part, row = tuple(sorted(row[:size])), row[size:]
        parts += [part if len(part) > 1 else part[0]] if part else []
    return tuple(parts)


@given(rows=st.lists(st.tuples(st.integers(1, 4), ranks()), max_size=20))
def test_equal_ranks_are_written_and_read_again(rows):
    election = election_of(people(5), 2, rows)
    assert alike(preflib.read(Lines("x", preflib.write(election).split("\n")), 2), election)


@given(rows=st.lists(st.tuples(st.integers(1, 4), ranks()), max_size=20), gone=st.sets(st.integers(1, 5), max_size=1))
def test_rules_by_pairs_take_nobody_of_an_equal_rank_for_better(rows, gone):
    election = election_of(people(5), 1, rows, gone)
    place = [
        {each: at for at, rank in enumerate(row) for each in (rank if isinstance(rank, tuple) else (rank,))}
        for _, row in rows
    ]
    for i in range(1, 6):
        for j in range(1, 6):
            ours = matrix_of(election)[i - 1][j - 1]
            both = i not in gone and j not in gone
            assert ours == both * sum(w for (w, _), at in zip(rows, place, strict=True) if at.get(i, 9) < at.get(j, 9))
    assert matrix_of(election) == plain_matrix_of(election)


def test_each_rule_does_with_equal_ranks_what_the_handbook_says():
    rows = [(3, (1, (2, 3))), (2, ((2, 3), 1))]
    election = election_of(people(3), 1, rows)
    said = {
        rule: count(election, Settings(rule)).count
        for rule in ("plurality", "approval", "ranked-pairs", "scottish-stv")
    }
    assert said["plurality"].stages[0].totals == (3, 0, 0)
    assert said["scottish-stv"].stages[0].totals == (300000, 0, 0)
    assert said["scottish-stv"].valid == 3
    assert said["approval"].stages[0].totals == (5, 5, 5)
    assert said["ranked-pairs"].valid == said["approval"].valid == 5
    assert count(election, Settings("ranked-pairs")).matrix == [[0, 3, 3], [2, 0, 0], [2, 0, 0]]


@given(rows=st.lists(st.tuples(st.integers(1, 4), ranks()), max_size=20))
def test_who_is_ranked_and_how_many_vote_is_the_same_with_equal_ranks_in_a_row(rows):
    election = election_of(people(5), 2, rows)
    level = election.levelled()
    assert level.ballots == election.ballots == sum(weight for weight, _ in rows)
    assert level.equal == ()


def test_the_proof_of_equal_ranks_holds_for_rules_that_read_them():
    """Also where the lot among equal majorities decided, and where marks are for everyone who is ranked."""
    circle = [(1, (1, (2, 3), 4)), (1, ((2, 4), 3, 1)), (1, (3, 1, 2)), (1, (2, 3, 1))]
    for rule in ("approval", "ranked-pairs", "schulze", "minimax", "plurality"):
        result = count(election_of(people(4), 1, circle), Settings(rule))
        said = list(check(parse(certificate(result))))
        assert any(line.startswith("elected: ") for line in said), rule

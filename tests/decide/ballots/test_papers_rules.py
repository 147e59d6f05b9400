"""What a paper says and where two readings differ: the pure part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letgo.decide.ballots.papers.rules import (
    DOUBTFUL,
    SPOILT,
    Totals,
    by_the_clock,
    fits,
    read,
    settled,
    terms_fault,
    unlike,
)
from letgo.decide.ballots.rules import Choice, Terms

CHOICES = [Choice(1), Choice(2), Choice(3), Choice(4, none=True)]
PAPERS = st.lists(
    st.one_of(st.just(DOUBTFUL), st.lists(st.integers(1, 3), unique=True, max_size=3).map(sorted)), max_size=8
)


def test_a_paper_is_its_numbers_in_order_and_an_empty_one_is_an_empty_vote():
    assert read([3, 1], CHOICES, 0) == [1, 3]
    assert read([], CHOICES, 0) == []
    assert read(DOUBTFUL, CHOICES, 0) == DOUBTFUL


def test_marks_that_are_no_vote_go_to_the_returning_officer():
    assert read([1, 2], CHOICES, 1) == DOUBTFUL
    assert read([1, 4], CHOICES, 0) == DOUBTFUL


@pytest.mark.parametrize("typed", [[5], [1, 1], ["1"], [True], "12", None, 3, SPOILT])
def test_what_stands_on_no_paper_is_not_typed(typed):
    with pytest.raises(ValueError, match=r"number|list"):
        read(typed, CHOICES, 0)


@given(PAPERS, st.data())
def test_no_one_person_decides_a_paper(first, data):
    """Whatever the third person types: what counts is what two of three read, or it is doubtful."""
    second = [data.draw(st.sampled_from([paper, [1], [2, 3], DOUBTFUL])) for paper in first]
    third = {at: data.draw(st.sampled_from([[1], [2], [1, 2, 3], [], DOUBTFUL])) for at in unlike(first, second)}
    for at, (one, other, found) in enumerate(zip(first, second, settled(first, second, third), strict=True), start=1):
        if one == other:
            assert found == one
        else:
            assert found == DOUBTFUL or (found == third[at] and found in (one, other))


@given(PAPERS, st.data())
def test_by_the_clock_nothing_counts_that_one_of_two_did_not_read(first, data):
    second = [data.draw(st.sampled_from([paper, [1], [2, 3]])) for paper in first]
    for one, other, found in zip(first, second, by_the_clock([first, second]), strict=True):
        both = [paper for paper in (one, other) if paper != DOUBTFUL]
        assert found == (SPOILT if not both else sorted(set.intersection(*map(set, both))))


def test_by_the_clock_one_reading_stands_and_none_is_nothing():
    assert by_the_clock([[[1], DOUBTFUL]]) == [[1], SPOILT]
    assert by_the_clock([]) == []
    assert by_the_clock([[[1]], [[2]]], again=[DOUBTFUL]) == [SPOILT]


def test_there_are_never_more_papers_than_cover_slips():
    total = Totals(received=10, late=1, spoilt=1, lost=1, replaced=0, papers=8)
    assert fits(total, 2)
    assert not fits(total, 3)
    assert total.missing == 2
    assert "2 of 10" in total.words()


@pytest.mark.parametrize("terms", [Terms(paper="both"), Terms(late_post="sometimes"), Terms(paper_hours=0)])
def test_unknown_terms_are_refused_in_a_sentence(terms):
    assert terms_fault(terms)
    assert not terms_fault(Terms())

"""A ranked vote elects whom the engine elects, verify.py counts each again, and a seat that falls empty is filled from the same papers."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letgo.decide.ballots import electing
from letgo.decide.ballots.counting import Listed, Question, counted, faults
from letgo.decide.ballots.rules import ELECTS, METHODS, RANKED, TRANSFERS, Choice, Terms, picks_fault
from letgo.engines.counting.counting import BadSettings, Settings
from letgo.engines.counting.counting import count as engine
from letgo.engines.counting.election import Candidate, election_of
from letgo.engines.counting.reference import count as by_the_book
from letgo.engines.counting.reserve import Group, Pool, Reserve
from letgo.engines.counting.ties import Ties
from letgo.engines.sealing import verify
from letgo.engines.sealing.canonical import digest, encode
from letgo.engines.sealing.reading import BadFile

POLL, SEED = "9f3c", "4 2 6"
MOST = 5  # candidates


def asked(method="scottish-stv", ballots=(), size=4, none=True, gone=(), voters=None, quorum=0, **terms):
    """A question about people 1 to `size`, with “none of these” after them."""
    listed = [
        Listed(n, f"Person {n}", withdrawn=n in gone, why="They moved." * (n in gone)) for n in range(1, size + 1)
    ]
    listed += [Listed(size + 1, "None of these", none=True)] if none else []
    cast = tuple(map(tuple, ballots))
    voted = len(cast) if voters is None else voters
    return Question(POLL, method, Terms(**terms), SEED, tuple(listed), cast, 1_000, voted, quorum)


@st.composite
def questions(draw, methods=ELECTS, none=None, seats=3):
    """Any small election: up to 25 papers, partial rankings, empty papers, withdrawn people, with or without “none of these”."""
    method, size = draw(st.sampled_from(sorted(methods))), draw(st.integers(1, MOST))
    with_none = draw(st.booleans()) if none is None else none
    numbers = list(range(1, size + 1 + with_none))
    ranking = st.permutations(numbers).flatmap(lambda whole: st.integers(0, len(whole)).map(lambda cut: whole[:cut]))
    papers = st.lists(ranking, max_size=25)
    ballots = [paper[: 1 if method == "plurality" else None] for paper in draw(papers)]
    gone = draw(st.sets(st.integers(1, size), max_size=size - 1))
    many = 1 if method == "av" else draw(st.integers(1, seats))
    return asked(method, ballots, size, with_none, gone, seats=many)


def winners(question):
    """Whom engines/counting elects, asked without anything of this room: STV and AV by its plain reference."""
    stand = [Candidate(option.title) for option in question.options]
    gone = [option.number for option in question.options if option.withdrawn]
    papers = election_of(stand, question.terms.seats, [(1, ballot) for ballot in question.ballots], gone)
    none = next((option.number for option in question.options if option.none), 0)
    if question.method in TRANSFERS:
        return by_the_book(papers, ties=Ties(POLL, SEED), ron=none).winners, none
    return engine(papers, Settings(rule=question.method, election=POLL, seed=SEED)).count.winners, none


@given(questions())
@settings(max_examples=100, deadline=None)
def test_a_ranked_vote_elects_whom_the_engine_elects_and_verify_counts_it_again(question):
    done = counted(question)
    assert list(faults(question, done.certificate)) == []
    elected, none = winners(question)
    told = done.report
    people = [number for number in elected if number != none]
    if not any(row["votes"] for row in told["rows"]):
        assert (told["won"], told["mandate"], told["why"]) == ([], False, electing.NO_VOTE)
    elif question.method in TRANSFERS:
        assert (told["won"], told["empty_seats"]) == (people, list(elected).count(none) if none else 0)
    elif question.method == "ranked-pairs":
        assert told["won"] == list(elected[: elected.index(none)] if none in elected else elected)
    else:
        votes = {row["number"]: row["votes"] for row in told["rows"]}
        assert told["won"] == [number for number in people if votes[number] > votes.get(none, 0)]
    withdrawn = {option.number for option in question.options if option.withdrawn}
    assert withdrawn.isdisjoint([*told["won"], *told["next"]])
    assert set(told["won"]).isdisjoint(told["next"])
    assert told["mandate"] == bool(told["won"])
    assert sum(row["votes"] for row in told["rows"]) <= told["ballots"] - told["empty"]


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_same_papers_in_another_order_give_the_same_bytes(question, chance):
    again = list(question.ballots)
    chance.shuffle(again)
    assert counted(replace(question, ballots=tuple(again))) == counted(question)


@given(questions(methods=sorted(TRANSFERS)), st.data())
@settings(max_examples=60, deadline=None)
def test_a_seat_that_falls_empty_is_filled_from_the_same_papers_and_nobody_else_loses_theirs(question, data):
    won = counted(question).report["won"]
    if not won:
        return
    leaver = data.draw(st.sampled_from(won))
    others = [number for number in won if number != leaver]
    kept = sorted(data.draw(st.sets(st.sampled_from(others))) if others else ())
    free = [o.number for o in question.options if not o.none and not o.withdrawn and o.number not in won]
    gone = data.draw(st.sets(st.sampled_from(free))) if free else set()
    gone |= set(others) - set(kept)
    done = electing.counted_again(question, leaver, kept, gone)
    assert list(electing.faults_again(question, leaver, kept, gone, done.certificate)) == []
    assert set(kept) <= set(done.report["winners"])
    assert {leaver, *gone, *kept}.isdisjoint(done.report["won"])
    assert len(done.report["won"]) <= 1
    assert bool(done.report["why"]) == (done.report["won"] == [])


def forged(certificate, **settings_or_result):
    document = json.loads(certificate)
    for part, value in settings_or_result.items():
        document[part] = {**document[part], **value}
    body = {name: value for name, value in document.items() if name != "digest"}
    return encode({**body, "digest": digest(body)})


PAPERS = [(1, 2)] * 12 + [(2, 1)] * 9 + [(3, 2)] * 8 + [(4, 3)] * 5 + [(4,)] * 2 + [()] * 2


def test_a_countback_that_keeps_someone_else_or_counts_other_papers_is_no_proof():
    question = asked(ballots=PAPERS, seats=2)
    done = electing.counted_again(question, 1, [2])
    assert done.report["won"] == [3]
    assert list(electing.faults_again(question, 1, [2], (), forged(done.certificate, settings={"kept": [4]})))
    assert list(electing.faults_again(question, 1, [2], (), forged(done.certificate, result={"winners": [2, 4]})))
    assert list(electing.faults_again(replace(question, ballots=question.ballots[1:]), 1, [2], (), done.certificate))
    assert list(electing.faults_again(question, 1, [], (), done.certificate)) == ["The proof is by other settings."]
    with pytest.raises(BadSettings):
        electing.counted_again(question, 1, [1, 2])


def test_a_seat_that_new_nominations_win_stays_empty():
    """Three seats, and a quota and more of the papers want new nominations."""
    told = counted(asked(ballots=[(1,)] * 10 + [(2, 1)] * 10 + [(5, 3)] * 11 + [(3,)] * 2, seats=3)).report
    assert sorted(told["won"]) == [1, 2]
    assert (told["empty_seats"], told["mandate"]) == (1, True)
    alone = counted(asked("av", [(5, 1)] * 6 + [(1, 5)] * 4, seats=1)).report
    assert (alone["won"], alone["mandate"], alone["why"]) == ([], False, electing.NEW_ONES)
    again = electing.counted_again(asked("av", [(1, 5)] * 6 + [(2, 5)] * 4, seats=1), 1, [], [2, 3, 4])
    assert (again.report["won"], again.report["why"]) == ([], electing.NEW_ONES)


def test_of_one_name_or_none_of_these_the_manager_needs_more_than_none():
    of = asked("ranked-pairs", [(5, 1), (5, 1), (1, 5)])
    assert (counted(of).report["won"], counted(of).report["why"]) == ([], electing.NEW_ONES)
    assert counted(replace(of, ballots=((1, 5), (1,), (2, 1)))).report["won"] == [1]
    level = asked("plurality", [(1,), (1,), (5,), (5,), (2,)])
    assert counted(level).report["won"] == []


def test_below_the_quorum_nobody_holds_a_mandate():
    told = counted(asked(ballots=PAPERS, seats=2, quorum=len(PAPERS) + 1)).report
    assert (told["won"], told["mandate"], told["next"] != []) == ([], False, True)
    assert "it takes" in told["why"]


def test_who_withdrew_after_the_close_is_passed_over_and_their_papers_go_on():
    told = counted(asked(ballots=PAPERS, seats=2, gone=(1,))).report
    assert told["won"] == [2, 3]
    assert told["ballots"] == len(PAPERS)
    assert told["rows"][0] == {"number": 1, "votes": 0, "won": False, "reason": "Not this time. They moved."}
    assert told["rows"][1]["votes"] == 21


def test_seats_kept_for_some_are_filled_by_them_and_counted_again():
    kept = Reserve((Group("Mill Row", frozenset({3, 4}), 1),))
    of = asked(ballots=[paper for paper in PAPERS if 3 not in paper[:1]], seats=2, none=False, reserve=kept)
    done = counted(of)
    assert Terms.from_data(of.terms.as_data()) == of.terms
    assert set(done.report["won"]) & {3, 4}
    assert list(faults(of, done.certificate)) == []
    leaver = next(number for number in done.report["won"] if number in (3, 4))
    others = [number for number in done.report["won"] if number != leaver]
    again = electing.counted_again(of, leaver, others)
    assert again.report["won"] == [7 - leaver]
    assert list(electing.faults_again(of, leaver, others, (), again.certificate)) == []
    pools = replace(
        of,
        terms=Terms(seats=2, reserve=Reserve(pools=(Pool("A", frozenset({1, 2}), 1), Pool("B", frozenset({3, 4}), 1)))),
    )
    assert list(faults(pools, counted(pools).certificate)) == []
    with pytest.raises(BadSettings):
        electing.counted_again(pools, 1, [3])


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_with_seats_kept_for_some_verify_finds_the_same_board_and_the_same_countback(data):
    question = data.draw(questions(methods=["scottish-stv"], none=False))
    people = [option.number for option in question.options if not option.withdrawn]
    group = frozenset(data.draw(st.sets(st.sampled_from(people), min_size=1)))
    seats = min(question.terms.seats, len(people))
    least = data.draw(st.integers(0, min(len(group), seats)))
    kept = Reserve((Group("Some", group, least, data.draw(st.sampled_from([None, max(least, 1)]))),))
    of = replace(question, terms=Terms(seats=question.terms.seats, reserve=kept))
    try:
        done = counted(of)
    except BadFile:
        return
    assert list(faults(of, done.certificate)) == []
    for leaver in done.report["won"][:1]:
        others = [number for number in done.report["won"] if number != leaver]
        try:
            again = electing.counted_again(of, leaver, others)
        except BadFile:
            return
        assert list(electing.faults_again(of, leaver, others, (), again.certificate)) == []


def test_a_rule_that_verify_does_not_count_again_is_no_method():
    assert {"meek-nz", "ers97", "schulze", "block"}.isdisjoint(METHODS)
    for method in sorted(ELECTS):
        done = counted(asked(method, [paper[:1] for paper in PAPERS], seats=1))
        told = list(verify.check(verify.parse(done.certificate)))
        assert not [line for line in told if line.startswith(verify.PARTLY)], method


def test_an_order_names_each_once_and_need_not_name_all():
    choices = [Choice(1), Choice(2), Choice(3, none=True)]
    assert (
        picks_fault([2], choices, 0, True)
        == picks_fault([3, 1], choices, 0, True)
        == picks_fault([], choices, 0, True)
        == ""
    )
    assert "two places" in picks_fault([1, 1], choices, 0, True)
    assert "not on the list" in picks_fault([4], choices, 0, True)
    assert "none of these" in picks_fault([3, 1], choices, 0)
    assert RANKED < ELECTS < set(METHODS)

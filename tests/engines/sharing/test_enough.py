"""What would have been enough is confirmed by a count at that very value, and is the smallest where all were tried."""

from dataclasses import replace

from hypothesis import given
from hypothesis import settings as checks

from letgo.engines.sharing.enough import EVERY, Search, full_reason
from letgo.engines.sharing.fund import decide
from letgo.engines.sharing.reasons import short_reasons
from letgo.engines.sharing.settings import Settings
from letgo.engines.sharing.tally import Tally
from tests.engines.sharing.elections import election, elections, settings


def lost(outcome):
    return [c for c in range(outcome.tally.size) if c not in outcome.winners]


@given(elections(), settings())
@checks(max_examples=25)
def test_a_cost_that_is_named_wins_and_none_above_it_does(problem, chosen):
    outcome = decide(Tally(problem, chosen))
    for c in lost(outcome) if problem.voters and problem.budget else ():
        found = Search(outcome.tally, c, None).lower_cost()
        cost, unit = problem.projects[c].cost, problem.scale if problem.projects[c].cost > problem.scale else 1
        steps = -(-cost // unit)
        tried = [(steps - cut) * unit for cut in range(1, min(steps - 1, EVERY) + 1)]
        wins = [price for price in tried if c in decide(Tally(cheaper(problem, c, price), chosen)).winners]
        assert found == wins[0] if wins else found is None or found < min(tried)
        if found is not None:
            assert c in decide(Tally(cheaper(problem, c, found), chosen)).winners


@given(elections(), settings())
@checks(max_examples=25)
def test_a_number_of_votes_that_is_named_is_the_smallest_that_wins(problem, chosen):
    outcome = decide(Tally(problem, chosen))
    for c in lost(outcome) if problem.voters and problem.budget else ():
        search = Search(outcome.tally, c, None)
        found, others = search.more_votes(), search._others()
        wins = [k for k in range(1, len(others) + 1) if search._wins(search._with_voters(others[:k]))]
        assert found == (wins[0] if wins else None) or (found and found > EVERY and found in wins)


@given(elections(), settings())
@checks(max_examples=25)
def test_more_votes_change_nothing_but_the_votes_of_that_project(problem, chosen):
    search = Search(Tally(problem, chosen), 0, None)
    others = search._others()
    changed = search._with_voters(others[: len(others) // 2])
    assert int(changed.weights.sum()) == problem.voters
    named = [sum(w for w, names, _ in e.ballots() if 0 in names) for e in (problem, changed)]
    assert named[1] - named[0] == len(others) // 2
    for c in range(1, len(problem.projects)):
        one, two = (sum(w for w, names, _ in e.ballots() if c in names) for e in (problem, changed))
        assert one == two


def cheaper(problem, c, price):
    projects = list(problem.projects)
    projects[c] = projects[c]._replace(cost=price)
    return replace(problem, projects=tuple(projects))


def test_a_far_threshold_is_found_by_halving_and_the_value_below_it_loses():
    problem = election([1000, 1200], {(0,): 300, (1,): 290, (): 410}, 1200)
    outcome = decide(Tally(problem, Settings(completion="none")))
    search = Search(outcome.tally, 1, None)
    found, others = search.more_votes(), search._others()
    assert found
    assert found > EVERY
    assert search._wins(search._with_voters(others[:found]))
    assert not search._wins(search._with_voters(others[: found - 1]))


def test_the_sentence_names_both():
    outcome = decide(Tally(election([50, 50, 30], {(0, 1): 7, (2,): 3}, 100), Settings(rule="greedy", ties="id")))
    said = full_reason(outcome, 2, short_reasons(outcome)["3"])
    assert said["more_votes"] == 5
    assert said["text"].endswith(" 5 more votes would have been enough.")


def test_the_voters_who_change_their_mind_are_drawn_by_the_seed_not_by_their_place():
    problem = election([5, 5], {(0,): 3, (): 6}, 5)
    drawn = {
        tuple(Search(Tally(problem, Settings(seed=seed)), 1, None)._others()) for seed in ("a", "b", "c", "d", "e")
    }
    assert len(drawn) > 1

"""Every rule against every odd election: each has its written rule (docs/handbook/counting.md), and none is an accident."""

from typing import get_args

import pytest

from letgo.engines.counting.certificate import certificate
from letgo.engines.counting.counting import BadSettings, Rule, Settings, count
from letgo.engines.counting.election import Candidate, election_of
from letgo.engines.counting.report import report
from letgo.house.count_text import as_text
from tests.engines.counting.made import people

RULES = get_args(Rule)
LARGE = 10**9 - 1


def made(candidates, seats, rows, gone=()):
    return election_of(people(candidates), seats, rows, gone)


ODD = {
    "zero-ballots": made(3, 1, []),
    "zero-ballots-and-seats-for-all": made(3, 5, []),
    "one-candidate": made(1, 1, [(3, (1,))]),
    "one-candidate-without-a-vote": made(1, 1, []),
    "fewer-candidates-than-seats": made(2, 5, [(3, (1, 2)), (1, (2,))]),
    "as-many-candidates-as-seats": made(2, 2, [(3, (1,))]),
    "only-empty-ballots": made(3, 2, [(7, ())]),
    "all-exhausted-at-once": made(4, 2, [(2, (1,)), (2, (2,)), (1, (3,)), (1, (4,))]),
    "everybody-withdrew": made(2, 1, [(3, (1, 2))], (1, 2)),
    "votes-only-for-who-withdrew": made(3, 1, [(3, (1,))], (1,)),
    "all-equal": made(5, 2, [(1, (n,)) for n in range(1, 6)]),
    "a-perfect-circle": made(3, 1, [(1, (1, 2, 3)), (1, (2, 3, 1)), (1, (3, 1, 2))]),
    "equal-ranks-only": made(3, 1, [(4, ((1, 2, 3),))]),
    "equal-ranks-and-strict-ones": made(4, 2, [(4, ((1, 2), 3)), (3, (4, (1, 3))), (2, (2,))]),
    "a-thousand-million-ballots": made(3, 2, [(LARGE - 2, (1, 2)), (1, (2,)), (1, (3,))]),
    "many-seats": made(30, 29, [(n, (n, 31 - n)) if n != 31 - n else (n, (n,)) for n in range(1, 31)]),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("odd", ODD)
def test_every_rule_counts_every_odd_election_or_says_why_not(odd, rule):
    election = ODD[odd]
    if rule == "av":
        election = election.with_seats(1)
    try:
        result = count(election, Settings(rule))
    except BadSettings as bad:
        pytest.fail(f"{rule} on {odd}: {bad}")
    winners = result.count.winners
    standing = set(range(1, len(election.candidates) + 1)) - election.withdrawn
    assert len(set(winners)) == len(winners) <= min(election.seats, len(standing))
    assert set(winners) <= standing
    if election.levelled().ballots and result.count.valid:
        assert winners, "someone has votes and nobody is elected"
    elif len(standing) > election.seats:
        assert winners == (), "nobody is elected by no votes"
    else:
        assert set(winners) == standing, "no more stand than there are seats"
    made = report(result, ())
    assert as_text({**made, "seconds": {}})
    assert certificate(result)
    assert count(election, Settings(rule)).count.winners == winners


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "av"])
def test_five_hundred_candidates_are_counted_by_every_rule(rule):
    """Within a few seconds each; the audits too."""
    rows = [(1 + n % 97, [1 + (n + step * step) % 500 for step in range(3)]) for n in range(500)]
    result = count(made(500, 1, rows), Settings(rule))
    assert len(result.count.winners) == 1
    assert report(result, ())["audit"]["left_with_nobody"]["result"] <= result.count.valid


def test_a_long_ranking_of_a_thousand_by_many_is_audited_in_bounded_memory():
    """Each way of ranking a thousand is another group that is solid for a thousand sets."""
    import tracemalloc

    rows = [(1, [1 + (n + step * 7) % 1000 for step in range(1000)]) for n in range(20)]
    result = count(made(1000, 2, rows), Settings("plurality"))
    tracemalloc.start()
    report(result, ())
    assert tracemalloc.get_traced_memory()[1] < 15_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "name", ["7", "0", "-3", "1e5", "=1+1", "2 2 0", "Candidate 2", '"', "", "{1,2}", "# x: y", "ééé"]
)
def test_a_candidate_named_like_a_number_or_a_formula_is_a_name(name, rule):
    candidates = [Candidate("A"), Candidate(name or "Candidate 2"), Candidate("C")]
    result = count(election_of(candidates, 1, [(3, (2, 1)), (1, (1, 2)), (1, (3, 2))]), Settings(rule))
    assert result.count.winners == (2,)
    assert (name or "Candidate 2") in as_text({**report(result, ()), "seconds": {}})

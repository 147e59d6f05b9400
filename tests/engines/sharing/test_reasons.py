"""The figures in a reason are this count's own, and two different losses are told in two different sentences."""

from fractions import Fraction

import pytest
from hypothesis import given

from letgo.engines.sharing import reference
from letgo.engines.sharing.fund import decide
from letgo.engines.sharing.reasons import fall, short_reasons
from letgo.engines.sharing.settings import Settings
from letgo.engines.sharing.tally import Tally
from letgo.engines.sharing.words import money
from tests.engines.sharing.elections import election, elections, settings


def told(problem, **chosen):
    return short_reasons(decide(Tally(problem, Settings(**chosen))))


def behind(problem, chosen, run):
    """{project: money of its supporters after each number of purchases}, by paying every purchase again."""
    ballots = reference.Ballots(problem, chosen)
    money = [run.endowment] * len(ballots.weight)
    history = {c: [] for c in ballots.all}
    for at in range(len(run.purchases) + 1):
        for c in ballots.all:
            history[c].append(sum((w * money[i] for i, w, _ in ballots.supporters(c)), Fraction(0)))
        if at < len(run.purchases):
            for i, _, points in ballots.supporters(run.purchases[at].project):
                money[i] -= min(money[i], run.payments.exact_price(at) * points)
    return history


@given(elections(), settings())
def test_a_loser_fell_out_of_reach_when_and_with_what_the_count_says(problem, chosen):
    tally = Tally(problem, chosen)
    outcome = decide(tally)
    history = behind(problem, chosen, outcome.shares.run)
    for c in set(range(tally.size)) - set(outcome.bought):
        if tally.score[c] and tally.costs[c] and tally.voters and tally.budget:
            fell = fall(outcome.shares.run, c)
            assert fell.left == history[c][fell.after] < tally.costs[c]
            assert fell.after == 0 or history[c][fell.after - 1] >= tally.costs[c]


def test_two_different_losses_get_two_different_sentences():
    """One never had enough money behind it, one saw it go on something else."""
    reasons = told(election([60, 40, 50], {(0, 1): 5, (0,): 1, (2,): 3, (): 1}, 100), completion="none")
    assert reasons["2"]["text"] == (
        "Not this time. Its 5 voters had 0 left of the 40 it costs, because 5 of them had helped pay for “Idea 1”."
    )
    assert reasons["3"]["text"] == "Not this time. Its 3 voters had 30 between them. It costs 50."


@given(elections(), settings())
def test_every_project_has_a_reason_that_says_whether_it_won(problem, chosen):
    tally = Tally(problem, chosen)
    outcome = decide(tally)
    reasons = short_reasons(outcome)
    assert list(reasons) == tally.ids
    assert {name for name, reason in reasons.items() if reason["won"]} == {tally.ids[c] for c in outcome.winners}
    for c, reason in enumerate(reasons.values()):
        assert reason["text"].endswith(".")
        assert reason["votes"] == tally.votes[c]


def test_a_winner_says_what_each_paid():
    text = told(election([30, 12], {(0,): 3, (1,): 1}, 40), completion="none")["1"]["text"]
    assert text == "Won. 3 people voted for it. All of them paid 10."


def test_who_paid_the_last_they_had_is_counted_apart():
    reasons = told(election([40, 20], {(0, 1): 2, (0,): 2, (1,): 1}, 75), completion="none")
    assert reasons["2"]["text"] == "Won. 3 people voted for it. 1 of them paid 10 and 2 paid the last they had."


def test_most_votes_first_says_what_was_left_and_how_many_came_first():
    reasons = told(election([50, 50, 30], {(0, 1): 7, (2,): 3}, 100), rule="greedy")
    assert reasons["3"]["text"] == (
        "Not this time. 3 people voted for it. 2 ideas with more votes came first, and 0 was left of the 30 it costs."
    )


def test_a_tie_of_votes_is_not_told_as_more_votes():
    reasons = told(election([50, 50, 30], {(0, 1): 3, (2,): 3}, 100), rule="greedy", ties="id")
    assert reasons["3"]["text"] == (
        "Not this time. 3 people voted for it. 2 ideas with as many came first by the order of numbers, "
        "and 0 was left of the 30 it costs."
    )
    assert "came first" not in told(election([50], {(0,): 3}, 10), rule="greedy")["1"]["text"]


def test_no_money_and_no_voters_are_told_as_such():
    assert told(election([0], {(0,): 1}, 0))["1"]["text"] == "Not this time. There was no money to spend."
    assert told(election([5], {}, 10))["1"]["text"] == "Not this time. Nobody voted."


def test_pence_are_told_wherever_they_are_the_whole_truth():
    """Two figures of one sentence never look equal where one is smaller."""
    text = told(election([123456], {(0,): 1}, 123410, scale=100), completion="none")["1"]["text"]
    assert text == "Not this time. Its 1 voter had 1,234.10. It costs 1,234.56."


@pytest.mark.parametrize(
    ("amount", "scale", "words"),
    [
        (Fraction(1, 3), 100, "less than £0.01"),
        (Fraction(310_000_001, 1000), 100, "£3,100"),
        (5131, 100, "£51.31"),
        (10**17 + 29, 100, "£1,000,000,000,000,000.29"),
        (0, 100, "£0"),
    ],
)
def test_money_is_cut_and_never_nothing(amount, scale, words):
    assert money(amount, scale, "GBP") == words


def test_what_nobody_voted_for_is_told_so():
    assert told(election([5, 500], {(0,): 2}, 10))["2"]["text"] == "Not this time. Nobody voted for it."


def test_a_fill_says_what_was_left_at_its_turn():
    reasons = told(election([60, 40], {(0,): 4, (1,): 1}, 100), completion="fill")
    assert reasons["2"] == {
        "text": "Funded from what was left. 1 person voted for it. 40 was left at its turn, most votes first.",
        "won": True,
        "how": "filled",
        "left": "40",
        "votes": 1,
        "cost": "40",
    }

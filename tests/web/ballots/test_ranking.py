"""Number boxes read as an order."""

from letgo.decide.ballots.models import Option
from letgo.web.ballots import ranking


def test_gaps_are_fine_online_and_the_order_is_shown_before_it_counts():
    listed = [Option(number=n, title=f"Tree {n}") for n in (1, 2, 3)]
    given = ranking.filled(listed, {"n-1": "7", "n-2": " 3 ", "n-3": ""})
    assert (given.order, given.faults) == ((2, 1), [])

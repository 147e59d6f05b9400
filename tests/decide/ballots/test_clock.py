"""The clock opens, closes and carries out votes by itself, and destroys keys that are left behind."""

from letgo.decide.ballots import keys, queries
from tests.decide.ballots import made

B, L, C, S = (offered.title for offered in made.IDEAS)
VOTES = [(B, L)] * 5 + [(C,)] * 4 + [(S, L)] * 2


def test_the_clock_does_all_of_it_by_itself(estate):
    poll = estate.called()
    with made.at(poll.opens):
        made.tick()
    made.cast(estate, poll, VOTES)
    for minutes in range(-360, 1, 20):  # in its last hours the service says that it is there
        with made.at(poll.closes + minutes * made.HOUR / 60):
            made.tick()
    assert made.fresh(poll).state == "closed"
    made.counted(estate, poll)
    made.declared(estate, poll)
    with made.at(queries.objections_end(made.fresh(poll)) - made.HOUR):
        made.tick()
        assert made.fresh(poll).state == "declared"
    with made.at(queries.objections_end(made.fresh(poll))):
        made.tick()
    assert made.fresh(poll).state == "done"


def test_a_key_that_a_power_cut_left_behind_is_destroyed_by_the_clock(estate):
    poll = made.opened(estate)
    made.closed(estate, poll)
    keys.make(poll.pk)
    made.tick()
    assert not keys.all_kept()

"""A ranked vote from its call to its declaration: the order is kept, the list and the papers are guarded, the proof holds."""

import json
from dataclasses import replace
from datetime import timedelta

from letgo.commons.people.queries import may, visible
from letgo.commons.places.models import Standing
from letgo.commons.record.clock import now, travel
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.closing import actions as closing
from letgo.decide.ballots.models import Agent, OpenBallot, PaperBatch, Poll, SealedBallot, Stake
from letgo.decide.ballots.papers import actions as papers
from letgo.decide.ballots.papers import queries as read
from letgo.decide.ballots.papers.rules import DOUBTFUL, SPOILT, by_the_clock
from letgo.decide.ballots.papers.rules import read as read_paper
from letgo.decide.ballots.published import queries as published
from letgo.decide.ballots.published import verifying
from letgo.decide.ballots.rules import Choice, Offered
from letgo.decide.ballots.rulings.actions import rule_on_paper, withdraw_option
from letgo.engines.counting.reserve import Group, Reserve
from tests.database import unguarded
from tests.decide.ballots import made
from tests.decide.ballots.ranked import BOARD, VOTES, election, refused, titles
from tests.decide.ballots.test_published_verify import says


def test_the_board_is_elected_in_order_and_its_proof_holds(board):
    found = queries.result(board.poll)
    assert [row.option.title for row in found.won] == ["Asha", "Bela"]
    assert titles(board, found.report["next"]) == ["Cyra", "Dilys"]
    assert (found.mandate, found.ballots, found.report["empty"], found.none_votes) == (True, 11, 1, 0)
    assert found.report["quota"] == 4
    assert found.report["stages"][0]["totals"][0] == "5.00000"
    assert queries.proof_faults(board.poll, found) == []
    assert list(verifying.faults(board.poll)) == []
    assert says(published.bundle(board.poll))[0] == 0


def test_the_box_holds_each_order_as_it_was_cast(board):
    numbers = [tuple(map(board.number, names)) for names in VOTES]
    assert queries.ballots(board.poll) == sorted(numbers)


def test_what_two_agents_recount_of_a_ranked_vote_holds(board):
    agent = board.estate.voters[3]
    Agent.objects.create(poll=board.poll, person_id=agent.person, line=board.poll.line)
    document = published.sealed_bundle(board.poll, agent)
    assert says(document)[0] == 0
    assert document["count"]["format"] == "letgo.counting/1"
    assert published.sealed_bundle(board.poll, board.estate.voters[4]) is None


def test_votes_are_replaced_partial_and_kindly_refused(board):
    estate = board.estate
    poll = made.opened(estate, **election(estate))
    asha, bela, none = made.ids(poll, "Asha", "Bela", "None of these, come back to us")
    who = estate.voters[0]
    with travel(poll.opens + timedelta(hours=1)):
        for picks in ([asha], [bela, asha], [none, bela], [bela, none, asha]):
            actions.cast(poll.pk, picks, by=who)
        assert json.loads(OpenBallot.objects.get(poll=poll).picks) == [2, 5, 1]
        refused("two places", lambda: actions.cast(poll.pk, [asha, asha], by=who))
        refused("not on the list", lambda: actions.cast(poll.pk, [asha, poll.pk], by=who))
        assert json.loads(OpenBallot.objects.get(poll=poll).picks) == [2, 5, 1]


def test_what_no_proof_can_hold_is_not_called(board):
    estate = board.estate
    women = Reserve((Group("Mill Row", frozenset({1, 2}), 1),))
    clash = Reserve((Group("Mill Row", frozenset({1}), 2),))
    for words, more in (
        ("We do not know", {"method": "meek-nz"}),
        ("one seat", {"method": "av"}),
        ("names at most", {"options": tuple(Offered(f"Person {n}") for n in range(1_000))}),
        ("how an empty seat", {"method": "ranked-pairs"}),
        ("how an empty seat", {"terms": {"vacancy": "friends"}}),
        ("none of these", {"terms": {"reserve": women}}),
        ("cannot all be filled", {"terms": {"reserve": clash}, "none_option": False}),
        (
            "where votes move on",
            {"method": "plurality", "terms": {"reserve": women, "vacancy": ""}, "none_option": False},
        ),
        ("spends no money", {"options": (Offered("Asha", cost_pence=1), Offered("Bela"))}),
    ):
        refused(words, lambda more=more: estate.called(**election(estate, **more)))
    assert estate.called(**election(estate, terms={"reserve": women}, none_option=False)).settings["reserve"]["groups"]
    assert estate.called(**election(estate, method="plurality", terms={"vacancy": ""})).settings["most"] == 1


def test_nobody_swells_the_list_the_night_before(board):
    """Twelve lived here on the qualifying day; two come after it, one of those twelve has left since."""
    estate, day = board.estate, now().date()
    before = queries.roll_preview(estate.electorate, day, day - timedelta(days=30)).size
    for _ in range(2):
        late = made.resident(estate.world)
        with unguarded():
            Standing.objects.filter(person=late.person).update(start=day - timedelta(days=3))
    seen = queries.roll_preview(estate.electorate, day, day - timedelta(days=30))
    assert seen.size == before
    assert queries.roll_preview(estate.electorate, day).size == before + 2
    assert "2 people came after" in " ".join(seen.notes)
    poll = estate.called(**election(estate, as_of=day - timedelta(days=30), expects=before))
    assert (poll.roll_size, poll.as_of) == (before, day - timedelta(days=30))
    assert not poll.roll.filter(person=late.person).exists()
    assert poll.line.words.body["list"]["as-of"] == (day - timedelta(days=30)).isoformat()
    refused("must have come", lambda: estate.called(**election(estate, as_of=day + timedelta(days=1))))


def test_a_rule_calls_a_vote_and_a_stranger_does_not(board):
    asked = board.estate.asked(**election(board.estate))
    called = actions.call(asked, by=BOARD, key="recall")
    assert called.state == "called"
    assert actions.call(asked, by=BOARD, key="recall").pk == called.pk
    refused("cannot call", lambda: actions.call(asked, by=board.estate.voters[0], key=made.key()))


def test_who_withdraws_after_the_close_is_passed_over_and_no_ballot_is_edited(board):
    estate = board.estate
    poll = made.opened(estate, **election(estate))
    made.cast(estate, poll, VOTES)
    asha, none = made.ids(poll, "Asha", "None of these, come back to us")
    with travel(poll.opens + timedelta(hours=2)):
        refused("before a vote opens", lambda: withdraw_option(asha, "Died.", by=estate.officer, key=made.key()))
    made.closed(estate, poll)
    before = queries.ballots(poll)
    made.counted(estate, poll)
    with travel(poll.closes + timedelta(hours=2)):
        refused("cannot be withdrawn", lambda: withdraw_option(none, "No.", by=estate.officer, key=made.key()))
        refused("Only the returning", lambda: withdraw_option(asha, "No.", by=estate.caller, key=made.key()))
        withdraw_option(asha, "They cannot hold the seat: they left in May.", by=estate.officer, key=made.key())
        made.run_waiting()
    found = made.declared(estate, poll)
    told = queries.result(found)
    assert [row.option.title for row in told.won] == ["Bela", "Cyra"]
    assert queries.ballots(found) == before
    assert told.rows[0].reason.startswith("Not this time. They cannot hold")
    assert found.tallies.count() == 2
    assert queries.proof_faults(found, told) == []
    with travel(found.closes + timedelta(hours=9)):
        refused("before its result", lambda: withdraw_option(asha, "No.", by=estate.officer, key=made.key()))


def test_a_count_from_before_a_withdrawal_is_not_kept(board, monkeypatch):
    """Someone is withdrawn while a worker counts: what it counted is thrown away, and the next count is without them."""
    estate, ruled = board.estate, []
    poll = made.opened(estate, **election(estate))
    made.cast(estate, poll, VOTES)
    made.closed(estate, poll)
    asha, slow = made.ids(poll, "Asha"), closing.counted

    def counted(asked):
        done = slow(asked)
        ruled or ruled.append(withdraw_option(*asha, "They died.", by=estate.officer, key=made.key()))
        return done

    monkeypatch.setattr(closing, "counted", counted)
    made.counted(estate, poll)
    found = queries.result(made.declared(estate, poll))
    assert [row.option.title for row in found.won] == ["Bela", "Cyra"]
    assert found.report["withdrawn"] == [1]


def test_seats_that_nobody_left_can_fill_hold_the_count_back(board):
    """The only one for whom a seat is kept withdraws after the close: nobody else takes it silently."""
    estate = board.estate
    kept = Reserve((Group("Mill Row", frozenset({4}), 1),))
    poll = made.opened(estate, **election(estate, terms={"reserve": kept}, none_option=False))
    made.cast(estate, poll, VOTES)
    made.closed(estate, poll)
    with travel(poll.closes + timedelta(minutes=1)):
        withdraw_option(*made.ids(poll, "Dilys"), "They died.", by=estate.officer, key=made.key())
    held = made.counted(estate, poll)
    assert held.state == "closed"
    assert "kept for some cannot all be filled" in " ".join(queries.faults(held))


def test_ranked_papers_are_typed_twice_and_differences_are_orders(board):
    estate = board.estate
    poll = made.opened(estate, **election(estate))
    world = estate.world
    typists = [world.actor(name) for name in ("officer-here", "outreach", "officer")]
    first, second, third = typists
    with travel(poll.opens + timedelta(hours=1)):
        for entry in poll.roll.order_by("number")[:5]:
            papers.receive(poll.pk, read.code_of(entry), by=first, key=made.key())
        pile = papers.open_batch(poll.pk, 5, by=first, key=made.key())
        papers.type_batch(pile.pk, [[2, 1], [3, 4, 1], [], [1], DOUBTFUL], by=first, key=made.key())
        papers.type_batch(pile.pk, [[1, 2], [3, 4, 1], [], [1], DOUBTFUL], by=second, key=made.key())
        assert read.batches(poll, first)[0].positions == (1,)
        refused("one twice", lambda: papers.settle_batch(pile.pk, {1: [2, 2]}, by=third, key=made.key()))
        papers.settle_batch(pile.pk, {1: [2, 1]}, by=third, key=made.key())
        refused("one twice", lambda: rule_on_paper(pile.pk, 5, [9], "Clear.", by=estate.officer, key=made.key()))
        rule_on_paper(pile.pk, 5, [4, 2], "A 4 and a 2 are clear.", by=estate.officer, key=made.key())
    with travel(poll.closes):
        papers.finish_papers(poll.pk, 0, by=estate.officer, key=made.key())
    made.closed(estate, poll)
    boxed = [json.loads(picks) for picks in SealedBallot.objects.filter(poll=poll.pk).values_list("picks", flat=True)]
    assert sorted(boxed) == [[], [1], [2, 1], [3, 4, 1], [4, 2]]


def test_when_time_is_up_a_ranked_paper_counts_up_to_where_the_two_readings_part():
    typed = [[[3, 1, 2], [1, 2], [], DOUBTFUL, DOUBTFUL], [[3, 2, 1], [1, 2, 4], [1], [2, 1], DOUBTFUL]]
    assert by_the_clock(typed, ranked=True) == [[3], [1, 2], [], [2, 1], SPOILT]
    assert by_the_clock(typed[:1], ranked=True)[0] == [3, 1, 2]
    choices = [Choice(1), Choice(2), Choice(3, none=True)]
    assert read_paper([2, 1], choices, 0, True) == [2, 1]
    assert read_paper([2, 1], choices, 0) == [1, 2]
    assert read_paper([3, 1], choices, 0, True) == [3, 1]
    assert read_paper([3, 1], choices, 0) == DOUBTFUL


def test_who_stands_or_is_an_agent_types_settles_and_rules_on_nothing(board):
    """An officer who stands, an outreach worker who is an agent; the returning officer can be neither."""
    estate = board.estate
    candidate, agent, other = (estate.world.actor(name) for name in ("officer-here", "outreach", "officer"))
    for more in ({"interested": frozenset({estate.officer.person})}, {"agents": (estate.officer.person, agent.person)}):
        refused("neither stands", lambda more=more: estate.called(**election(estate, **more)))
    part = {"interested": frozenset({candidate.person}), "agents": (agent.person, estate.voters[0].person)}
    poll = made.opened(estate, **election(estate, **part))
    with travel(poll.opens + timedelta(hours=1)):
        for entry in poll.roll.order_by("number")[:5]:
            papers.receive(poll.pk, read.code_of(entry), by=other, key=made.key())
        pile = papers.open_batch(poll.pk, 5, by=other, key=made.key())
        for actor in (candidate, agent, replace(candidate, helper=other.person)):
            for verb, row in (
                ("ballots.receive-paper", poll), ("ballots.type-papers", pile), ("ballots.settle-papers", pile),
            ):  # fmt: skip
                assert not may(actor, verb, row), verb
                assert not visible(actor, verb, type(row).objects.filter(pk=row.pk)).exists(), verb
        assert may(other, "ballots.type-papers", pile)
        assert visible(other, "ballots.type-papers", PaperBatch.objects.filter(pk=pile.pk)).exists()
        assert may(candidate, "ballots.receive-paper", board.poll)
    assert may(estate.officer, "ballots.rule", poll)
    Stake.objects.create(poll=poll, person_id=estate.officer.person, line=poll.line)  # as no call would do
    assert not may(estate.officer, "ballots.rule", poll)
    assert not visible(estate.officer, "ballots.rule", Poll.objects.filter(pk=poll.pk)).exists()


def test_no_result_of_a_ranked_vote_is_read_before_it_is_declared(board):
    estate = board.estate
    poll = made.opened(estate, **election(estate))
    made.cast(estate, poll, VOTES)
    administrator = estate.world.actor("administrator")
    for reach in (poll, made.closed(estate, poll), made.counted(estate, poll)):
        assert queries.result(reach) is queries.result_for(reach, administrator) is None
        assert queries.countbacks(reach) == []

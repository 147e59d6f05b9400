"""A ranked vote from its call to its declaration, and the seats that fall empty later. The tests share one board that was elected."""

import gzip
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import override_settings

from letgo.commons.people.queries import may, visible
from letgo.commons.record.actions import seal_now
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK, System
from letgo.engines.sealing import verify

BOARD = System("boards")  # what a room above signs with
PEOPLE = ("Asha", "Bela", "Cyra", "Dilys")
VOTES = (
    *[("Asha", "Bela")] * 5, ("Bela", "Asha"), ("Bela",), ("Cyra", "Dilys"), ("Cyra", "Dilys", "Bela"), ("Dilys",), (),
)  # fmt: skip


@dataclass
class Board:
    """A vote on two seats that is declared, and the estate in which it was held."""

    estate: Any
    poll: Any

    def number(self, name: str) -> int:
        return self.poll.options.get(title=name).number

    def again(self, leaver: str, *kept: str, gone: tuple[str, ...] = (), by: Any = BOARD, **more: Any) -> Any:
        from letgo.decide.ballots import actions
        from tests.decide.ballots import made

        numbers = {"kept": [*map(self.number, kept)], "gone": [*map(self.number, gone)]}
        return actions.count_back(self.poll.pk, self.number(leaver), by=by, **{"key": made.key(), **numbers, **more})


@pytest.fixture(scope="module")
def elected(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Board]:
    """The board that all tests of this file share."""
    with django_db_blocker.unblock(), override_settings(LETGO_HOME=tmp_path_factory.mktemp("home")):
        around = transaction.atomic()
        around._from_testcase = True
        with around:
            from tests.decide.ballots import made

            estate = made.estate(12)
            poll = made.through(estate, VOTES, **election(estate))
            seal_now()
            yield Board(estate, poll)
            transaction.set_rollback(True)


@pytest.fixture
def board(elected: Board, db: None) -> Board:
    return deepcopy(elected)


def election(estate: Any, *people: str, **more: Any) -> dict[str, Any]:
    from letgo.decide.ballots.rules import Offered, Terms

    terms = {"seats": 2, "vacancy": "countback", **more.pop("terms", {})}
    options = tuple(Offered(name) for name in people or PEOPLE)
    return {"method": "scottish-stv", "options": options, "purse_pence": None, "terms": Terms(**terms), **more}


def refused(words: str, act: Any) -> None:
    with pytest.raises(Refused) as error, transaction.atomic():
        act()
    assert words in str(error.value)


def titles(board: Board, numbers: Any) -> list[str]:
    names = dict(board.poll.options.values_list("number", "title"))
    return [names[number] for number in numbers]


def test_the_board_is_elected_in_order_and_its_proof_holds(board):
    from letgo.decide.ballots import queries
    from letgo.decide.ballots.published import queries as published
    from letgo.decide.ballots.published import verifying
    from tests.decide.ballots.test_published_verify import says

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
    from letgo.decide.ballots import queries

    numbers = [tuple(map(board.number, names)) for names in VOTES]
    assert queries.ballots(board.poll) == sorted(numbers)


def test_what_two_agents_recount_of_a_ranked_vote_holds(board):
    from letgo.decide.ballots.models import Agent
    from letgo.decide.ballots.published import queries as published
    from tests.decide.ballots.test_published_verify import says

    agent = board.estate.voters[3]
    Agent.objects.create(poll=board.poll, person_id=agent.person, line=board.poll.line)
    document = published.sealed_bundle(board.poll, agent)
    assert says(document)[0] == 0
    assert document["count"]["format"] == "letgo.counting/1"
    assert published.sealed_bundle(board.poll, board.estate.voters[4]) is None


def test_votes_are_replaced_partial_and_kindly_refused(board):
    from letgo.decide.ballots import actions
    from letgo.decide.ballots.models import OpenBallot
    from tests.decide.ballots import made

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
    from letgo.decide.ballots.rules import Offered
    from letgo.engines.counting.reserve import Group, Reserve

    estate = board.estate
    women = Reserve((Group("Mill Row", frozenset({1, 2}), 1),))
    clash = Reserve((Group("Mill Row", frozenset({1}), 2),))
    for words, more in (
        ("We do not know", {"method": "meek-nz"}),
        ("one seat", {"method": "av"}),
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
    from letgo.commons.places.models import Standing
    from letgo.decide.ballots import queries
    from tests.database import unguarded
    from tests.decide.ballots import made

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
    from letgo.decide.ballots import actions
    from tests.decide.ballots import made

    asked = board.estate.asked(**election(board.estate))
    called = actions.call(asked, by=BOARD, key="recall")
    assert called.state == "called"
    assert actions.call(asked, by=BOARD, key="recall").pk == called.pk
    refused("cannot call", lambda: actions.call(asked, by=board.estate.voters[0], key=made.key()))


def test_a_seat_is_filled_again_and_the_vote_stays_as_it_was_declared(board):
    from letgo.decide.ballots import queries
    from letgo.decide.ballots.published import verifying

    before = queries.result(board.poll)
    again = board.again("Asha", "Bela", key="asha-left")
    assert board.again("Asha", "Bela", key="asha-left").pk == again.pk
    assert titles(board, [again.filled]) == ["Cyra"]
    assert again.report["won"] == [again.filled]
    third = board.again("Cyra", "Bela")
    assert (titles(board, [third.filled]), third.gone) == (["Dilys"], [board.number("Asha")])
    last = board.again("Bela", "Dilys")
    assert (last.filled, last.report["why"] != "") == (None, True)
    after = queries.result(board.poll)
    assert (after.digest, after.report, board.poll.state) == (before.digest, before.report, "declared")
    assert [row.number for row in queries.countbacks(board.poll)] == [1, 2, 3]
    assert list(verifying.faults(board.poll)) == []
    for row in queries.countbacks(board.poll):
        assert not [
            text for text in verify.check(verify.parse(gzip.decompress(row.certificate))) if text.startswith("not")
        ]
    said = Line.objects.filter(verb="ballots.count-back").order_by("at").last().said
    assert (said["leaver"], said["filled"]) == (board.number("Bela"), None)


def test_who_does_not_want_the_seat_or_moved_away_is_passed_over(board):
    assert titles(board, [board.again("Asha", "Bela", gone=("Cyra",)).filled]) == ["Dilys"]
    refused("out of it", lambda: board.again("Asha", "Bela", gone=("Bela",)))


def test_a_countback_is_only_where_the_terms_said_so_before(board):
    from tests.decide.ballots import made

    refused("hold no seat", lambda: board.again("Cyra", "Asha", "Bela"))
    refused("hold no seat", lambda: board.again("Asha", "Asha"))
    refused("took a seat", lambda: board.again("Asha", "Dilys"))
    refused("returning officer", lambda: board.again("Asha", "Bela", by=board.estate.voters[0]))
    assert board.again("Asha", "Bela", by=board.estate.officer).filled
    silent = made.through(board.estate, VOTES[:3], **election(board.estate, terms={"vacancy": "by-election"}))
    refused("nobody settled", lambda: Board(board.estate, silent).again("Asha"))
    running = made.opened(board.estate, **election(board.estate))
    refused("no result", lambda: Board(board.estate, running).again("Asha"))


def test_a_countback_is_never_changed_nor_written_before_a_result(board):
    from letgo.decide.ballots.models import Countback
    from tests.decide.ballots import made

    again = board.again("Asha", "Bela")
    for act in (
        lambda: Countback.objects.filter(pk=again.pk).update(filled=board.number("Dilys")),
        lambda: Countback.objects.filter(pk=again.pk).delete(),
        lambda: _copied(again, poll=made.opened(board.estate, **election(board.estate))),
        lambda: _copied(again, number=1),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()


def _copied(row: Any, **fields: Any) -> None:
    row = deepcopy(row)
    for name, value in {"id": None, "number": 7, **fields}.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def test_a_countback_that_was_tampered_with_is_found_by_letgo_verify(board):
    from letgo.decide.ballots.models import Countback
    from letgo.decide.ballots.published import verifying
    from tests.database import unguarded

    again = board.again("Asha", "Bela")
    with unguarded():
        Countback.objects.filter(pk=again.pk).update(filled=board.number("Dilys"))
    assert "countback 1 is not what the record says" in list(verifying.faults(board.poll))
    forged = gzip.compress(gzip.decompress(bytes(again.certificate)).replace(b'"kept":[2]', b'"kept":[4]'))
    with unguarded():
        Countback.objects.filter(pk=again.pk).update(filled=again.filled, certificate=forged)
    assert any("countback 1" in fault for fault in verifying.faults(board.poll))


def test_the_papers_of_a_small_countback_are_for_the_agents_only(board):
    from letgo.decide.ballots.models import Agent
    from letgo.decide.ballots.published import queries as published

    again, agent = board.again("Asha", "Bela"), board.estate.voters[3]
    assert published.countback_file(again, agent) is None
    Agent.objects.create(poll=board.poll, person_id=agent.person, line=board.poll.line)
    assert json.loads(published.countback_file(again, agent))["format"] == "letgo.counting/1"


def test_who_withdraws_after_the_close_is_passed_over_and_no_ballot_is_edited(board):
    from letgo.decide.ballots import queries
    from letgo.decide.ballots.rulings.actions import withdraw_option
    from tests.decide.ballots import made

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


def test_seats_that_nobody_left_can_fill_hold_the_count_back(board):
    """The only one for whom a seat is kept withdraws after the close: nobody else takes it silently."""
    from letgo.decide.ballots import queries
    from letgo.decide.ballots.rulings.actions import withdraw_option
    from letgo.engines.counting.reserve import Group, Reserve
    from tests.decide.ballots import made

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


def test_a_board_with_a_seat_kept_for_some_is_elected_and_verified(board):
    from letgo.decide.ballots import queries
    from letgo.decide.ballots.published import queries as published
    from letgo.engines.counting.reserve import Group, Reserve
    from tests.decide.ballots import made
    from tests.decide.ballots.test_published_verify import says

    kept = Reserve((Group("Mill Row", frozenset({3, 4}), 1),))
    poll = made.through(board.estate, VOTES, **election(board.estate, terms={"reserve": kept}, none_option=False))
    seal_now()
    assert [row.option.title for row in queries.result(poll).won] == ["Asha", "Cyra"]
    assert says(published.bundle(poll))[0] == 0
    again = Board(board.estate, poll).again("Cyra", "Asha")
    assert titles(Board(board.estate, poll), [again.filled]) == ["Dilys"]


def test_ranked_papers_are_typed_twice_and_differences_are_orders(board):
    from letgo.decide.ballots.models import SealedBallot
    from letgo.decide.ballots.papers import actions as papers
    from letgo.decide.ballots.papers import queries as read
    from letgo.decide.ballots.papers.rules import DOUBTFUL
    from letgo.decide.ballots.rulings.actions import rule_on_paper
    from tests.decide.ballots import made

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
    from letgo.decide.ballots.papers.rules import DOUBTFUL, SPOILT, by_the_clock, read
    from letgo.decide.ballots.rules import Choice

    typed = [[[3, 1, 2], [1, 2], [], DOUBTFUL, DOUBTFUL], [[3, 2, 1], [1, 2, 4], [1], [2, 1], DOUBTFUL]]
    assert by_the_clock(typed, ranked=True) == [[3], [1, 2], [], [2, 1], SPOILT]
    assert by_the_clock(typed[:1], ranked=True)[0] == [3, 1, 2]
    choices = [Choice(1), Choice(2), Choice(3, none=True)]
    assert read([2, 1], choices, 0, True) == [2, 1]
    assert read([2, 1], choices, 0) == [1, 2]
    assert read([3, 1], choices, 0, True) == [3, 1]
    assert read([3, 1], choices, 0) == DOUBTFUL


def test_who_stands_or_is_an_agent_types_settles_and_rules_on_nothing(board):
    """An officer who stands, an outreach worker who is an agent; the returning officer can be neither."""
    from letgo.decide.ballots.models import PaperBatch, Poll
    from letgo.decide.ballots.papers import actions as papers
    from letgo.decide.ballots.papers import queries as read
    from tests.decide.ballots import made

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
    assert not may(replace(estate.officer, person=candidate.person), "ballots.rule", poll)
    assert not visible(candidate, "ballots.rule", Poll.objects.filter(pk=poll.pk)).exists()


def test_no_result_of_a_ranked_vote_is_read_before_it_is_declared(board):
    from letgo.decide.ballots import queries
    from tests.decide.ballots import made

    estate = board.estate
    poll = made.opened(estate, **election(estate))
    made.cast(estate, poll, VOTES)
    administrator = estate.world.actor("administrator")
    for reach in (poll, made.closed(estate, poll), made.counted(estate, poll)):
        assert queries.result(reach) is queries.result_for(reach, administrator) is None
        assert queries.countbacks(reach) == []


def test_a_closed_ranked_vote_is_never_opened_again(board):
    from letgo.decide.ballots import actions
    from letgo.decide.ballots.models import Poll
    from tests.decide.ballots import made

    board.again("Asha", "Bela")
    for state in ("open", "closed", "counted", "called"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Poll.objects.filter(pk=board.poll.pk).update(state=state)
    with travel(board.poll.closes + timedelta(days=9)):
        refused("does not open", lambda: actions.open_poll(board.poll.pk, by=CLOCK, key=made.key()))
        refused("over", lambda: actions.cast(board.poll.pk, [], by=board.estate.voters[0]))

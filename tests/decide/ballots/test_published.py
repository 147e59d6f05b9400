"""The bundle of a real vote, from its call to its declaration: it holds by verify.py, and a tampered database does not."""

import json
from datetime import timedelta
from functools import partial

import pytest

from letgo.commons.door.models import Message
from letgo.commons.record.actions import seal_now
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Line
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots.actions import close_poll, declare, read_seed
from letgo.decide.ballots.models import SealedBallot, SealedSlip
from letgo.decide.ballots.papers import actions as papers
from letgo.decide.ballots.published import actions, queries, verifying
from letgo.engines.sealing import verify
from tests.database import unguarded
from tests.decide.ballots.test_papers import batch, receive, typed
from tests.decide.ballots.test_published_verify import says
from tests.decide.ballots.votes import checker, key, opened

pytestmark = pytest.mark.django_db


def held(world, number=12, **more):
    """Declared, with seven online votes and five on paper (more online with more voters)."""
    vote = opened(world, number, **more)
    with travel(vote.poll.opens + timedelta(minutes=1)):
        for at, person in enumerate(vote.voters[5:]):
            vote.cast(person, 1 + at % 3)
        receive(vote, *vote.voters[:5])
        pile = batch(vote, 5)
        for who in ("officer-here", "outreach"):
            typed(pile, vote, who, [[1], [2], [3], [], [1]])
    with travel(vote.poll.closes):
        papers.finish_papers(vote.poll.pk, 0, by=vote.officer, key=key())
        close_poll(vote.poll.pk, by=CLOCK, key=key())
        for reader in (checker(world), checker(world)):
            read_seed(vote.poll.pk, "2 6 1", by=reader, key=key())
        run_waiting()
    return vote


def published(world, number=12, **more):
    vote = held(world, number, **more)
    with travel(vote.poll.closes + timedelta(hours=1)):
        declare(vote.poll.pk, by=vote.officer, key=key())
        seal_now()
    vote.fresh()
    return vote


def test_the_bundle_of_a_small_vote_holds_and_shows_no_ballot(world):
    vote = published(world)
    document = queries.bundle(vote.poll)
    assert says(document)[0] == 0
    assert document["ballots"] is document["count"] is None
    assert document["counts"] == {
        "ballots": 12, "online": 7, "paper": 5, "replaced": 0, "slips": 5, "counted": 5, "spoilt": 0, "late": 0, "lost": 0, "aside": 0,
    }  # fmt: skip
    assert document["slips"] == sorted(SealedSlip.objects.values_list("tracker", flat=True))
    text = queries.as_file(document).decode()
    for ballot in SealedBallot.objects.all():
        assert str(ballot.pk) not in text
    for person in world.people.values():
        assert person.name not in text
        assert str(person.pk) not in text


def test_from_two_hundred_ballots_up_anybody_recounts_the_whole(world):
    vote = published(world, 200)
    document = queries.bundle(vote.poll)
    assert len(document["ballots"]) == 200
    assert says(document)[0] == 0
    keys = [row[0] for row in document["ballots"]]
    assert keys == sorted(keys)
    assert queries.sealed_bundle(vote.poll, checker(world)) is None


def test_two_agents_and_nobody_else_recount_a_small_vote_and_the_record_says_that_it_was_opened(world):
    one, two = world.person("neighbour"), world.person("stranger")
    vote = published(world, agents=(one.pk, two.pk))
    for who in vote.world.who:
        if who in ("neighbour", "stranger"):
            document = actions.open_sealed(vote.poll.pk, by=vote.actor(who), key=key())
            assert says(document)[0] == 0
            assert len(document["ballots"]) == 12
        else:
            with pytest.raises(Refused, match="two agents"):
                actions.open_sealed(vote.poll.pk, by=vote.actor(who), key=key())
    lines = Line.objects.filter(about_id=vote.poll.pk, verb="ballots.open-sealed").select_related("words")
    assert [line.words.body for line in lines] == [{}, {}]


def test_ones_own_place_on_the_list_is_proven_and_names_nobody_else(world):
    vote = published(world)
    mine = vote.voter(vote.voters[0])
    document = queries.own_entry(vote.poll, mine)
    assert says(document)[0] == 0
    assert document["roll"] == queries.bundle(vote.poll)["roll"]
    text = json.dumps(document)
    assert str(mine.person) in text
    assert not any(str(person.pk) in text for person in vote.voters[1:])
    assert says({**document, "number": (document["number"] + 1) % 14})[0] == 1
    assert queries.own_entry(vote.poll, vote.actor("stranger")) is None


def test_there_is_no_bundle_before_the_declaration_nor_before_the_record_is_sealed(world):
    vote = held(world)
    assert queries.bundle(vote.fresh()) is None
    with travel(vote.poll.closes + timedelta(hours=1)):
        declare(vote.poll.pk, by=vote.officer, key=key())
    assert queries.published(vote.poll)
    assert queries.bundle(vote.fresh()) is None
    seal_now()
    assert says(queries.bundle(vote.poll))[0] == 0


def test_the_same_bundle_is_published_each_time(world):
    vote = published(world)
    assert queries.whole(vote.poll) == queries.whole(vote.fresh())


@pytest.mark.parametrize(
    "change",
    [
        lambda poll: SealedSlip.objects.filter(pk=SealedSlip.objects.first().pk).update(tracker="AAAA-BBBB-CCCC"),
        lambda poll: SealedSlip.objects.first().delete(),
        lambda poll: type(poll).objects.filter(pk=poll.pk).update(roll_size=poll.roll_size + 1),
        lambda poll: type(poll).objects.filter(pk=poll.pk).update(seed="6 6 6"),
        lambda poll: type(poll).objects.filter(pk=poll.pk).update(spoilt=1, late=0),
        lambda poll: poll.options.filter(number=1).update(cost_pence=1),
        lambda poll: poll.papers.filter(pk=poll.papers.first().pk).update(state="aside"),
    ],
)
def test_a_database_that_was_tampered_with_publishes_what_does_not_hold(world, change):
    """By whoever owns the database, guards taken out: a slip, the roll's size, the seed, a total, a cost, a cover slip."""
    vote = published(world)
    with unguarded():
        change(vote.poll)
    assert says(queries.bundle(vote.fresh()))[0] == 1


def test_the_returning_officer_names_two_agents_once_and_before_the_close(world):
    vote = opened(world, 3)
    one, two = (world.person(who).pk for who in ("neighbour", "treasurer"))
    name = partial(actions.name_agents, vote.poll.pk, key=key())  # one form, sent again
    with travel(vote.poll.opens + timedelta(hours=1)):
        for who, wrong in (
            (vote.actor("secretary"), (one, two)),
            (vote.officer, (one, one)),
            (vote.officer, (one, vote.officer.person)),
        ):
            with pytest.raises(Refused):
                name(wrong, by=who)
        name((one, two), by=vote.officer)
        with pytest.raises(Refused, match="are named"):
            actions.name_agents(vote.poll.pk, (one, two), by=vote.officer, key=key())
    assert set(vote.poll.agents.values_list("person", flat=True)) == {one, two}
    assert set(Message.objects.filter(about_id=vote.poll.pk).values_list("person", flat=True)) == {one, two}
    assert str(one) not in str([line.said for line in Line.objects.filter(verb="ballots.name-agents")])


def test_a_ballot_changed_in_the_sealed_box_is_found_by_everyone_or_by_the_agents(world):
    vote = published(world, agents=(world.person("neighbour").pk,))
    with unguarded():
        ballot = SealedBallot.objects.first()
        SealedBallot.objects.filter(pk=ballot.pk).update(picks="[1,2,3]")
    code, why = says(queries.sealed_bundle(vote.fresh(), vote.actor("neighbour")))
    assert (code, "box" in why) == (1, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda poll: SealedBallot.objects.filter(pk=SealedBallot.objects.first().pk).update(picks="[1,2]"),
            "sealed box",
        ),
        (lambda poll: poll.roll.filter(number=1).update(ground="works-here"), "an entry of its list"),
        (lambda poll: type(poll).objects.filter(pk=poll.pk).update(roll_size=99), "not the one of its call"),
        (lambda poll: poll.options.filter(number=1).update(cost_pence=1), "not what was declared"),
    ],
)
def test_letgo_verify_of_the_whole_installation_finds_a_vote_that_was_tampered_with(world, change, words):
    vote = published(world)
    assert list(verifying.verify()) == [(True, "1 vote has the lists, boxes and results that the record says")]
    with unguarded():
        change(vote.poll)
    assert any(not holds and words in text for holds, text in verifying.verify())


def test_the_bundle_costs_the_same_queries_however_many_voted(world, django_assert_max_num_queries):
    few = published(world)
    with django_assert_max_num_queries(30) as first:
        queries.bundle(few.poll)
    many = published(world, 30)
    with django_assert_max_num_queries(30) as second:
        queries.bundle(many.poll)
    assert len(first) == len(second)


def test_what_verify_py_prints_is_a_line_a_check(world, capsys, tmp_path):
    vote = published(world)
    file = tmp_path / "vote.json"
    file.write_bytes(queries.as_file(queries.bundle(vote.poll)))
    assert verify.main([str(file)]) == 0
    said = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert said == [
        "digest", "people", "ballots", "call, place", "open, place", "close, place", "result, place", "signatures", "all holds",
    ]  # fmt: skip

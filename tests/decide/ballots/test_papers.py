"""Papers come in, are typed by two people who never see each other's typing, are settled, and add up."""

from datetime import timedelta

import pytest

from letgo.commons.people.queries import may, visible
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots.models import OpenBallot, PaperReading, PaperReceived, PaperSettled
from letgo.decide.ballots.papers import actions, queries
from letgo.decide.ballots.papers.rules import DOUBTFUL, SPOILT
from letgo.decide.ballots.rules import Helped, Terms
from letgo.decide.ballots.rulings import actions as rulings
from tests.decide.ballots.votes import called, checker, key, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(world):
    made = opened(world, 12)
    with travel(made.poll.opens + timedelta(minutes=1)):
        yield made


def receive(vote, *people, who="officer-here", **more):
    by = vote.actor(who)
    return [actions.receive(vote.poll.pk, vote.code(person), by=by, key=key(), **more) for person in people]


def batch(vote, papers):
    return actions.open_batch(vote.poll.pk, papers, by=vote.actor("officer-here"), key=key())


def typed(pile, vote, who, papers):
    return actions.type_batch(pile.pk, papers, by=vote.actor(who), key=key())


FIVE = [[1], [1, 2], [], [3], [2]]


def test_two_people_type_the_same_and_the_batch_is_settled(vote):
    receive(vote, *vote.voters[:5])
    pile = batch(vote, 5)
    typed(pile, vote, "officer-here", FIVE)
    done = typed(pile, vote, "outreach", [[1], [2, 1], [], [3], [2]])
    assert done.state == "settled"
    assert PaperSettled.objects.get(batch=pile).picks == FIVE


def test_the_second_typist_never_sees_what_the_first_one_typed(vote):
    """Not by may(), not in a list, not in what a batch shows, not in a line of the record, not even who settles."""
    receive(vote, *vote.voters[:5])
    pile = batch(vote, 5)
    typed(pile, vote, "officer-here", FIVE)
    first = PaperReading.objects.get(batch=pile)
    for who in vote.world.who:
        actor = vote.actor(who)
        sees = may(actor, "ballots.read-typed", first)
        assert sees == (who == "officer-here"), who
        assert visible(actor, "ballots.read-typed", PaperReading.objects.all()).exists() == sees
    second = vote.actor("outreach")
    assert queries.reading(pile, second) is None
    shown = queries.batches(vote.poll, second)[0]
    assert (shown.readings, shown.mine, shown.positions) == (1, False, ())
    said = [line.words.body for line in Line.objects.filter(about_id=vote.poll.pk, verb="ballots.type-papers")]
    assert said == [{"batch": 1, "reading": 1}]


def test_nobody_types_a_batch_twice_nor_a_third_time(vote):
    receive(vote, *vote.voters[:5])
    pile = batch(vote, 5)
    typed(pile, vote, "officer-here", FIVE)
    with pytest.raises(Refused, match="Two different people"):
        typed(pile, vote, "officer-here", FIVE)
    typed(pile, vote, "outreach", FIVE)
    with pytest.raises(Refused, match="Two people have typed"):
        typed(pile, vote, "officer", FIVE)
    assert PaperReading.objects.count() == 2


def test_differences_are_shown_as_positions_and_settled_by_a_third(vote):
    receive(vote, *vote.voters[:5])
    pile = batch(vote, 5)
    typed(pile, vote, "officer-here", FIVE)
    typed(pile, vote, "outreach", [[1], [1, 3], [], [3], [1]])
    third = vote.actor("officer")
    shown = queries.batches(vote.poll, third)[0]
    assert shown.positions == (2, 5)
    for who in ("officer-here", "outreach"):
        with pytest.raises(Refused, match="typed neither"):
            actions.settle_batch(pile.pk, {2: [1, 2], 5: [2]}, by=vote.actor(who), key=key())
    with pytest.raises(Refused, match="2, 5"):
        actions.settle_batch(pile.pk, {2: [1, 2]}, by=third, key=key())
    done = actions.settle_batch(pile.pk, {2: [1, 2], 5: [3]}, by=third, key=key())
    assert done.state == "differs"  # at paper 5 all three differ
    assert PaperSettled.objects.get(batch=pile).picks == [[1], [1, 2], [], [3], DOUBTFUL]
    assert queries.batches(vote.poll, third)[0].doubtful == (5,)


def test_a_doubtful_paper_is_decided_by_the_returning_officer_with_reasons(vote):
    receive(vote, *vote.voters[:5])
    pile = batch(vote, 5)
    for who in ("officer-here", "outreach"):
        typed(pile, vote, who, [[1], DOUBTFUL, [], [3], DOUBTFUL])
    with pytest.raises(Refused, match="returning officer"):
        rulings.rule_on_paper(pile.pk, 2, [1], "A tick.", by=vote.actor("officer-here"), key=key())
    with pytest.raises(Refused, match="why"):
        rulings.rule_on_paper(pile.pk, 2, [1], " ", by=vote.officer, key=key())
    rulings.rule_on_paper(pile.pk, 2, [2], "A tick stands in the box.", by=vote.officer, key=key())
    made = rulings.rule_on_paper(pile.pk, 5, None, "A drawing.", by=vote.officer, key=key())
    assert PaperSettled.objects.get(batch=pile).picks == [[1], [2], [], [3], SPOILT]
    pile.refresh_from_db()
    assert pile.state == "settled"
    assert made.line.said == {
        "kind": "doubtful", "words": "Paper 5 of batch 1", "reasons": "A drawing.", "batch": 1, "paper": 5, "counts": False,
    }  # fmt: skip
    with pytest.raises(Refused, match="not doubtful"):
        rulings.rule_on_paper(pile.pk, 1, None, "No.", by=vote.officer, key=key())


def test_one_voter_has_one_paper(vote):
    receive(vote, vote.voters[0])
    with pytest.raises(Refused, match="came in before"):
        receive(vote, vote.voters[0])
    assert PaperReceived.objects.count() == 1


def test_a_code_of_another_vote_or_a_guessed_one_is_nobodys(world):
    vote, other = opened(world, 2), opened(world, 2)
    code = vote.code(vote.voters[0])
    assert queries.entry_of(vote.poll, code.lower().replace("-", " ")) == vote.entry(vote.voters[0])
    assert queries.entry_of(other.poll, code) is None
    assert queries.entry_of(vote.poll, code[:-1] + ("A" if code[-1] != "A" else "C")) is None
    for wrong in ("", "1", "AAAA", "AAAA-AAAAAA", "ÄÖÜ-AAAAAA", "Y" * 40):
        assert queries.entry_of(vote.poll, wrong) is None


def test_there_are_never_more_papers_than_slips(vote):
    receive(vote, *vote.voters[:6])
    batch(vote, 5)
    with travel(vote.poll.closes + timedelta(minutes=1)):
        with pytest.raises(Refused, match="more papers than cover slips"):
            batch(vote, 2)
        assert batch(vote, 1).number == 2


def test_few_papers_are_not_opened_before_the_close(vote):
    receive(vote, *vote.voters[:4])
    with pytest.raises(Refused, match="So few papers"):
        batch(vote, 4)
    with travel(vote.poll.closes + timedelta(minutes=1)):
        assert batch(vote, 4).papers == 4


def test_late_spoilt_and_lost_papers_stay_in_the_totals(vote):
    people = vote.voters
    receive(vote, *people[:3])
    receive(vote, people[3], spoilt="No signature.")
    rulings.lose(vote.poll.pk, vote.code(people[2]), "The bag fell into the canal.", by=vote.officer, key=key())
    with travel(vote.poll.closes + timedelta(hours=1)):
        receive(vote, people[4], late=True)
        receive(vote, people[5])  # it was in the box by the close, and is typed now
    total = queries.totals(vote.poll)
    assert (total.received, total.late, total.spoilt, total.lost) == (3, 1, 1, 1)


def test_before_the_close_nothing_is_late(vote):
    assert receive(vote, vote.voters[0], late=True)[0].when == "in-time"


def test_late_post_counts_by_the_rule_of_this_vote_alone(world):
    for rule, lets in (("refused", False), ("ruled", True)):
        vote = opened(world, 2, Terms(late_post=rule))
        with travel(vote.poll.closes + timedelta(hours=1)):
            receive(vote, vote.voters[0], late=True)
            code = vote.code(vote.voters[0])
            if lets:
                rulings.admit(vote.poll.pk, code, "Stamped the day before.", by=vote.officer, key=key())
                with pytest.raises(Refused, match="did not come late, or was let in"):
                    rulings.admit(vote.poll.pk, code, "Again.", by=vote.officer, key=key())
            else:
                with pytest.raises(Refused, match="late post does not count"):
                    rulings.admit(vote.poll.pk, code, "Stamped the day before.", by=vote.officer, key=key())
        assert (queries.totals(vote.poll).received, queries.totals(vote.poll).late) == ((1, 0) if lets else (0, 1))


def test_a_lost_paper_can_be_replaced_until_its_envelope_is_among_the_others(vote):
    receive(vote, *vote.voters[:5])
    code = vote.code(vote.voters[0])
    rulings.lose(vote.poll.pk, code, "It got wet.", by=vote.officer, key=key())
    assert receive(vote, vote.voters[0])[0].state == "received"
    batch(vote, 5)
    with pytest.raises(Refused, match="All envelopes are opened"):
        rulings.lose(vote.poll.pk, code, "It got wet.", by=vote.officer, key=key())


def test_a_paper_that_someone_else_filled_in_is_refused_with_reasons_and_its_voter_votes_online(vote):
    person = vote.voters[0]
    receive(vote, person)
    made = rulings.refuse_paper(
        vote.poll.pk, vote.code(person), "The landlord's man filled it in.", by=vote.officer, key=key()
    )
    assert made.kind == "influence"
    assert queries.totals(vote.poll).spoilt == 1
    assert vote.cast(person, 1)


def test_the_help_that_a_slip_names_is_noted(vote):
    helper = vote.world.person("outreach").pk
    receive(vote, vote.voters[0], helper=helper, helped=Helped("said yes at the door"))
    assert vote.poll.helps.get().helper_id == helper


def test_in_a_small_body_the_outside_checker_is_the_second_pair_of_eyes_and_settles(world):
    small, large = opened(world, 3), opened(world, 61)
    for vote, settles in ((small, True), (large, False)):
        with travel(vote.poll.closes + timedelta(minutes=1)):
            receive(vote, *vote.voters[:2])
            pile = batch(vote, 2)
            typed(pile, vote, "officer-here", [[1], [2]])
            eyes = checker(world)
            actions.type_batch(pile.pk, [[1], [3]], by=eyes, key=key())
            if settles:
                assert actions.settle_batch(pile.pk, {2: [2]}, by=eyes, key=key()).state == "settled"
            else:
                with pytest.raises(Refused, match="typed neither"):
                    actions.settle_batch(pile.pk, {2: [2]}, by=eyes, key=key())


def test_papers_are_finished_by_the_returning_officer_when_they_add_up(vote):
    receive(vote, *vote.voters[:6])
    pile = batch(vote, 5)
    typed(pile, vote, "officer-here", FIVE)
    with pytest.raises(Refused, match="until the close"):
        actions.finish_papers(vote.poll.pk, 1, by=vote.officer, key=key())
    with travel(vote.poll.closes + timedelta(minutes=1)):
        with pytest.raises(Refused, match="not settled"):
            actions.finish_papers(vote.poll.pk, 1, by=vote.officer, key=key())
        typed(pile, vote, "outreach", FIVE)
        with pytest.raises(Refused, match="1 of 6"):
            actions.finish_papers(vote.poll.pk, 0, by=vote.officer, key=key())
        assert queries.waits(vote.poll, now())
        actions.finish_papers(vote.poll.pk, 1, by=vote.officer, key=key())
        assert not queries.waits(vote.poll, now())


def test_nobodys_absence_keeps_the_box_open_beyond_its_clock(vote):
    receive(vote, vote.voters[0])
    closes = vote.poll.closes
    assert queries.waits(vote.poll, closes + timedelta(hours=47))
    assert not queries.waits(vote.poll, closes + timedelta(hours=48))


def test_a_vote_without_any_paper_does_not_wait(vote):
    assert not queries.waits(vote.poll, vote.poll.closes)
    actions.print_papers(vote.poll.pk, by=vote.actor("officer-here"), key=key())
    assert queries.waits(vote.poll, vote.poll.closes)


def test_nothing_is_taken_before_the_opening_or_from_who_may_not(world):
    vote = called(world, 3)
    with pytest.raises(Refused, match="not before and not after"):
        receive(vote, vote.voters[0])
    for who in ("anyone", "stranger", "resident", "neighbour", "officer-there", "officer-weak", "leaver"):
        with pytest.raises(Refused) as said:
            receive(vote, vote.voters[0], who=who)
        assert said.value.kind == "not-allowed"


def test_the_same_key_does_it_once(vote):
    again = key()
    by = vote.actor("officer-here")
    first = actions.receive(vote.poll.pk, vote.code(vote.voters[0]), by=by, key=again)
    assert actions.receive(vote.poll.pk, vote.code(vote.voters[0]), by=by, key=again) == first


def test_the_open_ballot_of_a_paper_voter_is_untouched_until_the_close(vote):
    person = vote.voters[0]
    vote.cast(person, 1)
    receive(vote, person)
    assert OpenBallot.objects.filter(poll=vote.poll.pk).count() == 1


def test_where_the_online_vote_wins_its_voters_paper_stays_unopened(world):
    vote = opened(world, 3, Terms(paper="online-wins"))
    with travel(vote.poll.opens + timedelta(minutes=1)):
        vote.cast(vote.voters[0], 1)
        assert receive(vote, vote.voters[0])[0].state == "aside"
        assert receive(vote, vote.voters[1])[0].state == "received"
        assert queries.totals(vote.poll).replaced == 1
        with pytest.raises(Refused, match="Your paper has come in"):
            vote.cast(vote.voters[1], 2)  # it lies opened among the others: nobody can take it out


def test_batches_and_totals_cost_the_same_queries_with_one_or_many(vote, django_assert_num_queries):
    actor = vote.actor("officer-here")
    receive(vote, *vote.voters[:10])
    batch(vote, 5)
    with django_assert_num_queries(3):
        queries.batches(vote.poll, actor)
    typed(batch(vote, 5), vote, "officer-here", FIVE)
    with django_assert_num_queries(3):
        assert len(queries.batches(vote.poll, actor)) == 2
    with django_assert_num_queries(2):
        queries.totals(vote.poll)
    with django_assert_num_queries(3):
        assert len(queries.slips(vote.poll)) == vote.poll.roll_size

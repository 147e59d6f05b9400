"""From a declared vote to money that is set aside: never without a result, never twice, never above the limit."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from letgo.commons.money.models import Transfer
from letgo.commons.money.queries import balance
from letgo.commons.powers.actions import veto
from letgo.commons.powers.models import Decision
from letgo.commons.record.clock import travel
from letgo.commons.record.effects import take
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets.models import Idea, Project
from tests.decide.budgets import funded


def states(at):
    return dict(at.ideas.values_list("title", "state"))


def test_each_winner_s_money_is_set_aside_once_and_each_loser_knows_why(world, made):
    """Two of three win: exactly their costs are held, whoever asks again; the third has its reason from the count."""
    ideas = (("Benches", 400_000), ("Trees", 300_000), ("Hall", 900_000))
    at = made.funded(world, [["Benches"], ["Benches", "Trees"], ["Trees"], ["Hall"]], ideas=ideas)
    assert states(at) == {"Benches": "funded", "Trees": "funded", "Hall": "not-funded"}
    assert balance(at.pot).held == 700_000
    assert at.state == "delivering"
    assert Idea.objects.get(title="Hall").reason.startswith("Not this time.")
    cause = Ref("poll", at.poll_id)
    take("budgets.fund", cause, {}, str(at.poll_id))
    with pytest.raises(Refused), transaction.atomic():
        take("budgets.fund", cause, {}, "another key")
    assert Transfer.objects.filter(move="hold").count() == Project.objects.count() == 2
    assert all(project.first_step.rule.name == "budgets.start-project" for project in Project.objects.all())


def test_no_money_moves_without_a_declared_result(world, made):
    at = made.on_the_vote(world)
    with pytest.raises(Refused, match="no declared result"), transaction.atomic():
        take("budgets.fund", Ref("poll", at.poll_id), {}, made.key())
    assert balance(at.pot).held == 0
    assert not Project.objects.exists()


def test_each_decision_stands_in_the_register_with_what_it_costs(world, made):
    at = made.funded(world)
    assert sorted(row.pence for row in Decision.objects.filter(power=at.power)) == [200_000, 300_000]
    assert all(row.decision.pence == row.pence for row in Project.objects.select_related("decision"))


def test_a_decision_that_is_stopped_in_time_lets_its_money_go(world, made):
    """The council uses its right on a named ground: that one project stops, with reasons; the other goes on."""
    at = made.funded(world)
    project = Project.objects.select_related("idea").get(idea__title="Trees")
    with travel(at.poll.closes + timedelta(days=10)):
        right = at.power.present_rights()[0]
        about, by = Ref("decision", project.decision_id), made.by(world, "officer")
        veto(right.pk, about, right.grounds[0], "A law forbids it.", by=by, key=made.key())
        made.tick()
        made.tick()
    assert balance(at.pot).held == 200_000
    assert states(at) == {"Benches": "funded", "Trees": "not-funded"}
    assert "A law forbids it." in made.fresh(project.idea).reason


def test_a_vote_without_a_mandate_moves_nothing_and_is_held_again(world, made):
    """Most people say "none of these, come back to us"."""
    none = "None of these, come back to us"
    at = made.declared(world, [[none], [none], [none], ["Benches"]])
    with travel(at.poll.closes + timedelta(days=9)):
        made.ballots.take_effect(at.poll_id, by=made.CLOCK, key=made.key())
        run_waiting()
        made.tick()
    at = made.fresh(at)
    assert (at.state, at.poll_id, balance(at.pot).held) == ("costing", None, 0)
    assert set(states(at).values()) == {"agreed"}
    assert "none of these" in at.ideas.first().reason


def test_a_challenge_that_is_upheld_takes_it_back_by_new_transfers_and_lines(world, made):
    """Nothing is deleted: holds are released, projects stopped with reasons, and the ideas can be voted on again."""
    at = made.funded(world)
    before = Transfer.objects.count()
    take("budgets.fund-undo", Ref("poll", at.poll_id), {}, made.key())
    at = made.fresh(at)
    assert balance(at.pot).held == 0
    assert Transfer.objects.count() == before + 2
    assert set(Project.objects.values_list("state", flat=True)) == {"stopped"}
    assert set(states(at).values()) == {"agreed"}
    assert at.state == "costing"


def test_nobody_owes_the_stages_of_a_project_that_was_taken_back(world):
    """It was ordered: its clocks are called off with the reason, and no page says that anybody is late."""
    row = funded.started(world)
    take("budgets.fund-undo", Ref("poll", row.round.poll_id), {}, uuid4().hex)
    stages = list(row.stages.select_related("promise").order_by("number"))
    assert [(stage.state, stage.promise.closed) for stage in stages] == [("cancelled", "cancel")] * 2
    why = {stage.reason for stage in stages} | {stage.promise.events.get(kind="cancel").reason for stage in stages}
    assert why == {"The vote was taken back: a challenge was upheld."}
    assert balance(row.round.pot_id).held == 0


def test_what_was_paid_cannot_be_taken_back_and_says_so(world, made):
    at = made.funded(world)
    paid = Project.objects.select_related("idea").get(idea__title="Benches")
    paid.put("started", paid.idea.line, spent_pence=100)
    take("budgets.fund-undo", Ref("poll", at.poll_id), {}, made.key())
    paid = made.fresh(paid)
    assert paid.state == "started"
    assert "paid already" in paid.reason
    assert made.fresh(paid.idea).state == "funded"


def test_a_cost_is_never_edited_once_it_is_on_the_vote(world, made):
    at = made.on_the_vote(world)
    row = at.ideas.first()
    with pytest.raises(Refused):
        made.costed(world, row, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Idea.objects.filter(pk=row.pk).update(pence=1, line=at.line)


def test_everybody_who_can_vote_and_each_author_is_told_of_the_result_once(world, made):
    from letgo.commons.door.models import Message

    at = made.funded(world)
    told = Message.objects.filter(about_kind="round", about_id=at.pk)
    assert told.count() == 2 * at.poll.roll_size  # ideas are open; the result
    assert Message.objects.filter(about_kind="idea", about_id__in=at.ideas.values("pk"), template="news").exists()
    run_waiting()
    assert Message.objects.filter(about_kind="round", about_id=at.pk).count() == told.count()


def test_no_idea_goes_on_the_vote_above_the_purse_or_the_power(world, opened, made):
    with pytest.raises(Refused, match="limit"):
        opened(purse_pence=2_000_100)
    at = opened(power=made.power(world, what="play", title="Play"))
    made.ready(world, at, made.PURSE + 1)
    with travel(by=timedelta(days=20)), pytest.raises(Refused, match="more than all the money"):
        made.put(world, at)


def test_of_two_ideas_that_cannot_both_be_built_at_most_one_is_funded(world, made):
    """Both would win. The one that the count put second is taken off, the count runs again, and its money pays for a third."""
    ideas = (("Benches", 400_000), ("Trees", 300_000), ("Hall", 500_000))
    votes = [["Benches", "Trees"], ["Benches", "Trees"], ["Benches", "Hall"], ["Benches", "Hall"]]
    at = made.funded(world, votes, ideas=ideas, apart=("Benches", "Trees"))
    assert states(at) == {"Benches": "funded", "Trees": "not-funded", "Hall": "funded"}
    assert balance(at.pot).held == 900_000
    reason = Idea.objects.get(title="Trees").reason
    assert "cannot be built beside" in reason
    assert at.poll.tallies.count() == 2
    assert at.poll.settings["apart"] == [[1, 2]]

"""The giver gives less: in time, with reasons, and the holders choose what stays whole."""

from datetime import timedelta

import pytest

from letgo.commons.money.queries import balance
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.ballots.models import Option
from letgo.decide.ballots.rulings.actions import overturn
from letgo.decide.budgets.cuts import actions, queries
from letgo.decide.budgets.jobs import tick
from letgo.decide.budgets.models import Cut, Objection, Project
from tests.decide.ballots.made import give_office
from tests.decide.budgets import funded
from tests.decide.budgets.made import acting, by, fresh, key, more_people, soon

NONE = "None of these, come back to us"


def plan(world, cut, title, to_pence, who="officer-here"):
    row = Project.objects.get(round=cut.round, idea__title=title)
    return actions.plan(cut.pk, row.pk, to_pence, "Two benches less.", by=world.actor(who), key=key())


def vote(world, cut, who="secretary"):
    give_office(world, world.person("administrator").pk)
    asked = actions.Asked(now() + timedelta(days=1), now() + timedelta(days=8), world.person("administrator").pk)
    return actions.put_to_vote(cut.pk, asked, by=world.actor(who), key=key())


@pytest.fixture
def cut(world):
    """£10,000 becomes £5,000; three projects of £2,000, and £4,000 that nobody has decided about."""
    return funded.cut(world, to_pence=500_000)


def test_it_stands_in_the_register_with_its_reasons(world, cut):
    line = Line.objects.get(verb="budgets.announce-cut")
    assert (line.about_kind, line.about_id, line.audience_kind) == ("power", cut.power_id, "public")
    assert line.said["reasons"] == "The government gave us less."


def test_never_sooner_than_the_notice_of_the_power_nor_without_reasons(world):
    row = funded.project(world)
    officer = world.actor("officer")
    with pytest.raises(Refused, match="notice is 90 days"):
        actions.announce(row.round_id, 500_000, "We must.", soon(89), by=officer, key=key())
    with pytest.raises(Refused, match="reasons"):
        actions.announce(row.round_id, 500_000, " ", soon(90), by=officer, key=key())
    for to_pence in (1_000_000, -1):
        with pytest.raises(Refused):
            actions.announce(row.round_id, to_pence, "We must.", soon(90), by=officer, key=key())


def test_what_is_paid_cannot_be_cut(world):
    row = funded.done(world)
    with pytest.raises(Refused, match="not paid yet"):
        actions.announce(row.round_id, 100_000, "We must.", soon(90), by=world.actor("officer"), key=key())


@pytest.mark.parametrize("who", ["secretary", "resident", "officer-there", "manager", "anyone"])
def test_only_the_giver_announces(who, world):
    row = funded.project(world)
    with pytest.raises(Refused):
        actions.announce(row.round_id, 500_000, "We must.", soon(90), by=world.actor(who), key=key())


def test_the_vote_waits_until_the_plans_reach_the_cut(world, cut):
    with pytest.raises(Refused, match="too little"):
        vote(world, cut)
    plan(world, cut, "Benches", 150_000)
    with pytest.raises(Refused, match="too little"):
        vote(world, cut)


def test_the_holders_vote_on_what_stays_whole_with_the_money_that_is_left(world, cut):
    """£5,000 less; £4,000 is free, so £1,000 must be given up of £500 + £2,000 + £800: £2,300 can stay whole."""
    plan(world, cut, "Benches", 150_000)
    plan(world, cut, "Trees", 0)
    plan(world, cut, "Lights", 120_000)
    for who in ("officer", "resident"):
        with pytest.raises(Refused):
            vote(world, cut, who)
    poll = vote(world, cut)
    assert (poll.purse_pence, poll.effect, fresh(cut).state) == (230_000, "budgets.shrink", "voting")
    options = Option.objects.filter(poll=poll, none=False).order_by("number")
    assert [(option.title, option.cost_pence) for option in options] == [
        ("Keep whole: Benches", 50_000), ("Keep whole: Trees", 200_000), ("Keep whole: Lights", 80_000),
    ]  # fmt: skip


def test_what_is_not_kept_shrinks_and_the_money_goes_back_on_its_day(world, cut):
    plans = [plan(world, cut, "Benches", 150_000), plan(world, cut, "Trees", 0), plan(world, cut, "Lights", 120_000)]
    vote(world, cut)
    pot, before = cut.round.pot, balance(cut.round.pot)
    actions.carry_out(fresh(cut), {plans[2].pk}, actions.BY_VOTE, key())
    states = dict(Project.objects.filter(round=cut.round).values_list("idea__title", "state"))
    assert states == {"Benches": "set-aside", "Trees": "stopped", "Lights": "set-aside"}
    assert balance(pot).held == 350_000
    assert fresh(cut.round).purse_pence == 500_000
    assert balance(pot).balance == before.balance  # nothing goes back before its day
    tick()
    assert fresh(cut).returned_id is None


def counted(world, poll, votes):
    """The vote on a cut is held, counted and declared: each of `votes` are the titles that one resident keeps whole."""
    people = ["resident", "subject"]
    listed = {option.title.removeprefix("Keep whole: "): option.pk for option in poll.options.all()}
    for who in (*people, "secretary", "checker", "administrator"):
        by(world, who)
    with travel(poll.opens + timedelta(hours=1)):
        ballots.open_poll(poll.pk, by=CLOCK, key=key())
        for name, picks in zip(people, votes, strict=True):
            ballots.cast(poll.pk, [listed[title] for title in picks], by=by(world, name))
    with travel(poll.closes + timedelta(minutes=1)):
        ballots.close_poll(poll.pk, by=CLOCK, key=key())
        for who in ("secretary", "checker"):
            ballots.read_seed(poll.pk, "4 2 6", by=by(world, who), key=key())
        run_waiting()
        run_waiting()
        ballots.declare(poll.pk, by=by(world, "administrator"), key=key())


@pytest.mark.parametrize(
    ("votes", "left"),
    [
        ([["Benches"], ["Benches", "Lights"]], {"Benches": 200_000, "Trees": 0, "Lights": 200_000}),
        ([["Trees"], ["Trees"]], {"Benches": 150_000, "Trees": 200_000, "Lights": 120_000}),
        ([[NONE], [NONE]], {"Benches": 150_000, "Trees": 0, "Lights": 120_000}),
    ],
    ids=["two stay whole", "one stays whole", "nobody chose: every plan is carried out"],
)
def test_the_counted_vote_itself_shrinks_what_it_did_not_keep(world, cut, votes, left):
    """The poll as the cut called it, voted on, sealed, counted by the job, declared, and its effect by the clock, once."""
    for title, to_pence in (("Benches", 150_000), ("Trees", 0), ("Lights", 120_000)):
        plan(world, cut, title, to_pence)
    poll = vote(world, cut)
    counted(world, poll, votes)
    assert fresh(cut).state == "voting"  # not before the days to object are over
    with travel(poll.closes + timedelta(days=poll.object_days + 2)):
        ballots.take_effect(poll.pk, by=CLOCK, key=key())
        for _ in range(2):
            run_waiting()
            tick()
    assert (fresh(cut).state, fresh(poll).state, fresh(cut.round).purse_pence) == ("done", "done", 500_000)
    rows = Project.objects.filter(round=cut.round).select_related("idea")
    assert {row.idea.title: row.pence * (row.state != "stopped") for row in rows} == left
    assert balance(cut.round.pot).held == sum(left.values()) <= 500_000
    said = {title: "kept" if pence == 200_000 else "shrunk" for title, pence in left.items()}
    assert dict(cut.plans.values_list("project__idea__title", "state")) == said


def test_an_upheld_challenge_makes_it_whole_again_and_it_is_voted_on_anew(world, cut):
    """Two shrank, one of them to nothing: both are back by new transfers, and so is the money of the round."""
    for title, to_pence in (("Benches", 150_000), ("Trees", 0), ("Lights", 120_000)):
        plan(world, cut, title, to_pence)
    poll = vote(world, cut)
    counted(world, poll, [["Lights"], ["Lights"]])
    before = Line.objects.count()
    with travel(poll.closes + timedelta(days=poll.object_days + 2)):
        ballots.take_effect(poll.pk, by=CLOCK, key=key())
        run_waiting()
        overturn(poll.pk, "The list was of last year.", by=by(world, "administrator"), key=key())
        run_waiting()
        run_waiting()
    assert Line.objects.count() > before
    rows = Project.objects.filter(round=cut.round).exclude(state="stopped").select_related("idea")
    assert {row.idea.title: row.pence for row in rows} == {"Benches": 200_000, "Trees": 200_000, "Lights": 200_000}
    assert balance(cut.round.pot).held == 600_000
    assert (fresh(cut).state, fresh(cut).poll_id, fresh(cut.round).purse_pence) == ("noticed", None, 1_000_000)
    assert set(queries.without_plan(cut)) == {row for row in rows if row.idea.title == "Trees"}


def test_what_went_back_to_the_giver_cannot_be_taken_back_and_says_so(world, cut):
    from letgo.decide.budgets.cuts.effects import shrink_undo
    from tests.database import unguarded

    plan(world, cut, "Trees", 0)
    poll = vote(world, cut)
    actions.carry_out(fresh(cut), set(), actions.BY_VOTE, key())
    with unguarded():
        Cut.objects.filter(pk=cut.pk).update(returned=Project.objects.filter(round=cut.round).first().hold_id)
    shrink_undo(Ref("poll", poll.pk), poll.effect_args)
    assert fresh(cut).state == "done"
    assert "went back to the giver" in Line.objects.get(verb="budgets.cannot-undo").said["reason"]
    assert balance(cut.round.pot).held == 400_000


def test_a_vote_on_a_cut_that_was_called_off_is_called_again(world, cut):
    plan(world, cut, "Trees", 0)
    first = vote(world, cut)
    ballots.void_poll(first.pk, "The list was wrong.", by=by(world, "administrator"), key=key())
    tick()
    assert (fresh(cut).state, fresh(cut).poll_id) == ("noticed", None)
    assert vote(world, cut).pk != first.pk


def test_the_money_goes_back_once_and_only_from_the_day_on(world, cut):
    from letgo.commons.money.actions import open_pot
    from letgo.commons.money.models import Pot
    from letgo.commons.money.rules import Terms
    from tests.database import unguarded
    from tests.world import TEST

    giver = open_pot("Council", world.places["council"], TEST, key(), terms=Terms(officer="officer"))
    with unguarded():
        Pot.objects.filter(pk=cut.round.pot_id).update(giver=giver)
    plan(world, cut, "Trees", 0)
    vote(world, cut)
    actions.carry_out(Cut.objects.select_related("round__pot").get(pk=cut.pk), set(), actions.BY_VOTE, key())
    tick()
    assert balance(giver).balance == 0
    with travel(by=timedelta(days=90)):
        tick()
        tick()
    assert balance(giver).balance == 500_000


def test_one_persons_no_is_heard_and_stops_nothing(world, cut):
    """An objector group of one has no veto, nor has one of two."""
    row = plan(world, cut, "Benches", 150_000)
    for who in ("resident", "subject"):
        row = actions.object_to(row.pk, "My mother sits there.", by=world.actor(who), key=key())
    assert row.state == "said"
    assert Objection.objects.filter(plan=row).count() == 2
    with pytest.raises(Refused):
        actions.object_to(row.pk, "Again.", by=world.actor("resident"), key=key())


def test_who_acts_for_neighbours_says_no_once(world, cut):
    """One resident in the name of ten is one resident: a group that sends a plan back is made of people."""
    row = plan(world, cut, "Benches", 150_000)
    first, *others = acting(world, "resident", more_people(world, 3))
    actions.object_to(row.pk, "No.", by=first, key=key())
    for again in (*others, world.actor("resident")):
        with pytest.raises(Refused, match="for somebody else"):
            actions.object_to(row.pk, "No.", by=again, key=key())
        assert queries.said_no(cut, again) == {row.pk}
    assert fresh(row).state == "said"


def test_enough_people_send_a_plan_back_once_and_never_twice(world, cut):
    who = more_people(world, 3)
    row = plan(world, cut, "Benches", 150_000)
    for name in who:
        row = actions.object_to(row.pk, "No.", by=world.actor(name), key=key())
    assert row.state == "back"
    again = plan(world, cut, "Benches", 170_000)
    for name in who:
        again = actions.object_to(again.pk, "No.", by=world.actor(name), key=key())
    assert again.state == "said"


@pytest.mark.parametrize("who", ["neighbour", "officer", "stranger", "anyone"])
def test_only_people_who_live_there_say_no(who, world, cut):
    row = plan(world, cut, "Benches", 150_000)
    with pytest.raises(Refused):
        actions.object_to(row.pk, "No.", by=world.actor(who), key=key())


def test_the_effect_needs_the_declared_result_of_this_very_vote(world, cut):
    from letgo.decide.budgets.cuts.effects import shrink

    plan(world, cut, "Trees", 0)
    poll = vote(world, cut)
    with pytest.raises(Refused, match="no declared result"):
        shrink(Ref("poll", poll.pk), {"cut": str(cut.pk)})


def test_reading_a_cut_costs_the_same_for_any_number_of_plans(world, cut, django_assert_num_queries):
    plan(world, cut, "Trees", 0)
    plan(world, cut, "Benches", 150_000)
    with django_assert_num_queries(2):
        assert len(queries.all_plans(cut)) == 2

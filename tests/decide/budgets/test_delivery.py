"""A funded idea until it stands there: ordered, promised by day, shown, looked at by a resident, paid."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from letgo.commons.door.models import Message
from letgo.commons.money.queries import balance, payment
from letgo.commons.money.rules import Stage as Way
from letgo.commons.promises.actions import tick as promise_tick
from letgo.commons.record import jobs
from letgo.commons.record.clock import travel
from letgo.commons.record.models import Job, Line, Words
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets.costing import actions as costing
from letgo.decide.budgets.delivery import actions, photos, queries
from letgo.decide.budgets.models import Evidence, Project, Stage
from tests.decide.budgets import funded
from tests.decide.budgets.made import fresh, key, more_people


def by(world, who="officer-here"):
    return world.actor(who)


class TestStart:
    def test_ordering_promises_each_stage_by_its_day_and_tells_everybody(self, world):
        row = funded.started(world, None, 5, 12)
        assert row.state == "started"
        assert payment(row.hold_id)[0].stage == Way.ORDERED
        stages = list(row.stages.order_by("number"))
        assert [stage.needs_yes for stage in stages] == [False, True]
        assert [stage.promise.due.date() for stage in stages] == [stage.due for stage in stages]
        assert fresh(row).first_step.state == "kept"
        assert Job.objects.filter(name="budgets.tell", key__contains=f"{row.pk}:started").exists()

    def test_who_could_vote_is_told_once_each(self, world):
        more_people(world, 3)
        row = funded.started(world)
        jobs.run_waiting()
        told = Message.objects.filter(about_kind="project", about_id=row.pk, template="news")
        assert told.count() == told.values("person").distinct().count() == 5

    def test_not_before_the_starter_said_what_they_gain(self, world):
        row = funded.project(world)
        with pytest.raises(Refused, match="what you stand to gain"):
            actions.start(row.pk, funded.steps(), by=by(world, "officer"), key=key())
        funded.declare(world, row, "officer", "My brother owns the firm.")
        with pytest.raises(Refused, match="Somebody else"):
            actions.start(row.pk, funded.steps(), by=by(world, "officer"), key=key())
        assert fresh(row).state == "set-aside"

    def test_not_while_someone_who_checked_it_has_said_nothing(self, world, monkeypatch):
        """Whoever costed or checked it is looked up anew: a gap that some earlier fault left stops it here too."""
        row = funded.project(world)
        monkeypatch.setattr(queries, "hands", lambda idea: {world.person("checker").pk, world.person("stranger").pk})
        with pytest.raises(Refused, match="has not said whether they gain"):
            funded.started(world, row)

    @pytest.mark.parametrize("who", ["resident", "treasurer", "officer-there", "officer-weak", "anyone", "board"])
    def test_only_who_has_the_duty(self, who, world):
        row = funded.project(world)
        with pytest.raises(Refused):
            actions.start(row.pk, funded.steps(), by=by(world, who), key=key())

    def test_once(self, world):
        row = funded.started(world)
        with pytest.raises(Refused):
            funded.started(world, row)

    def test_nobody_who_starts_nothing_is_late_and_everyone_hears(self, world):
        row = funded.project(world)
        with travel(by=timedelta(days=60)):
            promise_tick()
        assert fresh(row).first_step.state in ("late", "broken")


class TestShow:
    def test_a_stage_is_done_and_its_promise_kept(self, world):
        row = funded.started(world)
        stage = funded.shown(world, row, 1)
        assert (stage.state, fresh(stage.promise).state) == ("done", "kept")

    def test_not_the_second_before_the_first(self, world):
        row = funded.started(world)
        with pytest.raises(Refused, match="earlier stage"):
            funded.shown(world, row, 2, 100_000)

    def test_the_bill_is_said_and_is_not_more_than_was_set_aside(self, world):
        row = funded.started(world, None, 5)
        for bill in (None, 0, 200_001):
            with pytest.raises(Refused):
                funded.shown(world, row, 1, bill)

    def test_the_last_stage_waits_and_its_clock_stands_still_if_the_rule_knows_why(self, world):
        stage = funded.waits(world)
        assert stage.state == "shown"
        assert fresh(stage.project).state == "started"
        assert balance(stage.project.round.pot_id).held == 200_000  # nothing is paid yet
        assert fresh(stage.promise).due is None

    @pytest.mark.parametrize("who", ["resident", "officer-there", "manager", "anyone"])
    def test_only_who_has_the_duty(self, who, world):
        stage = funded.started(world).stages.get(number=1)
        with pytest.raises(Refused):
            actions.show(stage.pk, "There.", by=by(world, who), key=key())

    def test_evidence_is_never_changed(self, world):
        funded.shown(world, funded.started(world), 1)
        row = Evidence.objects.get()
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            Evidence.objects.filter(pk=row.pk).update(words="Better.")


class TestAnswer:
    def test_a_residents_yes_pays_the_bill_and_what_is_over_is_free_again(self, world):
        stage = funded.waits(world, bill=180_000)
        pot = stage.project.round.pot_id
        before = balance(pot)
        actions.answer(stage.pk, True, by=by(world, "resident"), key=key())
        row = fresh(stage.project)
        assert (row.state, row.spent_pence) == ("done", 180_000)
        after = balance(pot)
        assert after.paid_out - before.paid_out == 180_000
        assert after.held == 0
        assert after.available == before.available + 20_000
        assert Job.objects.filter(name="budgets.tell", key__contains=f"{row.pk}:done").exists()

    @pytest.mark.parametrize(
        "who", ["officer-here", "officer", "manager", "neighbour", "councillor", "outreach", "anyone"]
    )
    def test_not_by_an_officer_nor_anyone_from_elsewhere(self, who, world):
        stage = funded.waits(world)
        with pytest.raises(Refused):
            actions.answer(stage.pk, True, by=by(world, who), key=key())
        assert fresh(stage).state == "shown"

    def test_not_by_an_officer_who_lives_there_and_left_the_second_step_out(self, world):
        """Without the second step no role of staff is in the session; the roll of roles is asked all the same."""
        from tests.world import _lives

        stage = funded.waits(world)
        _lives(world.person("officer-weak"), world.places["here"])
        actor = by(world, "officer-weak")
        assert not actor.reaches("officer")
        with pytest.raises(Refused, match="works for the council"):
            actions.answer(stage.pk, True, by=actor, key=key())

    def test_not_by_who_did_it_even_when_no_officer_any_more(self, world):
        from letgo.commons.places.models import Role
        from tests.database import unguarded
        from tests.world import _lives

        stage = funded.waits(world)
        _lives(world.person("officer-here"), world.places["here"])
        with unguarded():
            Role.objects.filter(person=world.person("officer-here")).delete()
        with pytest.raises(Refused, match="Whoever does the work"):
            actions.answer(stage.pk, True, by=by(world), key=key())

    def test_a_no_says_what_is_missing_and_the_work_goes_on(self, world):
        stage = funded.waits(world)
        with pytest.raises(Refused):
            actions.answer(stage.pk, False, "", by=by(world, "resident"), key=key())
        stage = actions.answer(stage.pk, False, "One bench has no back.", by=by(world, "resident"), key=key())
        assert (stage.state, fresh(stage.project).state) == ("waiting", "started")
        assert fresh(stage.promise).due is not None
        again = funded.shown(world, stage.project, 2, 190_000)
        actions.answer(again.pk, True, by=by(world, "resident"), key=key())
        assert fresh(stage.project).spent_pence == 190_000

    def test_when_nobody_comes_the_outside_checker_may_after_the_days_of_the_terms(self, world):
        stage = funded.waits(world)
        with pytest.raises(Refused):
            actions.answer(stage.pk, True, by=by(world, "checker"), key=key())
        with travel(by=timedelta(days=14)):
            actor = by(world, "checker")
            done = actions.answer(stage.pk, True, by=actor, key=key())
        assert done.state == "done"

    def test_the_record_names_nobody(self, world):
        row = funded.done(world)
        lines = Line.objects.filter(about_id__in=[row.pk, *row.stages.values_list("pk", flat=True)])
        said = str(list(Words.objects.filter(line__in=lines).values_list("body", flat=True)))
        assert "Canary" not in said
        for who in ("resident", "officer-here"):
            assert str(world.person(who).pk) not in said
        assert set(lines.values_list("audience_kind", flat=True)) == {"public"}


class TestLate:
    def test_a_late_stage_climbs_and_the_author_and_voters_are_told(self, world):
        from letgo.commons.record.refs import Ref
        from letgo.decide.budgets.delivery.effects import tell_late

        row = funded.started(world)
        stage = row.stages.get(number=1)
        with travel(by=timedelta(days=7)):
            promise_tick()
            assert fresh(stage.promise).state in ("late", "broken")
            tell_late(Ref("promise", stage.promise_id), {})
            assert queries.late(Project.objects.all()).get() == row
        assert Job.objects.filter(name="budgets.tell", key__contains=f"{row.pk}:late-1").exists()

    def test_the_pack_says_who_is_told(self):
        from letgo.house.pack_files import load

        rules = {table["name"]: table for table in load("house").rules}
        for name in ("budgets.start-project", "budgets.finish-stage"):
            told = {rung["effect"] for rung in rules[name]["ladder"]}
            assert told == {"promises.tell-holder", "budgets.tell-late", "promises.tell-place"}


class TestStop:
    def test_the_holders_stop_it_with_reasons_and_all_is_free_again(self, world):
        row = funded.started(world)
        with pytest.raises(Refused):
            actions.stop(row.pk, "", by=by(world, "secretary"), key=key())
        with pytest.raises(Refused):
            actions.stop(row.pk, "No.", by=by(world), key=key())
        row = actions.stop(row.pk, "The wall belongs to someone else.", by=by(world, "secretary"), key=key())
        assert row.state == "stopped"
        assert balance(row.round.pot_id).held == 0
        assert not Stage.objects.filter(project=row, promise__closed="").exists()


def test_who_works_on_it_and_who_did_what_costs_few_queries(world, django_assert_max_num_queries):
    row = queries.find(funded.done(world).pk)
    with django_assert_max_num_queries(8):
        found = queries.whole(row)
    assert [seen.stage.number for seen in found.stages] == [1, 2]
    assert found.stages[1].answers[0].yes


def test_a_photo_of_an_act_that_was_refused_is_gone(world):
    row = funded.started(world)
    before = set(photos.folder().iterdir())
    with pytest.raises(Refused):
        funded.shown(world, row, 2, 100, photo=funded.photo())
    assert set(photos.folder().iterdir()) == before


def test_declaring_is_a_row_of_its_own(world):
    """A gain that is said later stops the next one who would start it."""
    row = funded.project(world)
    costing.declare(row.idea_id, "I would get the contract.", by=by(world), key=key())
    with pytest.raises(Refused, match="Somebody else"):
        funded.started(world, row)

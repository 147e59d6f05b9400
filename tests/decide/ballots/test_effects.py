"""What a result sets going happens once, whoever is killed when, and only with a mandate."""

import pytest

from letgo.commons.powers.models import Decision
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Job
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.models import Challenge
from tests.commons.powers import made as powers
from tests.decide.ballots import made
from tests.decide.ballots.test_actions import VOTES, refused

seen = []


def noted(cause, args):
    """An effect that says that it happened."""
    seen.append((cause, dict(args)))


@pytest.fixture
def effect(settings):
    seen.clear()
    settings.LETGO_EFFECTS = "tests.decide.ballots.test_effects.EFFECTS"
    return {"effect": "test.noted", "effect_args": {"what": "bench"}}


EFFECTS = {"test.noted": "tests.decide.ballots.test_effects.noted"}


def test_nothing_happens_before_the_days_to_object_are_over_or_while_someone_objects(estate, effect):
    poll = made.through(estate, VOTES, **effect)
    refused("not over", lambda: actions.take_effect(poll.pk, by=CLOCK, key="now"))
    raised = Challenge.objects.create(poll=poll, by_id=estate.voters[0].person, grounds="Late papers", line=poll.line)
    with made.at(queries.objections_end(poll)):
        refused("challenge", lambda: actions.take_effect(poll.pk, by=CLOCK, key="now"))
        made.tick()
    assert raised.state == "waiting"
    assert seen == []


def test_it_happens_once_however_often_it_is_asked_for(estate, effect):
    poll = made.through(estate, VOTES, **effect)
    made.taken(estate, poll)
    with made.at(queries.objections_end(poll)):
        for again in ("one", "two"):
            with pytest.raises(Refused):
                actions.take_effect(poll.pk, by=CLOCK, key=again)
        made.tick()
        Job.objects.filter(name="record.effect").update(
            state="waiting", ended=None, attempts=0
        )  # as if its worker was killed
        run_waiting()
    assert [(cause.id, args) for cause, args in seen] == [(poll.pk, {"what": "bench"})]


def test_without_a_mandate_nothing_happens(estate, effect):
    poll = made.through(estate, VOTES, quorum=12, **effect)
    assert not queries.result(poll).mandate
    assert made.taken(estate, poll).state == "done"
    assert seen == []


def test_what_nothing_carries_out_is_written_down_under_its_power(estate):
    estate.power = powers.held(estate.world)
    call = estate.simple("Red", "Green")
    poll = made.through(estate, [("Red",)] * 5, method="approval", options=call.options, purse_pence=None)
    made.taken(estate, poll)
    decided = Decision.objects.get(power=estate.power)
    assert decided.words == f"Voted: {poll.question}"

"""Who may work on papers, rule, object and recount: for one row and for a list the answer is the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from letgo.commons.people.queries import may, visible
from letgo.commons.record.clock import travel
from letgo.decide.ballots.models import PaperBatch, PaperReading, Poll
from tests.decide.ballots.test_papers import batch, receive, typed
from tests.decide.ballots.votes import checker, opened

pytestmark = pytest.mark.django_db
ROWS = {
    "ballots.print-papers": Poll, "ballots.receive-paper": Poll, "ballots.rule": Poll, "ballots.challenge": Poll,
    "ballots.read-sealed": Poll, "ballots.type-papers": PaperBatch, "ballots.settle-papers": PaperBatch,
    "ballots.read-typed": PaperReading,
}  # fmt: skip


@pytest.fixture
def votes(world):
    """A small vote with a batch that was typed twice, differently, and one typed once; the vote of another, larger list."""
    agents = (world.person("neighbour").pk, world.person("stranger").pk)
    small, large = opened(world, 12, agents=agents), opened(world, 61)
    for vote in (small, large):
        with travel(vote.poll.opens + timedelta(minutes=1)):
            receive(vote, *vote.voters[:10])
            twice, once = batch(vote, 5), batch(vote, 5)
            typed(twice, vote, "officer-here", [[1]] * 5)
            typed(twice, vote, "outreach", [[2]] * 5)
            typed(once, vote, "officer", [[1]] * 5)
    return small, large


def actors(votes):
    vote = votes[0]
    yield from vote.actors.items()
    yield "returning officer", vote.officer
    yield "voter", vote.voter(vote.voters[0])
    yield "a checker from above", checker(vote.world)
    yield "helped", replace(vote.officer, helper=vote.world.person("outreach").pk)


@pytest.mark.parametrize("verb", ROWS)
def test_one_and_many_agree_for_everybody(votes, verb):
    model = ROWS[verb]
    for name, actor in actors(votes):
        seen = set(visible(actor, verb, model.objects.all()).values_list("pk", flat=True))
        assert seen == {row.pk for row in model.objects.all() if may(actor, verb, row)}, name


def test_who_prints_cover_slips_sees_names_and_addresses_so_few_may(votes):
    printers = {name for name, actor in actors(votes) if may(actor, "ballots.print-papers", votes[0].poll)}
    assert printers == {"officer", "officer-here", "returning officer", "helped"}

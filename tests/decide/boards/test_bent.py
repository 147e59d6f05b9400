"""A secretary who stands for a seat tries to bend the election at each step, and fails each time with one kind line."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from letgo.commons.record.clock import travel
from letgo.commons.record.refusals import Refused
from tests.web.test_words import LONGEST, banned, words

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
FRIENDS = (1, 2)  # of the secretary, who is number 0
VOTES = [[3, 0], [3], [3], [4, 5], [4], [5, 3], [5]]  # online; five more come on paper
ON_PAPER = ("4", "5", "4", "3", "5")


def kindly(act: Callable[[], Any]) -> str:
    """It is refused, in one line that a person understands."""
    from django.db import transaction

    with pytest.raises(Refused) as no, transaction.atomic():
        act()
    line = no.value.sentence
    assert line.endswith(".") and "\n" not in line, line  # noqa: PT018 one line
    assert 3 <= words(line) <= LONGEST, line
    assert banned(line) == [], line
    return line


def held_fast(of: Any, row: Any, **fields: Any) -> str:
    """The database refuses it too, to whoever writes straight into it with a good line. Returns its words."""
    from django.db import DatabaseError, transaction

    from letgo.commons.record.actions import write
    from tests.world import TEST

    line = write("tests.vandal", of.body.ref, by=TEST)
    with pytest.raises(DatabaseError) as no, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(line=line, **fields)
    return str(no.value)


@pytest.fixture
def of(made: Any, board: Any) -> Any:
    """A board to be elected, by twelve. Its secretary is one of them, and stands: `of.bends`."""
    found = board()
    found.bends = replace(found.people[0], grants=found.people[0].grants | found.secretary.grants)
    found.secretary = found.people[0] = found.bends
    return found


def test_an_election_that_its_secretary_tries_to_bend_at_each_step_elects_whom_people_chose(made: Any, of: Any) -> None:
    row = _called(made, of)
    _before_names_close(made, of, row)
    row = made.names_closed(row)
    assert (row.state, row.poll.roll_size) == ("voting", 12)
    _before_it_opens(made, of, row)
    _while_it_is_open(made, of, row)
    _after_the_close(made, of, row)
    _after_the_declaration(made, of, row)
    row = made.seated(of, row)
    sits = {held.person_id for held in of.body.mandates.filter(state="serving")}
    assert sits == {of.people[number].person for number in (3, 4, 5)}


def _called(made: Any, of: Any) -> Any:
    """Called by the secretary; what it takes cannot be had cheaper, and is fixed from then on."""
    from letgo.decide.boards.elections import actions, queries

    days, outside = queries.preview(of.body).days, of.officer.person

    def call(officer: Any = outside, **more: Any) -> Any:
        return actions.call_election(of.body.pk, officer, by=of.bends, key=made.key(), **more)

    for inside in (of.bends.person, of.people[FRIENDS[0]].person):
        assert "from outside" in kindly(lambda inside=inside: call(inside))
    for name in ("nominations_close", "opens", "closes"):
        short = replace(days, **{name: getattr(days, name) - 2 * DAY})
        kindly(lambda short=short: call(days=short))
    assert "settle a tie" in kindly(lambda: call(seed_from=" "))
    row = call()
    for fields in (
        {"seats": 1}, {"places": [1]}, {"terms": {**row.terms, "poll_quorum_percent": 0, "seconders": 0}},
        {"reserve": [{"group": "x", "values": ["y"], "minimum": 1, "maximum": None, "words": "z"}]},
        {"officer": of.people[1].person}, {"seed_from": "What the secretary says"},
        {"called": row.called + DAY, "nominations_open": row.called + DAY},  # the day that decides who can vote
        {"nominations_close": row.nominations_close - 2 * DAY}, {"opens": row.opens + DAY}, {"closes": row.closes - DAY},
    ):  # fmt: skip
        assert "fixed at its call" in held_fast(of, row, **fields), fields
    assert "runs already" in kindly(call)
    return row


def _before_names_close(made: Any, of: Any, row: Any) -> None:
    """The secretary stands, and three others. None of them is put off by anybody but the returning officer."""
    from letgo.decide.boards.elections import actions
    from letgo.decide.boards.nominations import actions as names
    from tests.decide.ballots.made import person

    for number in (0, 3, 4, 5):
        made.stand(of, row, number)
    rival, own = of.names[3], of.names[0]
    assert "returning officer" in kindly(lambda: names.refuse(rival.pk, "They are late.", by=of.bends, key=made.key()))
    assert "not yours" in kindly(lambda: names.withdraw(rival.pk, by=of.bends, key=made.key()))
    assert "themselves" in kindly(lambda: names.second(own.pk, by=of.bends, key=made.key()))
    assert "returning officer" in kindly(
        lambda: actions.void_election(row.pk, "We would lose.", by=of.bends, key=made.key())
    )
    assert "until their hour" in kindly(lambda: actions.close_names(row.pk, by=of.bends, key=made.key()))
    with travel(row.nominations_close - HOUR):
        of.friend = made.moves_in(of, person("Person F"))  # and gets the list swollen by one who comes the night before
    with travel(row.nominations_close + HOUR):
        asked = {"statement": "", "groups": {}, "consent": True, "key": made.key()}
        late = of.people[FRIENDS[0]]
        assert "were taken until" in kindly(lambda: names.stand(row.pk, "A friend", by=late, **asked))
        made.tick()
        assert "returning officer" in kindly(lambda: actions.settle_names(row.pk, by=of.bends, key=made.key()))


def _before_it_opens(made: Any, of: Any, row: Any) -> None:
    """The list stands since the call, nobody is taken off the paper, and the vote opens at its hour."""
    from letgo.commons.places.electorates.actions import set_electorate
    from letgo.commons.places.rules import Eligibility
    from letgo.decide.ballots import actions as ballots
    from letgo.decide.ballots.models import RollEntry
    from letgo.decide.ballots.rulings.actions import withdraw_option
    from letgo.decide.boards.elections import actions
    from letgo.decide.boards.nominations import actions as names

    poll, rule = row.poll, Eligibility(standings=("lives-here",), days=90)
    assert "who can vote here" in kindly(lambda: set_electorate(of.body.place, "Residents", rule, of.bends, made.key()))
    entry = poll.roll.exclude(person=of.bends.person).first()
    assert "ever changed" in _refused_row(lambda: RollEntry.objects.filter(pk=entry.pk).update(person=of.friend.person))
    late = RollEntry(poll=poll, person_id=of.friend.person, ground="x", number=99, salt="s", leaf="l")
    assert "before its vote is called" in _refused_row(lambda: late.save(force_insert=True))
    rival = poll.options.get(about_id=of.names[3].pk)
    assert "returning officer" in kindly(
        lambda: withdraw_option(rival.pk, "They are late.", by=of.bends, key=made.key())
    )
    assert "never edited out" in kindly(
        lambda: names.refuse(of.names[3].pk, "They are late.", by=of.officer, key=made.key())
    )
    for fields in ({"state": "withdrawn"}, {"state": "refused", "reason": "They are late."}):
        assert "never edited out" in held_fast(of, of.names[3], **fields)
    assert "vote is called" in kindly(lambda: actions.void_election(row.pk, "No.", by=of.officer, key=made.key()))
    assert "calls a vote off" in kindly(lambda: ballots.void_poll(poll.pk, "No.", by=of.bends, key=made.key()))
    assert "never changed" in held_fast(of, rival, title="Somebody else")
    assert "does not open" in kindly(lambda: ballots.open_poll(poll.pk, by=of.bends, key=made.key()))


def _refused_row(act: Callable[[], Any]) -> str:
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError) as no, transaction.atomic():
        act()
    said = str(no.value)
    return (
        said if "denied" not in said else "never: no row of it is ever changed"
    )  # PostgreSQL: the app may not even try


def _while_it_is_open(made: Any, of: Any, row: Any) -> None:
    """Who stands touches no paper, who came late has no vote, and nobody sees how it goes."""
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots import actions as ballots
    from letgo.decide.ballots import queries
    from letgo.decide.ballots.papers import actions as papers
    from letgo.decide.ballots.papers.queries import code_of

    poll = row.poll
    with travel(poll.opens + MINUTE):
        ballots.open_poll(poll.pk, by=CLOCK, key=str(poll.pk))
        options = {n: poll.options.get(about_id=name.pk) for n, name in of.names.items()}
        for voter, order in zip(of.people, VOTES, strict=False):
            ballots.cast(poll.pk, [options[n].pk for n in order], by=voter)
        assert "not on the list" in kindly(lambda: ballots.cast(poll.pk, [], by=of.friend))
        assert queries.result(made.fresh(row).poll) is queries.result_for(made.fresh(row).poll, of.bends) is None
        codes = [code_of(entry) for entry in poll.roll.filter(person__in=[who.person for who in of.people[7:]])]
        assert "papers of this vote" in kindly(lambda: papers.receive(poll.pk, codes[0], by=of.bends, key=made.key()))
        for code in codes:
            papers.receive(poll.pk, code, by=of.officer, key=made.key())
        assert "papers of this vote" in kindly(lambda: papers.open_batch(poll.pk, 5, by=of.bends, key=made.key()))
        pile = papers.open_batch(poll.pk, 5, by=of.officer, key=made.key())
        _types(made, of, pile, options)
        assert "until its hour" in kindly(lambda: ballots.close_poll(poll.pk, by=of.bends, key=made.key()))
        assert "after the close" in kindly(lambda: ballots.read_seed(poll.pk, "6", by=of.officer, key=made.key()))
    with travel(poll.closes + MINUTE):
        assert "over" in kindly(lambda: ballots.cast(poll.pk, [], by=of.people[FRIENDS[0]]))
        assert "still typed" in kindly(lambda: ballots.close_poll(poll.pk, by=CLOCK, key=made.key()))
        assert "returning officer" in kindly(lambda: papers.finish_papers(poll.pk, 0, by=of.bends, key=made.key()))
        papers.finish_papers(poll.pk, 0, by=of.officer, key=made.key())


def _types(made: Any, of: Any, pile: Any, options: Any) -> None:
    """Two people from outside type the batch, and one paper is doubtful: the secretary neither types nor settles nor rules."""
    from letgo.decide.ballots.papers import actions as papers
    from letgo.decide.ballots.papers.rules import DOUBTFUL
    from letgo.decide.ballots.rulings.actions import rule_on_paper

    said: list[Any] = [[options[int(number)].number] for number in ON_PAPER]
    said[-1] = DOUBTFUL
    assert "cannot type" in kindly(lambda: papers.type_batch(pile.pk, said, by=of.bends, key=made.key()))
    for typist in of.estate.scrutineers:
        papers.type_batch(pile.pk, said, by=typist, key=made.key())
    assert "settle" in kindly(lambda: papers.settle_batch(pile.pk, {}, by=of.bends, key=made.key()))
    own, theirs = [options[0].number], [options[5].number]
    assert "returning officer" in kindly(
        lambda: rule_on_paper(pile.pk, 5, own, "It looks like a 1.", by=of.bends, key=made.key())
    )
    rule_on_paper(pile.pk, 5, theirs, "The 1 stands beside this name.", by=of.officer, key=made.key())


def _after_the_close(made: Any, of: Any, row: Any) -> None:
    """The box stays shut, the dice are read by others, and the count is for its officer until it is declared."""
    from letgo.commons.record.jobs import run_waiting
    from letgo.commons.record.refs import Ref
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots import actions as ballots
    from letgo.decide.ballots import queries
    from letgo.decide.ballots.models import SealedBallot
    from letgo.decide.boards import effects

    poll = row.poll
    with travel(poll.closes + HOUR):
        ballots.close_poll(poll.pk, by=CLOCK, key=str(poll.pk))
        for state in ("open", "called", "declared"):
            assert "never back" in held_fast(of, poll, state=state)
        assert "does not open" in kindly(lambda: ballots.open_poll(poll.pk, by=of.bends, key=made.key()))
        _refused_row(lambda: SealedBallot.objects.filter(poll=poll.pk).update(picks="[1]"))
        _refused_row(lambda: SealedBallot.objects.filter(poll=poll.pk).delete())
        assert "scrutineer" in kindly(lambda: ballots.read_seed(poll.pk, "6", by=of.bends, key=made.key()))
        assert "entered once, after the close" in held_fast(of, poll, seed="6")
        for reader in of.estate.scrutineers:
            ballots.read_seed(poll.pk, "4 2 6", by=reader, key=made.key())
        again = of.estate.scrutineers[0]
        assert "once" in kindly(lambda: ballots.read_seed(poll.pk, "6", by=again, key=made.key()))
        run_waiting()
        found = made.fresh(row).poll
        assert (found.state, found.ballots, found.paper) == ("counted", 7, 5)
        assert queries.result_for(found, of.bends) is None
        assert "declares its result" in kindly(lambda: ballots.declare(poll.pk, by=of.bends, key=made.key()))
        assert "no declared result" in kindly(lambda: effects.seat(Ref("poll", poll.pk), {}))


def _after_the_declaration(made: Any, of: Any, row: Any) -> None:
    """The result waits for its days to object, and only its officer can overturn it."""
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots import actions as ballots
    from letgo.decide.ballots.countbacks.actions import count_back
    from letgo.decide.ballots.rulings.actions import overturn, withdraw_option

    poll, rival = row.poll, row.poll.options.get(about_id=of.names[3].pk)
    with travel(poll.closes + 2 * HOUR):
        ballots.declare(poll.pk, by=of.officer, key=made.key())
        made.tick()
        assert "days to object" in kindly(lambda: ballots.take_effect(poll.pk, by=CLOCK, key=made.key()))
        assert "returning officer" in kindly(lambda: overturn(poll.pk, "We lost.", by=of.bends, key=made.key()))
        assert "before its result" in kindly(
            lambda: withdraw_option(rival.pk, "They are late.", by=of.officer, key=made.key())
        )
        back = {"leaver": rival.number, "kept": [], "by": of.bends, "key": made.key()}
        assert "counted again" in kindly(lambda: count_back(poll.pk, **back))

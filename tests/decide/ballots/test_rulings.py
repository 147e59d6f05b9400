"""A returning officer rules with reasons; an outage gives everyone the time again; voters object and are never named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from letgo.commons.door.messages import actions as messages
from letgo.commons.door.models import Message
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Grant
from letgo.commons.record.clock import now, travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Line
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import queries as ballots
from letgo.decide.ballots.actions import close_poll, declare, read_seed, take_effect
from letgo.decide.ballots.models import Beat, Challenge, Help, Poll
from letgo.decide.ballots.rules import Helped, Terms
from letgo.decide.ballots.rulings import actions, queries
from letgo.decide.ballots.rulings.rules import longer, outage_words
from letgo.decide.ballots.telling import tell_of_help
from tests.decide.ballots.votes import checker, key, opened, scrutineer

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def declared(vote):
    """Voted on by everybody, closed, counted and declared."""
    with travel(vote.poll.opens + MINUTE):
        for person in vote.voters:
            vote.cast(person, 1)
    with travel(vote.poll.closes):
        close_poll(vote.poll.pk, by=CLOCK, key=key())
        for reader in (scrutineer(vote.world), checker(vote.world)):
            read_seed(vote.poll.pk, "2 6 1", by=reader, key=key())
        run_waiting()
        declare(vote.poll.pk, by=vote.officer, key=key())
    return vote.fresh()


# Outages.


def test_the_lost_time_is_given_again_from_the_close_or_from_when_it_was_over():
    closes, terms = now(), Terms()
    before = closes - timedelta(hours=2)
    assert longer(before, before + 30 * MINUTE, closes, terms, before) == 0
    assert longer(before, before + 31 * MINUTE, closes, terms, before) == 31
    assert longer(closes - timedelta(hours=9), closes - timedelta(hours=5), closes, terms, before) == 60
    assert longer(closes - timedelta(hours=9), closes - timedelta(hours=6), closes, terms, before) == 0
    after = closes - 40 * MINUTE, closes + 20 * MINUTE
    assert (
        longer(*after, closes, terms, after[1]) == 60
    )  # open again 20 minutes after the close, for the 40 that were lost
    assert longer(*after, closes, terms, closes + 50 * MINUTE) == 90  # noted half an hour later: from then on
    assert "30 minutes" in outage_words(terms)


def test_a_service_that_was_away_moves_the_close_for_everyone_and_the_record_says_so(world, monkeypatch):
    monkeypatch.setattr(messages, "AT_ONCE", 1)  # they are told in portions
    vote = opened(world, 2)
    closes = vote.poll.closes
    for hours in (6, 5):
        with travel(closes - timedelta(hours=hours)):
            assert actions.beat(now()) == 1
    poll = vote.fresh()
    assert timedelta(minutes=59) < poll.closes - closes <= timedelta(minutes=61)
    assert poll.extended_minutes == poll.outages.get().minutes
    assert Line.objects.filter(about_id=poll.pk, verb="ballots.extend").count() == 1
    run_waiting()
    told = Message.objects.filter(about_kind="poll", about_id=poll.pk, template="news")
    assert set(told.values_list("person", flat=True)) == set(poll.roll.values_list("person", flat=True))
    with travel(closes + MINUTE):
        assert vote.cast(vote.voters[0], 1)
        with pytest.raises(Refused):
            close_poll(poll.pk, by=CLOCK, key=key())


def test_a_service_that_was_away_over_the_close_opens_again(world):
    vote = opened(world, 2)
    closes = vote.poll.closes
    for minutes in range(360, 40, -29):
        with travel(closes - minutes * MINUTE):
            actions.beat(now())
    with travel(closes + timedelta(hours=3)):
        actions.beat(now())
        actions.beat(now())
        assert vote.cast(vote.voters[0], 1)
    assert (
        timedelta(minutes=220) < vote.fresh().closes - closes < timedelta(minutes=223)
    )  # 3 hours, and the 41 minutes lost
    assert vote.poll.outages.get().minutes == vote.poll.extended_minutes


def test_a_service_that_is_there_every_minute_moves_nothing(world):
    vote = opened(world, 2)
    closes = vote.poll.closes
    with travel(closes - timedelta(hours=7)):
        assert actions.beat(now()) == 0
        assert not Beat.objects.exists()
    for before in (360, 335, 310, 281, 252):
        with travel(closes - before * MINUTE):
            actions.beat(now())
    assert vote.fresh().closes == closes


def test_a_vote_that_is_not_in_its_last_hours_costs_one_query_and_touches_no_row(world, django_assert_num_queries):
    opened(world, 2)
    with django_assert_num_queries(1):
        actions.beat(now())


def test_an_officer_notes_an_outage_of_the_paper_desk_with_reasons_and_once(world):
    vote = opened(world, 2)
    closes = vote.poll.closes
    start, end = closes - timedelta(hours=3), closes - timedelta(hours=2)
    with travel(closes - timedelta(hours=1)):
        with pytest.raises(Refused, match="returning officer"):
            actions.note_outage(vote.poll.pk, start, end, "Locked out.", by=vote.actor("officer-here"), key=key())
        with pytest.raises(Refused, match="too short"):
            actions.note_outage(vote.poll.pk, start, start + 20 * MINUTE, "Locked out.", by=vote.officer, key=key())
        actions.note_outage(vote.poll.pk, start, end, "The hall was locked.", by=vote.officer, key=key())
        with pytest.raises(Refused, match="given to everyone already"):
            actions.note_outage(vote.poll.pk, start, end, "Again.", by=vote.officer, key=key())
    assert vote.fresh().closes == closes + timedelta(hours=1)
    assert queries.rulings(vote.poll)[0].kind == "outage"


# Rulings.


def test_a_ruling_is_public_has_reasons_and_names_nobody(world):
    vote = opened(world, 2)
    for by in ("administrator", "officer", "resident", "anyone"):
        with pytest.raises(Refused, match="returning officer"):
            actions.rule(vote.poll.pk, "influence", "A warning", "Leaflets.", by=vote.actor(by), key=key())
    with pytest.raises(Refused, match="why"):
        actions.rule(vote.poll.pk, "influence", "A warning", "  ", by=vote.officer, key=key())
    with pytest.raises(Refused, match="what was decided"):
        actions.rule(vote.poll.pk, "mood", "A warning", "Leaflets.", by=vote.officer, key=key())
    again = key()
    made = actions.rule(vote.poll.pk, "influence", "A warning", "Leaflets at the door.", by=vote.officer, key=again)
    assert (
        actions.rule(vote.poll.pk, "influence", "A warning", "Leaflets at the door.", by=vote.officer, key=again)
        == made
    )
    assert made.line.audience_kind == "public"
    assert str(vote.officer.person) not in str(made.line.said)
    assert queries.rulings(vote.poll) == [made]


# Challenges.


def test_who_objects_is_never_shown_and_what_follows_waits(world):
    vote = opened(world, 3)
    poll = declared(vote)
    by = vote.voter(vote.voters[0])
    with travel(poll.declared + timedelta(days=1)):
        actions.challenge(poll.pk, "They counted in the dark.", by=by, key=key())
        with pytest.raises(Refused, match="objected already"):
            actions.challenge(poll.pk, "Again.", by=by, key=key())
    line = Line.objects.select_related("words").get(about_id=poll.pk, verb="ballots.challenge")
    assert (line.audience_kind, line.words.body) == ("public", {})
    made = Challenge.objects.get()
    with travel(poll.declared + timedelta(days=9)):
        with pytest.raises(Refused, match="waits"):
            take_effect(poll.pk, by=CLOCK, key=key())
        ruling = actions.decide_challenge(made.pk, False, "The count is proven.", by=vote.officer, key=key())
        assert str(made.by_id) not in str(ruling.line.said)
        assert take_effect(poll.pk, by=CLOCK, key=key()).state == "done"


def test_objections_are_heard_in_their_days_from_people_of_the_place(world):
    vote = opened(world, 3)
    by = vote.voter(vote.voters[0])
    with pytest.raises(Refused, match="not now"):
        actions.challenge(vote.poll.pk, "Too early.", by=by, key=key())
    poll = declared(vote)
    for who in ("anyone", "stranger", "neighbour", "officer-there"):
        with pytest.raises(Refused, match="Only people of this place"):
            actions.challenge(poll.pk, "No.", by=vote.actor(who), key=key())
    left_off = replace(vote.voter(world.person("stranger")), grants=frozenset({Grant("resident", poll.place.lineage)}))
    with travel(poll.declared + timedelta(days=1)):
        with pytest.raises(Refused, match="what was wrong"):
            actions.challenge(poll.pk, " ", by=left_off, key=key())
        actions.challenge(poll.pk, "I live here and was left off the list.", by=left_off, key=key())
    with travel(poll.declared + timedelta(days=7, minutes=1)), pytest.raises(Refused, match="not now"):
        actions.challenge(poll.pk, "Too late.", by=by, key=key())


def test_an_upheld_challenge_before_the_effect_stops_it(world):
    vote = opened(world, 3, effect="test.bench")
    poll = declared(vote)
    with travel(poll.declared + timedelta(days=1)):
        made = actions.challenge(poll.pk, "Two lists.", by=vote.voter(vote.voters[0]), key=key())
        ruling = actions.decide_challenge(made.pk, True, "There were two lists.", by=vote.officer, key=key())
    assert ruling.decides == {"upheld": True, "effect": "not taken"}
    assert vote.fresh().state == "upheld"
    with travel(poll.declared + timedelta(days=9)), pytest.raises(Refused):
        take_effect(poll.pk, by=CLOCK, key=key())
    with pytest.raises(Refused, match="ruled on"):
        actions.decide_challenge(made.pk, False, "No.", by=vote.officer, key=key())


DONE = []


def bench(cause, args):
    DONE.append(("built", cause.id))


def unbench(cause, args):
    DONE.append(("taken away", cause.id))


EFFECTS = {
    "test.bench": f"{__name__}.bench",
    "test.bench-undo": f"{__name__}.unbench",
    "test.speech": f"{__name__}.bench",
}


@pytest.fixture(autouse=True)
def own_effects(settings):
    DONE.clear()
    settings.LETGO_EFFECTS = f"{__name__}.EFFECTS"


def test_a_result_that_is_overturned_is_undone_once_by_new_entries_and_nothing_is_deleted(world):
    vote = opened(world, 3, effect="test.bench")
    poll = declared(vote)
    with travel(poll.declared + timedelta(days=8)):
        take_effect(poll.pk, by=CLOCK, key=key())
        run_waiting()
        lines = Line.objects.count()
        again = key()
        for _ in range(2):
            actions.overturn(poll.pk, "A court found that the list was wrong.", by=vote.officer, key=again)
            run_waiting()
    assert [what for what, _ in DONE] == ["built", "taken away"]
    assert vote.fresh().state == "upheld"
    assert Line.objects.count() > lines
    with pytest.raises(Refused, match="no result"):
        actions.overturn(poll.pk, "Again.", by=vote.officer, key=key())


def test_what_cannot_be_undone_says_why_in_public(world):
    vote = opened(world, 3, effect="test.speech")
    poll = declared(vote)
    with travel(poll.declared + timedelta(days=8)):
        take_effect(poll.pk, by=CLOCK, key=key())
        run_waiting()
        with pytest.raises(Refused, match="cannot be undone"):
            actions.overturn(poll.pk, "The list was wrong.", by=vote.officer, key=key())
        made = actions.overturn(
            poll.pk, "The list was wrong.", why_not="It was said aloud.", by=vote.officer, key=key()
        )
    assert made.line.said["why"] == "It was said aloud."
    assert [what for what, _ in DONE] == ["built"]


# Helpers.


def help_with(vote, helper, *people, organisation=""):
    for person in people:
        by = replace(vote.voter(person), helper=helper.pk)
        vote.cast(person, 1, by=by, helped=Helped("said yes at the door", organisation))


def test_a_helper_who_fills_in_many_is_flagged_to_the_returning_officer_and_to_nobody_else(world):
    vote = opened(world, 45)
    helper = world.person("outreach")
    with travel(vote.poll.opens + MINUTE):
        help_with(vote, helper, *vote.voters[:2])
        assert ballots.flags(vote.fresh()).many == []
        help_with(vote, helper, *vote.voters[2:40])
        help_with(vote, helper, *vote.voters[:5])  # again for the same people: still 40
        assert ballots.flags(vote.fresh()).many == [(helper.pk, 40)]
    assert may(vote.officer, "ballots.read-flags", vote.poll)
    for _ in range(2):
        run_waiting()
        assert tell_of_help() == 1
    assert [row.person_id for row in Message.objects.filter(about_id=vote.poll.pk)] == [vote.officer.person]
    assert not [who for who in world.who if may(vote.actor(who), "ballots.read-flags", vote.poll)]


def test_a_landlords_officer_who_helps_is_flagged_at_the_first_vote_whatever_they_say(world):
    """By their role, not by what they write on the slip; and whoever names the landlord, though they hold no role there."""
    from letgo.commons.places.models import Organisation, Role

    vote = opened(world, 6)
    landlord = Organisation.objects.create(
        name="Lodge Homes", kind="landlord", place=world.places["council"], line=vote.poll.line
    )
    staff, quiet, neighbour, names_it = (world.person(w) for w in ("stranger", "helper", "neighbour", "suspended"))
    since = now().date() - timedelta(days=9)
    Role.objects.create(person=staff, organisation=landlord, name="manager", start=since, line=vote.poll.line)
    Role.objects.create(
        person=quiet, organisation=landlord, name="secretary", start=since, end=since, line=vote.poll.line
    )
    with travel(vote.poll.opens + MINUTE):
        for helper, person in ((staff, 0), (quiet, 1), (neighbour, 2)):
            help_with(vote, helper, vote.voters[person])
        help_with(vote, names_it, vote.voters[3], organisation=str(landlord.pk))
        help_with(vote, world.person("officer-here"), vote.voters[4])
        found = set(ballots.flags(vote.fresh()).interested)
    assert found == {staff.pk, names_it.pk, world.person("officer-here").pk}


def test_help_says_who_and_whom_and_never_which_ballot():
    assert {field.name for field in Help._meta.get_fields()} == {
        "id",
        "poll",
        "entry",
        "helper",
        "agreed",
        "organisation",
    }


def test_the_officer_alone_decides_and_is_not_on_the_list(world):
    vote = opened(world, 2)
    assert not Poll.objects.get(pk=vote.poll.pk).roll.filter(person=vote.officer.person).exists()
    assert may(vote.officer, "ballots.rule", vote.poll)
    assert not [who for who in world.who if may(vote.actor(who), "ballots.rule", vote.poll)]

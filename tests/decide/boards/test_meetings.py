"""Meetings: notice, agenda, quorum, attendance, proxies; what nobody may hide, count up or harvest."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from letgo.commons.record.actions import write
from letgo.commons.record.clock import travel
from letgo.commons.record.refs import Ref
from letgo.decide.boards import jobs
from letgo.decide.boards.agenda import actions as agenda
from letgo.decide.boards.agenda import queries as agendas
from letgo.decide.boards.meeting_models import Attendance, Item, Meeting, Proxy
from letgo.decide.boards.meetings import actions, queries
from letgo.decide.boards.meetings.actions import Calling
from letgo.decide.boards.proxies import actions as proxies
from letgo.decide.boards.proxies import queries as given
from letgo.decide.boards.resolutions.effects import put_on_agenda
from tests.decide.boards.sittings import barred, refused

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


# Notice and agenda.


def test_a_meeting_is_called_with_its_clear_days_and_not_a_day_sooner(at):
    """Seven clear days: neither the day of the notice nor that of the meeting counts."""
    assert "notice" in refused(at.called, at.of, days=7)
    row = at.called(at.of, days=8)
    assert (row.clear_days, row.day, row.state) == (7, row.earliest, "called")
    assert queries.notice(at.of.body, "board").earliest == row.earliest
    barred(row, at.TEST, at=row.at - DAY)
    barred(row, at.TEST, day=row.day - DAY)


def test_only_the_board_calls_a_meeting_and_a_key_calls_it_once(at):
    calling = Calling("board", at.soon(), "The hall")
    assert "board" in refused(actions.call, at.of.body.pk, calling, by=at.of.people[8], key="k")
    first = actions.call(at.of.body.pk, calling, by=at.of.secretary, key="k")
    assert actions.call(at.of.body.pk, calling, by=at.of.secretary, key="k") == first
    assert Meeting.objects.count() == 1
    assert "where" in refused(
        actions.call, at.of.body.pk, Calling("board", at.soon(), " "), by=at.of.secretary, key="m"
    )


def test_what_waits_comes_onto_the_next_agenda_with_escalations_first(at):
    at.item(at.of, title="Paint")
    asked = escalated(at)
    row = at.called(at.of)
    assert [(one.item.number, one.item.title) for one in agendas.of(row, at.of.people[5])] == [
        (1, asked.title), (2, "Paint"),
    ]  # fmt: skip
    assert agendas.waiting(at.of.body) == []


def escalated(at: Any) -> Item:
    """A public promise at the estate that was broken has climbed to the board."""
    return put_on_agenda(Ref("promise", broken(at).pk), {})


def broken(at: Any, **more: Any) -> Any:
    from letgo.commons.promises.actions import promise
    from letgo.commons.record.clock import now

    about = Ref("place", at.of.body.place_id)
    return promise(about, "boards.meeting-notice", now() - 20 * DAY, about, at.TEST, at.key(), **more)


def test_an_escalation_comes_on_once_and_nobody_strikes_hides_or_rewrites_it(at):
    row = at.called(at.of)
    promise = broken(at)
    one = put_on_agenda(Ref("promise", promise.pk), {"rung": 0})
    assert put_on_agenda(Ref("promise", promise.pk), {"rung": 1}) == one
    assert (one.meeting, one.kept, one.source) == (row, True, "escalation")
    chair = at.of.members[0]
    assert "cannot be struck off" in refused(agenda.strike, one.pk, "Not today.", by=chair, key="s")
    for fields in ({"state": "struck"}, {"kept": False}, {"closed": True}, {"title": "Nothing"}, {"meeting": None}):
        barred(one, at.TEST, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=one.pk).delete()


def test_the_chair_closes_no_meeting_before_an_escalation_is_heard(at):
    asked = escalated(at)
    row = at.board_meeting(at.of)
    with travel(row.at + 40 * MINUTE):
        for by in (at.of.members[0], at.of.secretary):
            assert "has not been heard" in refused(actions.close, row.pk, by=by, key=at.key())
        agenda.hear(asked.pk, "The roof is mended by June.", by=at.of.secretary, key="h")
        assert at.held(at.of, row).state == "held"
    barred(Item.objects.get(pk=asked.pk), at.TEST, outcome="Nothing")


def test_what_a_meeting_did_not_hear_goes_on_and_says_how_often(at):
    """Called off, with too few there, left alone by everybody: an escalation comes back each time."""
    asked = escalated(at)
    first = at.called(at.of)
    actions.cancel(first.pk, "The hall is shut.", by=at.of.secretary, key="c")
    second = at.counted(at.of, at.called(at.of, days=12), 1)
    assert second.state == "inquorate"
    third = at.called(at.of, days=14)
    with travel(third.at + 2 * DAY):
        jobs.tick()
    assert at.fresh(third).reason == "Nobody opened this meeting."
    (last,) = agendas.waiting(at.of.body)
    assert (last.about_id, last.kept, last.carried) == (asked.about_id, True, 3)
    assert Item.objects.filter(state="carried").count() == 3


def test_a_private_promise_on_an_agenda_says_nothing_of_whom_it_is_about(at):
    person = at.of.people[7].person
    row = put_on_agenda(Ref("promise", broken(at, audience=Ref("person", person)).pk), {})
    assert (row.closed, row.title) == (True, "A promise to one person was not kept")
    called = at.called(at.of)
    assert agendas.of(called, at.of.people[7])[0].hidden
    assert not agendas.of(called, at.of.secretary)[0].hidden


def test_where_nobody_sits_an_escalation_goes_to_the_board_above_or_nowhere(at):
    there = at.of.board.estate.world.places["there"]
    assert agenda.put_escalation(Ref("promise", broken(at).pk), there) is None


def test_a_member_takes_off_their_own_item_and_nobody_elses(at):
    row = at.called(at.of)
    mine = at.item(at.of, row, by=at.of.members[1])
    assert "whoever put" in refused(agenda.strike, mine.pk, "No.", by=at.of.members[0], key="a")
    assert agenda.strike(mine.pk, "Done already.", by=at.of.members[1], key="b").state == "struck"
    assert "may come" in refused(at.item, at.of, row, by=at.of.people[9])


def test_anyone_who_may_come_puts_an_item_on_a_general_meeting(at):
    row = at.called(at.of, "general", days=20)
    assert at.item(at.of, row, by=at.of.people[9]).noticed
    with travel(row.at - 3 * DAY):
        assert not at.item(at.of, row, "Late", by=at.of.people[9]).noticed


# Quorum.


def test_too_few_is_counted_only_after_half_an_hour_and_decides_nothing(at):
    row = at.called(at.of, "general")
    with travel(row.at):
        at.opened(at.of, row, 2)
        assert "2 are here, and 3 are needed." in refused(actions.count, row.pk, by=at.of.secretary, key="a")
    with travel(row.at + 31 * MINUTE):
        row = at.count(at.of, row)
    assert (row.state, row.present, row.quorum, row.roll) == ("inquorate", 2, 3, 12)
    assert queries.what_next(row).word == "again"
    barred(row, at.TEST, state="quorate", present=3)


def test_the_number_of_those_who_came_is_never_typed(at):
    """A count above who was written down is refused by the database, and so is a lower quorum."""
    row = at.called(at.of, "general")
    with travel(row.at):
        row = at.opened(at.of, row, 2)
        barred(row, at.TEST, state="quorate", present=3)
        barred(row, at.TEST, state="quorate", present=2)


def test_only_who_may_vote_counts_and_nobody_swells_the_list_after_the_notice(at):
    from letgo.commons.places.models import Standing
    from tests.decide.ballots.made import person

    row, late, here = at.called(at.of, "general"), person(), at.of.board.estate.world.places["here"]
    since = row.notice_given.date() + DAY
    Standing.objects.create(person_id=late.person, place=here, kind="lives-here", start=since, line=at.of.body.line)
    stranger = at.of.board.estate.world.person("stranger").pk
    with travel(row.at):
        actions.open_meeting(row.pk, by=at.of.secretary, key="o")
        for who in (late.person, stranger):
            assert "may not vote" in refused(actions.mark, row.pk, who, "present", by=at.of.secretary, key=at.key())
    assert at.fresh(row).roll == 12


def second(at: Any, there: int) -> Any:
    """A general meeting to which one person came, and then a second to which so many come."""
    first = at.counted(at.of, at.called(at.of, "general", days=10), 1)
    assert first.state == "inquorate"
    row = at.called(at.of, "general", days=20, again_of=first.pk)
    with travel(row.at):
        at.opened(at.of, row, there)
    with travel(row.at + 31 * MINUTE):
        return at.count(at.of, row)


def test_two_meetings_in_a_row_with_too_few_decide_nothing(at):
    row = second(at, 2)
    assert row.state == "inquorate"
    assert queries.what_next(row).word == "nobody"
    assert "two times" in refused(at.called, at.of, "general", days=30, again_of=row.pk)
    assert "once" in refused(at.called, at.of, "general", days=30, again_of=row.again_of_id)


@pytest.mark.parametrize(("there", "state"), [(3, "quorate"), (2, "inquorate"), (1, "inquorate")])
def test_at_a_second_meeting_those_present_decide_where_the_terms_say_so(at, there, state):
    """Three are a meeting then, one in the chair and two who count; the lower number is said as what it is. Fewer never are."""
    at.terms(at.of, second_meeting="those-present", second_meeting_decides=("ordinary",), meeting_quorum_people=5)
    row = second(at, there)
    assert (row.state, row.present, row.quorum, row.those_present) == (state, there, 3, state == "quorate")


def test_a_meeting_that_nobody_closed_is_closed_by_the_clock(at):
    row = at.board_meeting(at.of)
    with travel(row.at + 2 * DAY):
        jobs.tick()
    assert at.fresh(row).state == "held"
    assert agendas.waiting(at.of.body)[0].title == "Repairs"


def test_nobody_is_written_down_at_a_meeting_that_is_over(at):
    row = at.board_meeting(at.of, 2)
    with travel(row.at + 2 * DAY):
        at.held(at.of, row)
        assert "while the meeting is on" in refused(
            actions.mark, row.pk, at.of.members[2].person, "present", by=at.of.secretary, key="m"
        )
    barred(Attendance.objects.filter(meeting=row).first(), at.TEST, how="left")


def test_people_say_before_whether_they_come_and_need_childcare(at):
    row = at.called(at.of, "general", childcare=True, step_free=True, online="Ring 0123")
    actions.answer(row.pk, "coming", True, by=at.of.people[6], key="a")
    assert queries.own(row, at.of.people[6]).childcare
    assert queries.childcare(row) == 1
    assert queries.attendance(row, at.of.people[6]) == []
    assert len(queries.attendance(row, at.of.secretary)) == 1
    stranger = at.of.board.estate.world.actor("stranger")
    assert "may come" in refused(actions.answer, row.pk, "coming", by=stranger, key="b")


# Proxies.


@pytest.fixture
def agm(at: SimpleNamespace) -> SimpleNamespace:
    """A general meeting that takes proxies, at most two a holder."""
    return SimpleNamespace(**vars(at), row=at.called(at.of, "general"))


def give(agm: Any, giver: int, holder: int) -> Proxy:
    return proxies.give(agm.row.pk, agm.of.people[holder].person, by=agm.of.people[giver], key=agm.key())


@pytest.mark.parametrize("holder", [0, 7])  # the chair, and anyone
def test_nobody_holds_proxies_above_the_cap_the_chair_neither(agm, holder):
    for giver in (9, 10):
        give(agm, giver, holder)
    assert "the most one person may hold" in refused(give, agm, 11, holder)
    assert "the most one person may hold" in refused(
        proxies.write_down,
        agm.row.pk,
        agm.of.people[11].person,
        agm.of.people[holder].person,
        by=agm.of.secretary,
        key="p",
    )
    line = write("tests.vandal", Ref("body", agm.row.pk), by=agm.TEST)
    people = {"giver_id": agm.of.people[11].person, "holder_id": agm.of.people[holder].person}
    for slot in (1, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proxy.objects.create(meeting=agm.row, slot=slot, line=line, **people)


def test_proxies_are_not_harvested_by_staff_a_landlord_or_a_carer(agm):
    from letgo.commons.places.models import Role
    from letgo.commons.places.queries import today

    world = agm.of.board.estate.world
    offices = {
        6: ("manager", {"organisation": world.board}),
        7: ("carer", {"place": world.places["here"]}),
        8: ("secretary", {"organisation": world.authority}),
    }
    for number, (name, where) in offices.items():
        holder, line = agm.of.people[number].person, agm.of.body.line
        Role.objects.create(person_id=holder, name=name, start=today() - DAY, line=line, **where)
        assert "cannot hold a proxy" in refused(give, agm, 9, number)
        with pytest.raises(IntegrityError), transaction.atomic():
            giver = agm.of.people[9].person
            Proxy.objects.create(meeting=agm.row, giver_id=giver, holder_id=holder, slot=1, line=line)
    assert give(agm, 9, 5).slot == 1


def test_a_proxy_is_ones_own_to_give_and_to_take_back(agm):
    from dataclasses import replace

    from letgo.commons.people.rules import Acting

    nine = agm.of.people[9]
    carer = replace(agm.of.people[8], acting=Acting(nine.person, frozenset({"everything"})), grants=nine.grants)
    assert "Only people who may vote" in refused(proxies.give, agm.row.pk, agm.of.people[7].person, by=carer, key="a")
    row = give(agm, 9, 7)
    assert given.given_by(agm.row, nine) == row
    assert given.held_by(agm.row, agm.of.people[7]) == [row]
    assert given.held_by(agm.row, nine) == []
    assert "Only who gave" in refused(proxies.take_back, row.pk, by=agm.of.people[7], key="b")
    proxies.take_back(row.pk, by=nine, key="c")
    barred(Proxy.objects.get(pk=row.pk), agm.TEST, state="given")
    barred(Proxy.objects.get(pk=row.pk), agm.TEST, holder=agm.of.people[6].person)
    assert "given before" in refused(late, agm)


def late(agm: Any) -> None:
    with travel(agm.row.at):
        actions.open_meeting(agm.row.pk, by=agm.of.secretary, key="o")
        give(agm, 9, 7)


def test_a_proxy_counts_for_who_is_away_and_never_towards_the_quorum(agm):
    give(agm, 9, 1)
    give(agm, 10, 1)
    with travel(agm.row.at):
        agm.opened(agm.of, agm.row, 2)
        assert "2 are here" in refused(actions.count, agm.row.pk, by=agm.of.secretary, key="c")
        actions.mark(agm.row.pk, agm.of.people[10].person, "present", by=agm.of.secretary, key="m")
        row = agm.count(agm.of, agm.row)
    assert (row.state, row.present, row.proxies) == ("quorate", 3, 1)  # who comes votes themselves


def test_a_meeting_takes_no_proxies_where_the_terms_name_none(at):
    at.terms(at.of, proxies=0)
    row = at.called(at.of, "general")
    assert "no proxies" in refused(proxies.give, row.pk, at.of.people[7].person, by=at.of.people[9], key="p")


# Costs.


def test_reading_meetings_costs_the_same_for_1_and_for_20_items(at, django_assert_num_queries):
    row = at.called(at.of)
    for _ in range(2):
        found = queries.find(row.pk)
        with django_assert_num_queries(1):
            agendas.of(found, at.of.secretary)
        with django_assert_num_queries(1):
            queries.of_actor(at.of.people[4])
        with django_assert_num_queries(1):
            queries.calendar(found.body.place)
        for number in range(19):
            at.item(at.of, row, f"Item {number}")


def test_a_petition_with_its_names_comes_onto_the_agenda_and_stays(at):
    """Whoever has the names decides that the board hears it: an effect that a demand can name."""
    from tests.commons.powers.made import petition

    asked = petition(at.of.board.estate.world)
    one = put_on_agenda(Ref("petition", asked.pk), {})
    assert (one.source, one.kept, one.title, one.state) == ("petition", True, asked.title, "waiting")


def test_a_rung_of_a_real_rule_puts_it_on_the_agenda_when_its_time_comes(at):
    """The clock climbs: the promise is over its date, the rung is taken by a worker, the item is there once."""
    from letgo.commons.promises.actions import promise, tick
    from letgo.commons.promises.rules import Length, Rung
    from letgo.commons.record.clock import now
    from letgo.commons.record.jobs import run_waiting
    from tests.commons.promises.made import bring_in, rule

    rung = Rung(Length(2, "days"), "boards.put-on-agenda", "the board has it on its next agenda")
    bring_in(rule("1 day", name="test.mend", title="Mend the door", ladder=(rung,), excused_by=""), pack="rungs")
    holder = Ref("place", at.of.body.place_id)
    promise(holder, "test.mend", now(), holder, at.TEST, at.key())
    with travel(now() + 5 * DAY):
        for _ in range(2):
            tick()
            run_waiting()
    assert [(row.title, row.kept) for row in agendas.waiting(at.of.body)] == [("Not kept: Mend the door", True)]

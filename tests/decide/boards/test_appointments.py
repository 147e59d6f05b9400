"""A job is described, published, applied for and voted on; who wants it decides nothing, and a name that was not chosen is deleted."""

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.places.models import Role
from letgo.commons.record.clock import travel
from letgo.commons.record.models import Line, Words
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.boards import office_rules as rules
from letgo.decide.boards.appointments import actions, queries
from letgo.decide.boards.appointments.effects import appoint, appoint_undo
from letgo.decide.boards.interests.actions import declare
from letgo.decide.boards.interests.queries import barred, register
from letgo.decide.boards.lengths import months_after
from letgo.decide.boards.meeting_models import Item
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.office_models import Applicant, Appointment
from letgo.decide.boards.resolutions import actions as resolutions
from tests.decide.boards import offices, sittings
from tests.decide.boards.offices import DAY, key

pytestmark = pytest.mark.django_db
NONE = "None of these, come back to us"


def refused(act, *given_, **named) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given_, **({"key": key()} | named))
    return no.value.sentence


def test_a_job_says_what_must_be_reached_and_by_what_it_is_judged_and_then_never_changes(of):
    assert "must be reached" in refused(actions.describe, of.body.pk, offices.job(targets=()), by=of.secretary)
    for who in (of.people[5], offices.votes.person()):
        assert "Only members of the board" in refused(actions.describe, of.body.pk, offices.job(), by=who)
    row = offices.published(of)
    with pytest.raises(DatabaseError, match="fixed when it is published"), transaction.atomic():
        Appointment.objects.filter(pk=row.pk).update(scoring=[], line=row.body.line)
    said = row.line.said
    assert said["scoring"] == [{"words": "Has run repairs", "weight": 3}, {"words": "Listens", "weight": 2}]


def test_members_order_the_names_and_whom_they_choose_holds_the_office_with_targets_and_reviews(of):
    row = offices.published(of)
    people = [offices.votes.person("Person J"), offices.votes.person("Person K")]
    offices.judged(of, row, people)
    with travel(by=16 * DAY):
        poll = actions.put_to_members(row.pk, offices.asked(of), offices.today() + 40 * DAY, by=of.secretary, key=key())
        assert (poll.method, poll.none_option) == ("ranked-pairs", True)
    offices.through(of, poll, [["Applicant 1", "Applicant 0"]] * 5 + [["Applicant 0"]] * 2)
    row.refresh_from_db()
    held = row.mandate
    assert (row.state, held.person_id, held.title, held.review_months) == ("appointed", people[1].person, "manager", 3)
    assert held.targets[0]["words"] == "Nine of ten repairs in time"
    assert Role.objects.filter(person=people[1].person, name="manager", organisation=of.body.organisation_id).exists()
    told = str([*Words.objects.filter(line__audience_kind="public").values_list("body", flat=True)])
    assert "Applicant 0" not in told
    assert str(people[0].person) not in told
    with travel(offices.after(poll)):
        appoint_undo(Ref("poll", poll.pk), {"appointment": str(row.pk)})
    row.refresh_from_db()
    held.refresh_from_db()
    assert (row.state, held.state, held.ended_why) == ("published", "ended", "undone")


def test_none_of_these_appoints_nobody(of):
    row = offices.published(of)
    offices.judged(of, row, [offices.votes.person(), offices.votes.person()])
    with travel(by=16 * DAY):
        poll = actions.put_to_members(row.pk, offices.asked(of), offices.today() + 40 * DAY, by=of.secretary, key=key())
    offices.through(of, poll, [[NONE, "Applicant 0"]] * 5 + [["Applicant 1"]] * 2)
    row.refresh_from_db()
    assert (row.state, row.mandate) == ("none", None)
    assert row.why


def test_the_only_name_gets_a_yes_or_no(of):
    row = offices.published(of)
    wants = offices.votes.person()
    offices.judged(of, row, [wants])
    with travel(by=16 * DAY):
        poll = actions.put_to_members(row.pk, offices.asked(of), offices.today() + 40 * DAY, by=of.secretary, key=key())
        assert poll.method == "yes-no"
        assert poll.words.startswith("Applicant 0")
    public = str([*Words.objects.filter(line__audience_kind="public").values_list("body", flat=True)])
    assert "Applicant 0" not in public
    offices.through(of, poll, [["Yes"]] * 4 + [["No"]] * 2)
    row.refresh_from_db()
    assert row.mandate.person_id == wants.person


def test_too_few_who_vote_appoint_nobody_and_a_vote_called_by_hand_decides_nothing(of):
    row = offices.published(of)
    offices.judged(of, row, [offices.votes.person()])
    with travel(by=16 * DAY):
        poll = actions.put_to_members(row.pk, offices.asked(of), offices.today() + 40 * DAY, by=of.secretary, key=key())
    other = Ref("poll", of.body.pk)
    assert "no declared result" in refused(lambda key: appoint(other, {"appointment": str(row.pk)}))
    offices.through(of, poll, [["Yes"]] * 2)
    row.refresh_from_db()
    assert (row.state, row.mandate) == ("none", None)


def test_who_wants_the_job_or_gains_by_it_does_not_vote_on_it_at_the_board(of):
    """A member voting on their own contract: the act refuses, and so does the database."""
    row = offices.published(of, decides="board")
    declare(of.body.pk, row.ref, "My sister has applied.", by=of.members[2], key=key())
    wants = offices.judged(of, row, [of.members[0]])[0]
    assert "You gain by this" in refused(actions.judge, wants.pk, {}, True, by=of.members[2])
    with travel(by=16 * DAY):
        actions.put_to_board(row.pk, offices.today() + 60 * DAY, by=of.secretary, key=key())
        assert barred(wants.ref) == {of.members[0].person, of.members[2].person}
        meeting = sittings.called(of)
        item = Item.objects.get(about_id=wants.pk)
    with travel(meeting.at):
        sittings.opened(of, meeting, 3)
    with travel(meeting.at + 31 * offices.MINUTE):
        sittings.actions.count(meeting.pk, by=of.secretary, key=key())
        vote = sittings.put(of, item)
        for who in (of.members[0], of.members[2]):
            assert refused(resolutions.vote, vote.pk, "yes", by=who)
        mandate = of.mandates[0]
        with pytest.raises(DatabaseError), transaction.atomic():
            vote.hands.create(mandate=mandate, choice="yes", line=vote.line)
    assert {words.words for _, words in register(of.body)} == {"My sister has applied."}


def test_the_first_name_that_the_board_carries_has_the_job(of):
    row = offices.published(of, decides="board")
    wants = offices.judged(of, row, [offices.votes.person(), offices.votes.person()])
    with travel(by=16 * DAY):
        assert "published that the board" in refused(
            actions.put_to_members, row.pk, offices.asked(of), offices.today() + 60 * DAY, by=of.secretary
        )
        actions.put_to_board(row.pk, offices.today() + 60 * DAY, by=of.secretary, key=key())
        meeting = sittings.called(of)
        items = [Item.objects.get(about_id=one.pk) for one in wants]
    with travel(meeting.at):
        sittings.opened(of, meeting, 3)
    with travel(meeting.at + 31 * offices.MINUTE):
        sittings.actions.count(meeting.pk, by=of.secretary, key=key())
        sittings.voted(of, sittings.put(of, items[0]), "no", "no", "yes")
        sittings.voted(of, sittings.put(of, items[1]), "yes", "yes", "no")
        offices.tick()
    row.refresh_from_db()
    assert (row.state, row.mandate.person_id) == ("appointed", wants[1].person_id)


def test_who_applied_is_read_by_the_board_until_members_vote_and_deleted_half_a_year_later(of):
    row = offices.published(of)
    people = [offices.votes.person(), offices.votes.person()]
    offices.judged(of, row, people)
    row = queries.find(row.pk)
    assert len(queries.applicants(row, of.members[0])) == 2
    assert [one.person_id for one in queries.applicants(row, people[0])] == [people[0].person]
    assert not queries.applicants(row, of.people[6])
    with travel(by=16 * DAY):
        poll = actions.put_to_members(row.pk, offices.asked(of), offices.today() + 40 * DAY, by=of.secretary, key=key())
    assert len(queries.applicants(queries.find(row.pk), of.people[6])) == 2
    offices.through(of, poll, [["Applicant 0"]] * 5)
    with travel(offices.after(poll) + 190 * DAY):
        offices.tick()
    kept = {one.name for one in Applicant.objects.filter(appointment=row)}
    assert kept == {"Applicant 0", ""}
    assert Mandate.objects.get(title="manager").name == "Applicant 0"


def test_a_second_click_applies_once_and_nobody_applies_late_or_is_judged_before_the_last_day(of):
    row = offices.published(of)
    who, same = offices.votes.person(), key()
    for _ in range(2):
        wants = actions.apply(row.pk, "Person J", "I can.", by=who, key=same)
    assert Applicant.objects.count() == 1
    assert "applied already" in refused(actions.apply, row.pk, "Person J", "Me again.", by=who)
    assert "when nobody can apply" in refused(
        actions.judge, wants.pk, {"Has run repairs": 1, "Listens": 1}, True, by=of.members[0]
    )
    with travel(by=15 * DAY):
        assert "Nobody can apply" in refused(actions.apply, row.pk, "Person L", "Late.", by=offices.votes.person())
        assert "for each measure" in refused(actions.judge, wants.pk, {"Looks nice": 9}, True, by=of.members[0])
    private = Line.objects.filter(verb="boards.apply").values_list("audience_kind", flat=True)
    assert set(private) == {"applicant"}


@given(every=st.integers(1, 12), months=st.integers(1, 60), start=st.dates(min_value=offices.today().replace(day=1)))
def test_reviews_come_at_their_months_and_never_after_the_term(every, months, start):
    if start.year > 9_000:
        return
    end = months_after(start, months)
    days = rules.review_days(start, end, every)
    assert len(days) == months // every
    assert days == sorted(days)
    assert all(start < day <= end for day in days)


@given(
    marks=st.dictionaries(st.sampled_from("abc"), st.integers(-3, 14)),
    weights=st.dictionaries(st.sampled_from("abc"), st.integers(1, 9), min_size=1),
)
def test_points_are_given_for_each_published_measure_and_nothing_else(marks, weights):
    scoring = list(weights.items())
    right = set(marks) == set(weights) and all(0 <= points <= 10 for points in marks.values())
    assert (rules.marks_fault(marks, scoring) == "") == right
    if right:
        assert 0 <= rules.total(marks, scoring) <= 10 * sum(weights.values())


def test_lists_cost_the_same_with_one_job_and_with_many(of, django_assert_num_queries):
    for n in range(3):
        offices.published(of, role=f"Job {n}")
    with django_assert_num_queries(1):
        assert len(queries.at(of.body)) == 3

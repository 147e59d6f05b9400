"""A member whom the board takes in: by a resolution that was carried, within the cap, without a seat, for a year at most."""

from datetime import timedelta
from typing import Any

import pytest

from letgo.commons.record.clock import travel
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.resolutions import actions as resolutions
from letgo.decide.boards.vacancies.actions import co_opt


def _asks_in(at: Any, row: Any) -> Any:
    """A vote on taking in one person, by name: a vote on a roof takes in nobody."""
    return resolutions.put(row.items.get().pk, "We ask Person K to join us.", by=at.of.secretary, key=at.key())


def test_the_board_takes_in_a_member_by_a_carried_resolution_and_no_more_than_the_cap(at: Any) -> None:
    of, row = at.of, at.board_meeting(at.of)
    one, other = of.people[8].person, of.people[9].person
    with travel(row.at + timedelta(minutes=40)):
        roof = at.voted(of, at.put(of, row.items.get()), "yes", "yes", "no")
        carried = at.voted(of, _asks_in(at, row), "yes", "yes", "no")
        lost = at.voted(of, _asks_in(at, row), "no", "no", "yes")
        at.terms(of, coopted_most=1)
        for person, resolution, by in (
            (one, lost, of.secretary),
            (one, carried, of.people[9]),
            (one, roof, of.secretary),
        ):
            with pytest.raises(Refused):
                co_opt(of.body.pk, person, "Person K", resolution.pk, by=by, key=at.key())
        made = co_opt(of.body.pk, one, "Person K", carried.pk, months=60, by=of.secretary, key=at.key())
        with pytest.raises(Refused, match="1 members who were not elected"):
            co_opt(of.body.pk, other, "Person L", carried.pk, by=of.secretary, key=at.key())
        at.terms(of, coopted_most=2)
        with pytest.raises(Refused, match="took in a member before"):
            co_opt(of.body.pk, other, "Person K", carried.pk, by=of.secretary, key=at.key())
    assert (made.coopted, made.seat, made.source_kind, made.source_id) == (True, None, "co-option", carried.pk)
    assert (made.end - made.start).days <= 366
    assert made.role.name == "board-member"


def test_whom_the_board_took_in_has_no_vote_on_who_chairs(at: Any) -> None:
    from letgo.commons.places.queries import today
    from letgo.commons.record.refs import Ref
    from letgo.decide.boards.agenda.queries import interested
    from letgo.decide.boards.office_models import Applicant, Appointment
    from letgo.decide.boards.seating import fill

    of, day, line = at.of, today(), at.of.body.line
    usual = {"source": ("co-option", None), "start": day, "end": day + timedelta(days=90), "coopted": True}
    asked_in = fill(of.body, of.people[8].person, name="Person K", by=at.TEST, key=at.key(), **usual)
    for title, out in (("chair", {asked_in.person_id}), ("manager", set())):
        job = {
            "title": title,
            "role": title,
            "words": "Words.",
            "panel": "Two",
            "term_months": 12,
            "review_months": 3,
            "decides": "board",
        }
        post = Appointment.objects.create(body=of.body, targets=[], scoring=[], line=line, **job)
        wants = Applicant.objects.create(appointment=post, name="Person X", words="Words.", line=line)
        on = at.item(of, about=Ref("applicant", wants.pk))
        assert interested(on) == out


def test_who_gets_an_office_back_is_not_approved_a_second_time(at: Any) -> None:
    """An upheld challenge gives a seat back, and a place without one too; whoever approves members has no second veto."""
    from letgo.commons.places.queries import today
    from letgo.commons.record.refs import Ref
    from letgo.decide.boards.giving_back import give_back, why_not
    from letgo.decide.boards.rules import Approver
    from letgo.decide.boards.seating import end, fill

    of, day = at.of, today()
    usual = {"source": ("co-option", None), "start": day, "end": day + timedelta(days=90), "coopted": True}
    asked_in = fill(of.body, of.people[8].person, name="Person K", by=at.TEST, key=at.key(), **usual)
    at.terms(of, approvers=(Approver("The council"),))
    for held in (of.mandates[1], asked_in):
        because = Ref("recall", held.pk)
        left = end(held.pk, "recalled", because=because, by=at.TEST, key=at.key())
        assert not why_not(left)
        give_back(of.body, because, "upheld", by=at.TEST)
        assert of.body.mandates.exclude(state="ended").get(person=held.person_id, title="member").state == "serving"

"""A member whom the board takes in: by a resolution that was carried, within the cap, without a seat, for a year at most."""

from datetime import timedelta
from typing import Any

import pytest

from letgo.commons.record.clock import travel
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.vacancies.actions import co_opt


def test_the_board_takes_in_a_member_by_a_carried_resolution_and_no_more_than_the_cap(at: Any) -> None:
    of, row = at.of, at.board_meeting(at.of)
    one, other = of.people[8].person, of.people[9].person
    with travel(row.at + timedelta(minutes=40)):
        carried = at.voted(of, at.put(of, row.items.get()), "yes", "yes", "no")
        lost = at.voted(of, at.put(of, row.items.get()), "no", "no", "yes")
        at.terms(of, coopted_most=1)
        for person, resolution, by in ((one, lost, of.secretary), (one, carried, of.people[9])):
            with pytest.raises(Refused):
                co_opt(of.body.pk, person, "Person K", resolution.pk, by=by, key=at.key())
        made = co_opt(of.body.pk, one, "Person K", carried.pk, months=60, by=of.secretary, key=at.key())
        with pytest.raises(Refused, match="1 members who were not elected"):
            co_opt(of.body.pk, other, "Person L", carried.pk, by=of.secretary, key=at.key())
        at.terms(of, coopted_most=2)
        with pytest.raises(Refused, match="took in a member before"):
            co_opt(of.body.pk, other, "Person L", carried.pk, by=of.secretary, key=at.key())
    assert (made.coopted, made.seat, made.source_kind, made.source_id) == (True, None, "co-option", carried.pk)
    assert (made.end - made.start).days <= 366
    assert made.role.name == "board-member"

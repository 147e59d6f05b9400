"""Whatever happens to a board, in whatever order: each seat has a holder, or what fills it, with a clock or an election that runs."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from letgo.commons.record.refusals import Refused

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
STEPS = (
    "call-all", "call-one", "names", "nobody", "void", "undo", "resign", "recall-one", "recall-all", "offer-yes", "a-month", "a-half-year",
    "three-years", "excuse", "other-terms",
)  # fmt: skip


class Run:
    """A board through time, by the room's own actions. What the rules refuse does not happen."""

    def __init__(self, made: Any, of: Any) -> None:
        from letgo.commons.record.clock import now

        self.made, self.of, self.at = made, of, now() + 60 * DAY

    def does(self, step: str) -> None:
        from letgo.commons.record.clock import travel

        with travel(self.at):
            try:
                with transaction.atomic():
                    getattr(self, step.replace("-", "_"))()
            except Refused:
                pass
            self.made.tick()
        self.at += DAY
        with travel(self.at):
            self.made.tick()
            self.holds(step)

    def holds(self, after: str) -> None:
        """The invariant."""
        from letgo.decide.boards.models import Seat
        from letgo.decide.boards.owing import clocks
        from letgo.decide.boards.rules import RUNNING

        body = type(self.of.body).objects.get(pk=self.of.body.pk)
        election, owed = body.elections.filter(state__in=RUNNING).first(), clocks(body)
        for seat in Seat.objects.filter(body=body):
            if body.mandates.filter(seat=seat).exclude(state="ended").exists():
                assert not seat.vacancies.exclude(state="filled").exists(), (
                    after,
                    "a seat with a holder is called empty",
                )
                continue
            row = seat.vacancies.exclude(state="filled").get()  # exactly one says what fills it
            if row.state == "open":
                assert row.way == "by-election", (after, "nobody begins to fill a seat")
                assert not (election and seat.number in election.places), after
                assert "boards.by-election" in owed, (after, "an empty seat without a clock")
            elif row.state == "filling":
                asked = row.offered_id is not None and row.offered_until is not None
                assert asked or (election is not None and row.election_id == election.pk), after
                assert asked or seat.number in election.places, after
            else:
                assert row.state == "kept-empty", after
                assert row.mandate.end > self.at.date(), (after, "kept empty beyond its term")
        names = [row.rule.name for row in promises_of(body)]
        assert len(names) == len(set(names)), (after, "two clocks for one duty")

    def _election(self, *states: str) -> Any:
        return self.of.body.elections.filter(state__in=states).order_by("-called").first()

    def call_all(self) -> None:
        self.made.called(self.of, places=[1, 2, 3])

    def call_one(self) -> None:
        self.made.called(self.of, places=[2])

    def names(self) -> None:
        """As many stand as there are seats, and the days for names are over."""
        row = self._election("nominating")
        if row is None:
            return
        sits = set(self.of.body.mandates.exclude(state="ended").values_list("person", flat=True))
        free = [n for n, who in enumerate(self.of.people) if who.person not in sits]
        for number in free[: row.seats]:
            self.made.stand(self.of, row, number)
        self._close(row)

    def nobody(self) -> None:
        if row := self._election("nominating"):
            self._close(row)

    def _close(self, row: Any) -> None:
        self.made.names_closed(row)
        self.at = max(self.at, row.closes)

    def void(self) -> None:
        from letgo.decide.boards.elections import actions

        if row := self._election("nominating", "checking"):
            who = self.of.officer
            from dataclasses import replace

            actions.void_election(row.pk, "A mistake.", by=replace(who, person=row.officer_id), key=self.made.key())

    def undo(self) -> None:
        from letgo.commons.record.refs import Ref
        from letgo.decide.boards import effects

        if row := self._election("filled"):
            effects.seat_undo(Ref("election", row.pk), {})

    def _serving(self) -> list[Any]:
        return list(self.of.body.mandates.filter(state="serving", seat__isnull=False).order_by("seat__number"))

    def resign(self) -> None:
        from letgo.decide.boards.vacancies import actions

        for held in self._serving()[:1]:
            who = next(each for each in self.of.people if each.person == held.person_id)
            actions.resign(held.pk, by=who, key=self.made.key())

    def recall_one(self) -> None:
        self._recalled(self._serving()[-1:])

    def recall_all(self) -> None:
        self._recalled(self._serving())

    def _recalled(self, rows: list[Any]) -> None:
        from letgo.decide.boards.caretaking import end_early
        from tests.world import TEST

        if rows:
            end_early(self.of.body.pk, {held.pk for held in rows}, "recalled", "They go.", by=TEST, key=self.made.key())

    def offer_yes(self) -> None:
        from letgo.decide.boards.vacancies import actions

        if row := self.of.body.vacancies.filter(state="filling", offered__isnull=False).first():
            who = next(each for each in self.of.people if each.person == row.offered.person_id)
            actions.answer_offer(row.pk, True, by=who, key=self.made.key())

    def a_month(self) -> None:
        self.at += 30 * DAY

    def a_half_year(self) -> None:
        self.at += 183 * DAY

    def three_years(self) -> None:
        self.at += 1100 * DAY

    def excuse(self) -> None:
        from letgo.commons.promises import actions
        from letgo.decide.boards.owing import clocks
        from tests.world import TEST

        if row := clocks(self.of.body).get("boards.by-election"):
            actions.excuse(row.pk, "The hall was flooded.", TEST, self.made.key())

    def other_terms(self) -> None:
        self.made.with_terms(self.of, vacancy="by-election")


def promises_of(body: Any) -> list[Any]:
    from letgo.commons.promises.queries import of

    return [row for row in of(body.ref) if not row.closed]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=7))
@example(steps=["call-one", "recall-all", "nobody"])
@example(steps=["call-one", "resign", "void"])
@example(steps=["resign", "offer-yes", "undo"])
@example(steps=["three-years", "names", "undo", "a-month"])
def test_no_seat_is_ever_forgotten(made: Any, elected_board: Any, steps: list[str]) -> None:
    """A whole board recalled while an election for one seat runs was the worst: the other seats had no clock and no election."""
    from copy import deepcopy

    with transaction.atomic():
        run = Run(made, deepcopy(elected_board))
        for step in steps:
            run.does(step)
        transaction.set_rollback(True)

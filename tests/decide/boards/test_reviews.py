"""Someone in office is reviewed by facts that they comment on and never change."""

import pytest
from django.db import DatabaseError, transaction

from letgo.commons.promises.queries import of as promises_about
from letgo.commons.record.clock import travel
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.office_models import Comment, Figure, Review
from letgo.decide.boards.reviews import actions, queries
from tests.decide.boards import offices
from tests.decide.boards.offices import DAY, key

pytestmark = pytest.mark.django_db


def refused(act, *given, **named) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given, **({"key": key()} | named))
    return no.value.sentence


@pytest.fixture
def reviewed(of):
    """A manager, and a moment just after the day of the first review."""
    held, who = offices.manager(of)
    with travel(by=94 * DAY):
        offices.tick()
        yield of, who, Review.objects.get(mandate=held)


def test_the_clock_opens_a_review_with_what_it_counts_itself_once(reviewed):
    _of, _who, row = reviewed
    offices.tick()
    assert Review.objects.count() == 1
    shown = {one.figure.key: one.figure for one in queries.figures(row)}
    assert {"promises-kept", "promises-late", "promises-broken", "meetings-held"} <= set(shown)
    assert all(figure.computed and figure.source for figure in shown.values())
    [owed] = promises_about(row.ref)
    assert (row.state, owed.state, (row.comment_until - row.due).days) == ("facts", "waiting", 7)


def test_the_judged_enters_no_figure_and_edits_none_and_the_board_cannot_either(reviewed):
    of, who, row = reviewed
    inside = offices.replace(who, grants=who.grants | of.members[0].grants)  # also of the board
    for actor in (who, inside):
        assert "never who is reviewed" in refused(
            actions.enter_figure, row.pk, "Empty homes", "7 of 212", "A list", by=actor
        )
    figure = row.figures.first()
    for act in (
        lambda: row.figures.update(value="0"),
        lambda: Figure.objects.filter(pk=figure.pk).delete(),
        lambda: Figure.objects.create(
            review=row, key="x", title="X", value="0", source="me", entered_by_id=who.person, line=row.line
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert "counts that figure itself" in refused(
        actions.enter_figure, row.pk, "Promises broken", "0", "Mine", by=of.members[0]
    )


def test_a_better_figure_comes_after_it_and_both_are_shown_with_what_was_said_beside_them(reviewed):
    of, who, row = reviewed
    first = actions.enter_figure(
        row.pk, "Empty homes", "7 of 212", "Lettings list, 1 October", by=of.members[0], key=key()
    )
    actions.comment(first.pk, "Three of them wait for gas checks.", by=who, key=key())
    actions.enter_figure(row.pk, "Empty homes", "6 of 212", "Lettings list, 3 October", by=of.members[1], key=key())
    shown = next(one for one in queries.figures(row) if one.figure.key == "empty-homes")
    assert (shown.figure.value, [one.value for one in shown.before]) == ("6 of 212", ["7 of 212"])
    assert [one.words for one in shown.comments] == ["Three of them wait for gas checks."]
    for other in (of.members[0], of.secretary, of.people[5]):
        assert "Only who is reviewed" in refused(actions.comment, first.pk, "No.", by=other)
    with pytest.raises(DatabaseError, match="only who is reviewed"), transaction.atomic():
        Comment.objects.create(figure=first, person_id=of.members[0].person, words="No.", line=row.line)
    with pytest.raises(DatabaseError), transaction.atomic():
        first.comments.update(words="Sorry.")


def test_a_review_ends_after_the_comment_or_its_days_and_keeps_the_promise(reviewed):
    of, who, row = reviewed
    refused(actions.end_review, row.pk, "Well done.", by=who)
    assert "can write beside the figures until" in refused(actions.end_review, row.pk, "Fine.", by=of.members[0])
    actions.comment(row.figures.first().pk, "A hard quarter.", by=who, key=key())
    done = actions.end_review(row.pk, "Repairs must be faster.", by=of.members[0], key=key())
    [owed] = promises_about(row.ref)
    assert (done.state, owed.state) == ("done", "kept")
    assert "takes no figures" in refused(actions.enter_figure, row.pk, "Late", "1", "x", by=of.members[0])
    with pytest.raises(DatabaseError, match="takes no more figures"), transaction.atomic():
        Figure.objects.create(
            review=row, key="y", title="Y", value="1", source="s", entered_by_id=of.members[0].person, line=row.line
        )
    with travel(by=91 * DAY):
        offices.tick()
    assert Review.objects.count() == 2


def test_a_silent_review_ends_after_its_days(reviewed):
    of, _who, row = reviewed
    with travel(by=10 * DAY):
        assert actions.end_review(row.pk, "No comment came.", by=of.members[0], key=key()).state == "done"


def test_reading_costs_the_same_with_many_figures(reviewed, django_assert_num_queries):
    of, _, row = reviewed
    for n in range(12):
        actions.enter_figure(row.pk, f"Figure {n}", "1", "A list", by=of.members[0], key=key())
    with django_assert_num_queries(2):
        assert len(queries.figures(row)) >= 16
    with django_assert_num_queries(1):
        queries.at(of.body)
    with django_assert_num_queries(2):
        queries.due(offices.today())


def test_a_review_that_nobody_ends_comes_onto_the_boards_agenda_once_by_the_step_of_its_rule(reviewed):
    """Seven days over its date, by the ladder of the house's pack: open, kept, and without the name of who is reviewed."""
    of, _who, row = reviewed
    [owed] = promises_about(row.ref)
    with travel(owed.due + 6 * DAY):
        assert offices.climb(of) == []
    for days in (8, 9):
        with travel(owed.due + days * DAY):
            [item] = offices.climb(of)
    assert (item.title, item.kept, item.closed) == ("Not kept: Review someone in office", True, False)
    assert (item.about_kind, item.about_id, item.source) == ("promise", owed.pk, "escalation")


def test_a_review_that_was_done_in_time_climbs_nowhere(reviewed):
    of, who, row = reviewed
    actions.comment(row.figures.first().pk, "A hard quarter.", by=who, key=key())
    actions.end_review(row.pk, "Repairs must be faster.", by=of.members[0], key=key())
    with travel(by=60 * DAY):
        assert offices.climb(of) == []

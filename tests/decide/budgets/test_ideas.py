"""Ideas: who can say one, what becomes of each, and that none is ever quietly dropped."""

from datetime import timedelta

import pytest

from letgo.commons.people.models import Person
from letgo.commons.places.queries import today
from letgo.commons.promises.models import Promise
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line, Words
from letgo.commons.record.refusals import Refused
from letgo.decide.budgets import actions, queries
from letgo.decide.budgets.actions import Said
from letgo.decide.budgets.jobs import tick
from letgo.decide.budgets.models import Idea


def test_an_idea_starts_two_clocks_and_its_author_is_nowhere_public(world, opened, made):
    """Someone who lives there says an idea: its cost and its check are owed by a day, and nobody reads who said it."""
    at = opened()
    row = made.said(world, at)
    assert {row.due.rule.name, row.check_due.rule.name} == {"budgets.cost-idea", "budgets.check-idea"}
    lines = Line.objects.filter(about_kind="idea", about_id=row.pk)
    said = str(list(Words.objects.filter(line__in=lines).values_list("body", flat=True)))
    assert str(row.author_id) not in said
    assert "Canary" not in said
    assert lines.get().audience_kind == "public"


@pytest.mark.parametrize("who", ["neighbour", "stranger", "officer", "anyone", "suspended"])
def test_a_resident_of_another_estate_says_nothing_here(world, opened, made, who):
    at = opened()
    with pytest.raises(Refused):
        made.said(world, at, who)


def test_ideas_are_taken_until_the_last_day_and_not_after_it(world, opened, made):
    """Paper, phone and the web have one and the same last day."""
    at = opened()
    with travel(by=timedelta(days=14)):
        assert made.said(world, at).number == 1
        down = actions.write_down(
            at.pk, Said("Trees", "Please.", "outdoors", how="paper"), by=made.by(world, "outreach"), key=made.key()
        )
        assert down.number == 2
    with travel(by=timedelta(days=15)):
        with pytest.raises(Refused):
            made.said(world, at)
        with pytest.raises(Refused):
            actions.write_down(
                at.pk, Said("Bins", "More.", "outdoors", how="stall"), by=made.by(world, "outreach"), key=made.key()
            )


def test_a_stall_logs_who_was_asked_and_never_who_answered(world, opened, made):
    """An outreach worker asks 40 families; three ideas come of it: no row and no line says whose they were."""
    at = opened()
    by = made.by(world, "outreach")
    stall = actions.log_stall(at.pk, "School gate", today(), 40, "families", by=by, key=made.key())
    row = actions.write_down(
        at.pk, Said("Crossing", "Cars are fast.", "safety", how="stall"), by=by, key=made.key(), stall=stall.pk
    )
    assert row.author_id is None
    assert row.asked_by_id == by.person
    assert row.stall_id == stall.pk
    assert stall.asked == 40
    bodies = str(list(Words.objects.values_list("body", flat=True)))
    assert not any(str(person.pk) in bodies for person in Person.objects.all())


def test_saying_it_twice_with_one_key_is_one_idea(world, opened, made):
    at = opened()
    key = made.key()
    said = Said("Benches", "To sit down.", "outdoors")
    one = actions.say(at.pk, said, by=made.by(world, "resident"), key=key)
    two = actions.say(at.pk, said, by=made.by(world, "resident"), key=key)
    assert one.pk == two.pk
    assert Idea.objects.count() == 1
    with pytest.raises(Refused):
        actions.say(at.pk, said, by=made.by(world, "subject"), key=key)


def test_like_ideas_are_shown_before_one_is_saved(world, opened, made):
    at = opened()
    made.said(world, at, title="Benches along the canal", words="Older people need somewhere to sit down.")
    made.said(world, at, title="CCTV in the car park", words="Cars are broken into.")
    found = queries.alike(at, "Seats by the canal path", "Put some benches there so that people can sit down and rest.")
    assert [row.title for row in found] == ["Benches along the canal"]


def test_two_ideas_become_one_only_with_the_yes_of_both_authors(world, opened, made):
    """The first author asks, the second says yes: one goes into the other and can still be read."""
    at = opened()
    one, two = made.said(world, at), made.said(world, at, "subject", "Seats")
    asked = actions.ask_together(one.pk, two.pk, "Both are for sitting.", by=made.by(world, "resident"), key=made.key())
    assert made.fresh(two).state == "said"
    with pytest.raises(Refused):
        actions.answer_together(asked.pk, True, by=made.by(world, "resident"), key=made.key())
    with pytest.raises(Refused):
        actions.answer_together(asked.pk, True, by=made.by(world, "neighbour"), key=made.key())
    actions.answer_together(asked.pk, True, by=made.by(world, "subject"), key=made.key())
    two = made.fresh(two)
    assert (two.state, two.into_id) == ("merged", one.pk)
    assert two.reason
    assert two.due.closed == two.check_due.closed == "cancel"
    assert [part.pk for part in queries.whole(queries.find_idea(one.pk)).parts] == [two.pk]


def test_a_no_leaves_both_ideas_as_they_are(world, opened, made):
    at = opened()
    one, two = made.said(world, at), made.said(world, at, "subject", "Seats")
    asked = actions.ask_together(one.pk, two.pk, by=made.by(world, "resident"), key=made.key())
    actions.answer_together(asked.pk, False, by=made.by(world, "subject"), key=made.key())
    assert {made.fresh(row).state for row in (one, two)} == {"said"}


def test_a_translation_stands_beside_the_original(world, opened, made):
    at = opened()
    row = made.said(world, at)
    actions.translate(row.pk, "so", "Kuraas", "Si loo fariisto.", by=made.by(world, "resident"), key=made.key())
    actions.translate(row.pk, "so", "Kuraasta", "Si loo fariisto meel.", by=made.by(world, "subject"), key=made.key())
    whole = queries.whole(queries.find_idea(row.pk))
    assert [(made_.language, made_.title) for made_ in whole.translations] == [("so", "Kuraasta")]
    assert made.fresh(row).title == "Benches"
    with pytest.raises(Refused):
        actions.translate(row.pk, "en", "Benches", "Again.", by=made.by(world, "resident"), key=made.key())


def test_an_idea_is_taken_back_by_its_author_alone_and_with_reasons(world, opened, made):
    at = opened()
    row = made.said(world, at)
    with pytest.raises(Refused):
        actions.withdraw(row.pk, "I changed my mind.", by=made.by(world, "officer"), key=made.key())
    with pytest.raises(Refused):
        actions.withdraw(row.pk, "  ", by=made.by(world, "resident"), key=made.key())
    row = actions.withdraw(row.pk, "I changed my mind.", by=made.by(world, "resident"), key=made.key())
    assert row.state == "withdrawn"
    assert not Promise.objects.filter(about_id=row.pk, closed="").exists()


def test_no_idea_is_ever_quietly_dropped(world, opened, made):
    """Nobody costs, checks or answers anything: after the last day each idea says why, and stands in the next round at once."""
    under = made.power(world)
    at = opened(power=under)
    waits, ready = made.said(world, at), made.ready(world, at, title="Trees", who="subject")
    costed = made.costed(world, made.said(world, at, title="Bins"))
    with travel(by=timedelta(days=43)):
        tick()
        put = made.put(world, at)
        waits, ready, costed = (made.fresh(row) for row in (waits, ready, costed))
        assert (waits.state, ready.state, costed.state) == ("carried", "on-the-vote", "carried")
        assert "owed" in waits.reason
        assert "checkers" in costed.reason
        assert put.state == "voting"
        assert put.poll.options.count() == 2
    from letgo.decide.budgets.models import Round

    Round.objects.filter(pk=at.pk).update(state="over", line=waits.line)
    again = made.open_round(under.pk, made.opening(world), by=made.by(world, "secretary"), key=made.key())
    assert sorted(again.ideas.values_list("title", "state", "author")) == sorted(
        [("Benches", "said", waits.author_id), ("Bins", "said", costed.author_id)]
    )


def test_every_state_that_waits_has_a_clock_or_a_last_day(world, opened, made):
    """An open idea without a promise that runs, and without a last day for its author, would be forgotten."""
    at = opened()
    made.said(world, at)
    made.costed(world, made.said(world, at))
    disputed = made.costed(world, made.said(world, at))
    made.costing.answer_estimate(disputed.pk, False, "Too dear.", by=made.by(world, "resident"), key=made.key())
    made.appealed(world, at)
    made.refused(world, at)
    for row in Idea.objects.select_related("due", "check_due").filter(
        state__in=["said", "costed", "disputed", "appealed"]
    ):
        running = [due for due in (row.due, row.check_due) if due and not due.closed]
        assert running or row.answer_by, row.state
    assert Idea.objects.get(state="refused").answer_by


@pytest.mark.parametrize("number", [10, 1000])
def test_the_list_of_ideas_costs_the_same_with_10_and_with_1000(world, opened, made, django_assert_num_queries, number):
    at = opened()
    row = made.said(world, at)
    Idea.objects.bulk_create(
        Idea(
            round=at,
            number=n,
            author=row.author,
            said=today(),
            title=f"Idea {n}",
            words="x",
            category="other",
            line=row.line,
        )
        for n in range(2, number + 1)
    )
    with django_assert_num_queries(2):
        found = queries.ideas(at)
    assert (found.total, len(found.rows), found.more) == (number, min(20, number), number > 20)
    assert queries.ideas(at, search="idea 7").rows
    assert queries.ideas(at, category="outdoors").total == 1
    with django_assert_num_queries(9):
        queries.whole(row)


def test_the_database_refuses_to_lose_an_idea_or_to_end_one_without_reasons(world, opened, made):
    from django.db import DatabaseError, transaction

    row = made.said(world, opened())
    other = made.said(world, made.fresh(row.round), "subject")
    with pytest.raises(DatabaseError), transaction.atomic():
        Idea.objects.filter(pk=row.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Idea.objects.filter(pk=row.pk).update(state="refused", line=other.line)
    assert now()

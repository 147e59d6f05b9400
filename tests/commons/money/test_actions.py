import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letgo.commons.money import actions, queries
from letgo.commons.money.models import Approval, Entry, Transfer
from letgo.commons.money.rules import Kind, Standing, Terms, YearEnd
from letgo.commons.record.models import Line
from tests.commons.money.conftest import CAUSE, TEST, refused, someone


def sum_of_all() -> int:
    from letgo.commons.money.models import Pot

    return sum(queries.balance(pot).balance for pot in Pot.objects.all())


def test_a_payment_leaves_one_pot_and_reaches_the_other(money, treasurer, key):
    row = actions.transfer(money.estate, money.outside, 2_500, CAUSE, treasurer, key(), why="Plants")
    assert queries.balance(money.estate) == Standing(paid_in=10_000, paid_out=2_500)
    assert queries.balance(money.outside).balance == -100_000 + 2_500
    assert (row.move, row.line.verb, row.line.about_id) == ("post", "money.transfer", row.pk)
    assert row.line.words.body["for"] == "Plants"
    assert sum_of_all() == 0


def test_what_is_set_aside_is_not_free_and_what_is_over_comes_back(money, treasurer, key):
    held = actions.hold(money.estate, money.outside, 6_000, CAUSE, treasurer, key())
    assert queries.balance(money.estate).available == 4_000
    assert queries.balance(money.estate).balance == 10_000
    actions.capture(held, 5_500, treasurer, key())
    assert queries.balance(money.estate) == Standing(paid_in=10_000, paid_out=5_500, held=0)
    other = actions.hold(money.estate, money.outside, 1_000, CAUSE, treasurer, key())
    actions.release(other, treasurer, key())
    assert queries.balance(money.estate).available == 4_500
    assert sum_of_all() == 0


def test_a_hold_ends_once(money, treasurer, key):
    held = actions.hold(money.estate, money.outside, 6_000, CAUSE, treasurer, key())
    with refused("Only £60 was set aside"):
        actions.capture(held, 6_001, treasurer, key())
    actions.capture(held, 6_000, treasurer, key())
    for again in (actions.capture, actions.release):
        args = (held, 6_000) if again is actions.capture else (held,)
        with refused("used or let go before"):
            again(*args, treasurer, key())


def test_what_was_paid_is_undone_once_and_wholly(money, key):
    officer = someone("officer", money.place)
    treasurer = someone("treasurer", money.board)
    paid = actions.transfer(money.estate, money.outside, 2_500, CAUSE, treasurer, key())
    undone = actions.reverse(paid, treasurer, key())
    assert (undone.debit_id, undone.credit_id, undone.pence) == (money.outside.pk, money.estate.pk, 2_500)
    assert queries.balance(money.estate).available == 10_000
    with refused("undone before"):
        actions.reverse(paid, officer, key())
    with refused("Only money that was paid"):
        actions.reverse(undone, TEST, key())


def test_money_that_was_sent_is_undone_only_when_it_came_back(money, treasurer, key):
    paid = actions.transfer(money.estate, money.outside, 2_500, CAUSE, treasurer, key())
    actions.step(paid, "sent", treasurer, key())
    with refused("sent to the bank"):
        actions.reverse(paid, treasurer, key())
    actions.step(paid, "returned", treasurer, key())
    actions.reverse(paid, treasurer, key())


def test_nobody_takes_back_what_another_pot_was_given(money, treasurer, key):
    given = actions.transfer(money.council, money.estate, 500, CAUSE, TEST, key())
    with refused("do not look after"):
        actions.reverse(given, someone("officer", money.place), key())
    actions.reverse(given, treasurer, key())


@pytest.mark.parametrize("pence", [0, -1, 10**14])
def test_an_amount_that_is_none_is_refused(money, pence, treasurer, key):
    with refused("Nothing would move"):
        actions.transfer(money.estate, money.outside, pence, CAUSE, treasurer, key())


def test_a_pot_never_pays_more_than_is_free(money, treasurer, key):
    actions.hold(money.estate, money.outside, 6_000, CAUSE, treasurer, key())
    with refused("£40 of it is free"):
        actions.transfer(money.estate, money.outside, 4_001, CAUSE, treasurer, key())
    actions.transfer(money.estate, money.outside, 4_000, CAUSE, treasurer, key())
    assert queries.balance(money.estate).available == 0


def test_a_second_click_pays_once_and_another_payment_needs_another_key(money, treasurer):
    once = actions.transfer(money.estate, money.outside, 100, CAUSE, treasurer, "k")
    assert actions.transfer(money.estate, money.outside, 100, CAUSE, treasurer, "k") == once
    assert queries.balance(money.estate).paid_out == 100
    with refused("used for another payment"):
        actions.transfer(money.estate, money.outside, 101, CAUSE, treasurer, "k")
    with refused("used for another payment"):
        actions.hold(money.estate, money.outside, 100, CAUSE, treasurer, "k")


def test_limits_bind_payments_and_not_what_goes_back(money, key):
    officer, treasurer = someone("officer", money.place), someone("treasurer", money.board)
    terms = Terms(most_each=3_000, most_a_year=5_000)
    actions.set_terms(money.estate, terms, officer, key(), officer_at=money.board)
    with refused("at most £30 at a time"):
        actions.transfer(money.estate, money.outside, 3_001, CAUSE, treasurer, key())
    paid = actions.transfer(money.estate, money.outside, 3_000, CAUSE, treasurer, key())
    held = actions.hold(money.estate, money.outside, 1_500, CAUSE, treasurer, key())
    with refused("more than this pot may pay"):
        actions.transfer(money.estate, money.outside, 501, CAUSE, treasurer, key())
    actions.release(held, treasurer, key())
    actions.reverse(paid, treasurer, key())
    actions.transfer(money.estate, money.outside, 3_000, CAUSE, treasurer, key())
    actions.transfer(money.estate, money.council, 7_000, CAUSE, treasurer, key())


def test_who_pays_out_never_sets_their_own_limits(money, treasurer, key):
    for who in (treasurer, someone("treasurer", money.place), someone("board-member", money.board)):
        with refused("cannot set"):
            actions.set_terms(money.estate, Terms(), who, key(), officer_at=money.board)
    own = actions.open_pot(
        "Office", money.place, someone("officer", money.place), key(), terms=Terms(officer="officer")
    )
    with refused("cannot set"):
        actions.set_terms(own, Terms(officer="officer"), someone("officer", money.place), key())


def test_only_who_answers_for_a_pot_moves_its_money(money, key):
    held = actions.hold(money.estate, money.outside, 100, CAUSE, TEST, key())
    strangers = [
        someone("treasurer", money.place), someone("officer", money.place), someone("board-member", money.board),
        someone("secretary", money.board),
    ]  # fmt: skip
    for who in strangers:
        for act in (
            lambda who: actions.transfer(money.estate, money.outside, 100, CAUSE, who, key()),
            lambda who: actions.hold(money.estate, money.outside, 100, CAUSE, who, key()),
            lambda who: actions.capture(held, 100, who, key()),
            lambda who: actions.release(held, who, key()),
            lambda who: actions.step(held, "ordered", who, key()),
        ):
            with refused() as no:
                act(who)
            assert no.value.kind == "not-allowed"


def test_a_large_payment_waits_for_a_second_person(money, key):
    officer, first, second = (
        someone(r, w) for r, w in (("officer", money.place), ("treasurer", money.board), ("treasurer", money.board))
    )
    actions.set_terms(money.estate, Terms(two_people_from=5_000), officer, key(), officer_at=money.board)
    asked = actions.transfer(money.estate, money.outside, 5_000, CAUSE, first, "k", why="Roof")
    assert asked.move == "hold"
    assert queries.balance(money.estate) == Standing(10_000, 0, 5_000)
    assert actions.transfer(money.estate, money.outside, 5_000, CAUSE, first, "k") == asked
    waiting = queries.waiting_for(second)
    assert [row.hold_id for row in waiting] == [asked.pk]
    assert queries.waiting_for(first) == []
    for act in (
        lambda: actions.approve(waiting[0], True, first, key()),
        lambda: actions.capture(asked, 5_000, first, key()),
    ):
        with refused():
            act()
    actions.approve(waiting[0], True, second, key())
    assert queries.balance(money.estate) == Standing(10_000, 5_000, 0)
    with refused("answered before"):
        actions.approve(waiting[0], False, second, key(), reason="No.")


def test_a_second_no_frees_the_money_and_says_why(money, key):
    officer, first, checker = (
        someone("officer", money.place),
        someone("treasurer", money.board),
        someone("outside-checker", money.place),
    )
    actions.set_terms(money.estate, Terms(two_people_from=5_000), officer, key(), officer_at=money.board)
    asked = actions.transfer(money.estate, money.outside, 5_000, CAUSE, first, key())
    with refused("Say why not"):
        actions.approve(queries.approval(asked.pk), False, checker, key())
    actions.approve(queries.approval(asked.pk), False, checker, key(), reason="No quote.")
    assert queries.balance(money.estate) == Standing(10_000, 0, 0)
    assert Approval.objects.get().reason == "No quote."


def test_a_payment_says_how_far_it_came_and_takes_no_step_back(money, treasurer, key):
    held = actions.hold(money.estate, money.outside, 1_000, CAUSE, treasurer, key())
    actions.step(held, "ordered", treasurer, key())
    with refused("only set aside"):
        actions.step(held, "sent", treasurer, key())
    actions.capture(held, 900, treasurer, key())
    for stage in ("sent", "arrived"):
        actions.step(held, stage, treasurer, key())
    with refused("It cannot be ordered next"):
        actions.step(held, "ordered", treasurer, key())
    found, steps = queries.payment(held.pk)
    assert [step.stage for step in steps] == ["ordered", "sent", "arrived"]
    assert (found.pence, found.stage) == (900, "arrived")


def test_a_pot_is_closed_only_when_it_is_empty(money, key):
    officer = someone("officer", money.place)
    with refused("still money"):
        actions.close_pot(money.estate, officer, key())
    actions.give_back(money.estate, CAUSE, officer, key())
    closed = actions.close_pot(money.estate, officer, key())
    assert closed.closed
    with refused("closed"):
        actions.transfer(money.council, money.estate, 100, CAUSE, officer, key())


def test_terms_that_cannot_be_are_refused(money, key):
    for terms in (Terms(most_each=0), Terms(officer=""), Terms(year_end=YearEnd.RETURN), Terms(floor=-(10**14))):
        with refused():
            actions.open_pot("A", money.place, TEST, key(), terms=terms)


@pytest.mark.parametrize("act", ["transfer", "hold", "capture", "release", "reverse"])
def test_a_posting_costs_five_queries(money, treasurer, key, act):
    held = actions.hold(money.estate, money.outside, 100, CAUSE, treasurer, key())
    paid = actions.transfer(money.estate, money.outside, 100, CAUSE, treasurer, key())
    do = {
        "transfer": lambda: actions.transfer(money.estate, money.outside, 100, CAUSE, treasurer, key()),
        "hold": lambda: actions.hold(money.estate, money.outside, 100, CAUSE, treasurer, key()),
        "capture": lambda: actions.capture(held, 50, treasurer, key()),
        "release": lambda: actions.release(held, treasurer, key()),
        "reverse": lambda: actions.reverse(paid, treasurer, key()),
    }
    with CaptureQueriesContext(connection) as caught:
        do[act]()
    assert len(caught) <= 5, [query["sql"][:90] for query in caught]


def test_reading_costs_the_same_however_much_there_is(money, treasurer, key, django_assert_num_queries):
    for many in (1, 30):
        for _ in range(many):
            actions.transfer(money.estate, money.outside, 1, CAUSE, treasurer, key())
        with django_assert_num_queries(1):
            queries.balance(money.estate.pk)
        with django_assert_num_queries(2):
            queries.statement(money.estate.pk)
        with django_assert_num_queries(1):
            queries.of_place(money.place.pk)
        with django_assert_num_queries(1):
            queries.money_bar(money.estate.pk, Standing())


def test_a_statement_goes_from_page_to_page_and_misses_nothing(money, treasurer, key):
    for n in range(45):
        actions.transfer(money.estate, money.outside, n + 1, CAUSE, treasurer, key())
    seen, before = [], None
    while True:
        page = queries.statement(money.estate, before=before)
        seen += [row.number for row in page.rows]
        before = page.older
        if before is None:
            break
    assert seen == list(range(46, 0, -1))
    row = page.rows[0]
    assert row.standing.balance == 10_000 - sum(range(1, row.number))
    assert page.total == 46


def test_the_bar_adds_up_to_the_whole_pot(money, treasurer, key):
    officer = someone("officer", money.place)
    actions.set_terms(money.estate, Terms(two_people_from=3_000), officer, key(), officer_at=money.board)
    paid = actions.transfer(money.estate, money.outside, 1_000, CAUSE, treasurer, key())
    for stage in ("ordered", "sent", "arrived"):
        actions.step(paid, stage, treasurer, key())
    held = actions.hold(money.estate, money.outside, 2_000, CAUSE, treasurer, key())
    actions.step(held, "ordered", treasurer, key())
    actions.transfer(money.estate, money.outside, 3_000, CAUSE, treasurer, key())
    gone = actions.transfer(money.estate, money.outside, 500, CAUSE, treasurer, key())
    actions.reverse(gone, treasurer, key())
    bar = queries.money_bar(money.estate, queries.balance(money.estate))
    assert list(bar.stages.values()) == [3_000, 3_000, 1_000, 1_000]
    assert (bar.waiting, bar.free, bar.whole) == (3_000, 4_000, 10_000)


def test_every_row_has_its_line_and_no_line_names_a_person(money, treasurer, key):
    actions.transfer(money.estate, money.outside, 1_000, CAUSE, treasurer, key())
    assert Transfer.objects.count() == Line.objects.filter(about_kind="transfer").count()
    assert Entry.objects.filter(number__gt=0).count() == 2 * Transfer.objects.count()
    said = str([line.words.body for line in Line.objects.select_related("words")])
    assert str(treasurer.person) not in said
    assert "Canary" not in said


def test_a_persons_pot_is_read_by_that_person_and_who_answers_for_it(money, key):
    from letgo.commons.people.queries import may, visible
    from letgo.commons.people.rules import ANYONE
    from letgo.commons.record.refs import Ref

    owner = someone("resident", money.place)
    pot = actions.open_pot(
        "Canary’s money", money.place, TEST, key(), kind=Kind.PERSON, audience=Ref("person", owner.person),
        terms=Terms(officer="officer"),
    )  # fmt: skip
    paid = actions.transfer(money.council, pot, 100, CAUSE, TEST, key())
    assert (paid.line.audience_kind, paid.line.audience_id) == ("person", owner.person)
    assert queries.title(pot) == "A person’s own money"
    from letgo.commons.money.models import Pot

    everyone = {
        owner: True,
        someone("officer", money.place): True,
        someone("treasurer", money.board): False,
        ANYONE: False,
    }
    for who, reads in everyone.items():
        assert may(who, "money.read", pot) is reads
        assert visible(who, "money.read", Pot.objects.filter(pk=pot.pk)).exists() is reads
        assert (pot in [held.pot for held in queries.of_place(money.place.pk, who)]) is reads
    assert pot not in [held.pot for held in queries.of_place(money.place.pk)]


def test_what_one_person_sets_aside_is_not_used_without_the_second(money, key):
    officer, first, second = (
        someone(r, w) for r, w in (("officer", money.place), ("treasurer", money.board), ("treasurer", money.board))
    )
    actions.set_terms(money.estate, Terms(two_people_from=5_000), officer, key(), officer_at=money.board)
    held = actions.hold(money.estate, money.outside, 5_000, CAUSE, first, key())
    with refused("second person must answer"):
        actions.capture(held, 5_000, first, key())
    actions.approve(held.approval, True, second, key())
    assert queries.balance(money.estate) == Standing(10_000, 0, 5_000)
    actions.capture(held, 4_000, first, key())
    assert queries.balance(money.estate) == Standing(10_000, 4_000, 0)


def test_nobody_makes_themselves_the_one_who_pays_out(money, key):
    keeper = someone("board-member", money.board)
    own = actions.open_pot("Board", money.board, TEST, key(), terms=Terms(two_people_from=100))
    with refused("cannot set"):
        actions.set_terms(own, Terms(officer="board-member"), keeper, key())
    own.refresh_from_db()
    assert own.officer == "treasurer"
    actions.set_terms(own, Terms(two_people_from=200), keeper, key())

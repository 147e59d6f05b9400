"""What goes straight to the driver does what Django's own way does: all or nothing, the same errors, and the same rows."""

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from letgo.commons.record.briefly import briefly, fetch

PUT = "INSERT INTO probe (number, said) VALUES (%s, %s)"


@pytest.fixture
def probe(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE probe (number integer PRIMARY KEY, said text NOT NULL)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS probe")  # it goes with a lost connection


@pytest.fixture(params=["straight", "watched", "inside another"])
def way(request, probe):
    if request.param == "straight":
        yield request.param
    elif request.param == "watched":
        with CaptureQueriesContext(connection):
            yield request.param
    else:
        with transaction.atomic():
            yield request.param


def found() -> list[tuple[int, str]]:
    return fetch(connection, "SELECT number, said FROM probe WHERE number > %s ORDER BY number", (0,))


def test_all_is_kept(way):
    briefly((PUT, (1, "50% of it")), (PUT, (2, "?")))
    assert found() == [(1, "50% of it"), (2, "?")]


def test_or_nothing_is_and_the_next_one_goes_on(way):
    with pytest.raises(IntegrityError):  # Django's own kind of error
        briefly((PUT, (1, "first")), (PUT, (1, "again")))
    assert found() == []
    briefly((PUT, (3, "whole")))
    assert found() == [(3, "whole")]


@pytest.mark.parametrize("wrong", [ZeroDivisionError, KeyboardInterrupt])
def test_what_is_found_when_it_is_our_turn_ends_it(way, wrong):
    def stop() -> None:
        raise wrong

    with pytest.raises(wrong):
        briefly((PUT, (1, "late")), at_our_turn=stop)
    briefly((PUT, (2, "in time")), at_our_turn=lambda: None)
    assert found() == [(2, "in time")]


def test_what_is_around_it_takes_it_back(probe):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        briefly((PUT, (1, "a")))
        raise ZeroDivisionError
    assert found() == []


def test_queries_are_counted_where_somebody_counts(probe, django_assert_num_queries):
    with django_assert_num_queries(1):
        found()


def test_no_question_is_asked_in_a_broken_transaction(probe):
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            found()


def test_after_a_lost_connection_the_next_one_is_whole(probe):
    with pytest.raises(Error):
        briefly((PUT, (1, "a")), at_our_turn=lambda: connection.connection.close())
    connection.close_if_unusable_or_obsolete()
    briefly(("SELECT 1", ()))
    assert fetch(connection, "SELECT 1", ()) == [(1,)]

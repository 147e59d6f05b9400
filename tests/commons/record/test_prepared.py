"""A prepared query finds what the plain one finds, and no value of one asking is seen in another."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Q

from letgo.commons.places.models import Place
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.prepared import prepared
from tests.world import make

pytestmark = pytest.mark.django_db


@prepared
def lines_of(about, since, verbs, audience, size=5):
    rows = (
        Line.objects.filter(about_id=about, at__gte=since, verb__in=verbs).select_related("words").order_by("at", "pk")
    )
    return (rows if audience is None else rows.filter(audience_kind=audience))[:size]


@prepared
def below(lineage, text):
    return Place.objects.filter(Q(lineage__startswith=lineage) | Q(name=text)).order_by("pk").values_list("pk", "name")


@pytest.fixture
def world(db):
    return make()


@pytest.fixture
def lines(world):
    return list(Line.objects.order_by("at", "pk"))


def test_each_value_comes_in_anew(lines, django_assert_num_queries):
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    for line in lines[:5]:
        for since in (long_ago, line.at, now() + timedelta(days=1)):
            for verbs in ([line.verb], ["no.such-verb"], [line.verb, "no.such-verb"], []):
                for audience in (None, "public", "person"):
                    with django_assert_num_queries(1 if verbs else 0):
                        found = lines_of(line.about_id, since, verbs, audience)
                    assert found == list(lines_of.__wrapped__(line.about_id, since, verbs, audience))


def test_the_same_row_comes_with_what_was_joined(lines, django_assert_num_queries):
    line = next(line for line in lines if hasattr(line, "words"))
    found = lines_of(line.about_id, line.at, [line.verb], None)
    with django_assert_num_queries(0):
        assert line.words.body in [each.words.body for each in found if hasattr(each, "words")]


def test_a_text_with_signs_of_a_pattern_is_a_text(world):
    here = world.places["here"]
    for text in (here.lineage, here.lineage[:-3], "%", "_", "/%", "\\", "'", "/", ""):
        assert below(text, "Tansy Row") == list(below.__wrapped__(text, "Tansy Row"))


def test_nothing_is_kept_of_an_answer(world):
    name = f"Canary {uuid4()}"
    assert name not in [found for _, found in below("/", "")]
    Place.objects.filter(pk=world.places["here"].pk).update(name=name, line=Line.objects.order_by("-at").first())
    assert name in [found for _, found in below("/", "")]


def test_a_query_that_looks_at_a_value_cannot_be_made(world):
    @prepared
    def peeks(name):
        return Place.objects.filter(name=name) if name == "Tansy Row" else Place.objects.none()

    @prepared
    def writes(name):
        return Place.objects.filter(name=f"{name}!")

    @prepared
    def splits(lineage):
        return Place.objects.filter(pk__in=lineage.split("/"))

    for ask in (peeks, writes):
        with pytest.raises(TypeError, match="without its values"):
            ask("Tansy Row")
    with pytest.raises(AttributeError):
        splits("/a/b/")


def test_another_thread_asks_by_its_own_connection(world):
    below("/", "")
    used = []

    def ask():
        with connection.execute_wrapper(lambda execute, *rest: used.append(connection.alias) or execute(*rest)):
            try:
                below("/", "")
            finally:
                connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert used

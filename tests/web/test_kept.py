"""What is the same for all is kept for a few seconds, and nothing else is."""

from datetime import timedelta
from inspect import signature
from uuid import uuid4

import pytest

from letgo.commons.record import clock
from tests.world import TEST, WHO


@pytest.fixture
def world(db, settings):
    from letgo.web.ui import kept
    from tests.world import make

    settings.LETGO_PAGE_SECONDS = 10
    kept._pages.clear()
    yield make()
    kept._pages.clear()


def rename(world, name: str) -> None:
    from letgo.commons.places import actions

    actions.rename_place(world.places["here"], name, world.actor("administrator"), name * 8)


def home(world, who: str, client=None) -> str:
    response = (client or world.client(who)).get(f"/place/{world.places['here'].slug}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("who", ["anyone", "resident", "administrator"])
def test_what_is_seen_is_ten_seconds_old_at_most(world, who):
    assert "Tansy Row" in home(world, who)
    rename(world, "Foxglove Row")
    assert "Foxglove Row" not in home(world, who)
    with clock.travel(by=timedelta(seconds=11)):
        assert "Foxglove Row" in home(world, who)
        assert "Tansy Row" not in home(world, who)


@pytest.mark.parametrize("who", ["anyone", "resident", "administrator"])
def test_whoever_sent_a_form_sees_at_once_what_is(world, who):
    client = world.client(who)
    home(world, who)
    home(world, who, client)
    rename(world, "Foxglove Row")
    sent = client.post("/sign-in", {"form_key": "k" * 22})
    assert (sent.cookies["letgo-sent"]["max-age"], sent.cookies["letgo-sent"]["httponly"]) == (10, True)
    assert "Foxglove Row" in home(world, who, client)


def test_what_they_made_anew_is_for_everybody(world):
    home(world, "neighbour")
    rename(world, "Foxglove Row")
    client = world.client("resident")
    client.post("/sign-in", {"form_key": "k" * 22})
    home(world, "resident", client)
    assert "Foxglove Row" in home(world, "neighbour")


def test_a_form_asks_for_nothing_where_nothing_is_kept(world, settings):
    settings.LETGO_PAGE_SECONDS = 0
    assert "letgo-sent" not in world.client("anyone").post("/sign-in", {"form_key": "k" * 22}).cookies
    home(world, "resident")
    rename(world, "Foxglove Row")
    assert "Foxglove Row" in home(world, "resident")


def test_what_someone_saw_signed_in_is_never_kept_for_a_stranger(world):
    assert "Sign out" in home(world, "resident")
    said = home(world, "anyone")
    assert "Sign out" not in said
    assert "Sign in" in said


@pytest.fixture
def secrets(world) -> list[str]:
    """Promises at the place that only some may read, by canary names; and one that all may read, last."""
    from letgo.commons.promises import actions
    from letgo.commons.promises.models import Promise
    from letgo.commons.record.clock import now
    from letgo.commons.record.refs import PUBLIC, Ref
    from tests.commons.promises.made import bring_in, rule

    here = world.places["here"]
    audiences = [
        Ref("person", world.person("resident").pk),
        Ref("organisation", world.board.pk),
        Ref("place", here.pk),
        PUBLIC,
    ]
    for number, audience in enumerate(audiences):
        name = f"test.secret-{number}"
        bring_in(rule("2 working days", name=name, title=f"Canary promise {number}"), pack=f"secret-{number}")
        actions.promise(Ref("home", uuid4()), name, now(), Ref("place", here.pk), TEST, uuid4().hex, audience=audience)
    assert Promise.objects.filter(place=here).count() == len(audiences)
    return [f"Canary promise {number}" for number in range(len(audiences))]


@pytest.mark.parametrize("who", WHO)
def test_a_kept_part_holds_nothing_that_not_all_may_read_whoever_asked_first(world, secrets, who):
    from letgo.web.ui import kept

    said = home(world, who)
    assert [word for word in secrets if word in said] == secrets[-1:]
    first = {key: thing.says for key, (_, thing) in kept._pages.items() if hasattr(thing, "says")}
    assert len(first) == 1
    kept._pages.clear()
    home(world, "resident")
    assert {key: thing.says for key, (_, thing) in kept._pages.items()} == first


def test_what_makes_a_kept_part_is_not_told_who_asks():
    from letgo.web.pages import place

    assert list(signature(place.home_of.__wrapped__).parameters) == ["slug"]


def test_a_kept_page_is_as_safe_as_a_fresh_one(world, client):
    address = f"/place/{world.places['here'].slug}"
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    assert dict(first.headers) == dict(second.headers)


def test_a_page_that_is_not_there_is_not_kept(world, client):
    for asking in (client, world.client("resident")):
        assert asking.get("/place/nowhere").status_code == 404
        assert asking.get("/place/nowhere").status_code == 404


def test_who_is_signed_in_pays_one_query_for_a_kept_home(world, django_assert_num_queries):
    home(world, "neighbour")
    client = world.client("resident")
    with django_assert_num_queries(1):
        home(world, "resident", client)


def test_what_stands_on_every_page_is_made_for_its_own_words_only(world):
    """The bar at the top is made once for the same words: another place, another person, another page has its own."""
    for _ in range(2):
        for who, own in (("anyone", "Sign in"), ("resident", "My page")):
            for place in ("here", "there"):
                said = world.client(who).get(f"/place/{world.places[place].slug}/powers").content.decode()
                assert own in said
                assert f"/place/{world.places[place].slug}/demands" in said

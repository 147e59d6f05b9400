"""A page that is the same for all is kept for a few seconds, for strangers only."""

from datetime import timedelta

import pytest

from letgo.commons.record import clock


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


def home(world, who: str) -> str:
    response = world.client(who).get(f"/place/{world.places['here'].slug}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_may_see_what_is_ten_seconds_old_and_no_older(world):
    assert "Tansy Row" in home(world, "anyone")
    rename(world, "Foxglove Row")
    assert "Foxglove Row" not in home(world, "anyone")
    with clock.travel(by=timedelta(seconds=11)):
        assert "Foxglove Row" in home(world, "anyone")


def test_whoever_is_signed_in_sees_what_is(world):
    home(world, "anyone")
    rename(world, "Foxglove Row")
    for who in ("resident", "administrator"):
        assert "Foxglove Row" in home(world, who)


def test_what_someone_saw_signed_in_is_never_kept_for_a_stranger(world):
    assert "Sign out" in home(world, "resident")
    said = home(world, "anyone")
    assert "Sign out" not in said
    assert "Sign in" in said


def test_a_kept_page_is_as_safe_as_a_fresh_one(world, client):
    address = f"/place/{world.places['here'].slug}"
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    assert dict(first.headers) == dict(second.headers)


def test_a_page_that_is_not_there_is_not_kept(world, client):
    assert client.get("/place/nowhere").status_code == 404
    assert client.get("/place/nowhere").status_code == 404

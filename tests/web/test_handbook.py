"""The handbook's page of a room names every page that the room has, by its address."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from letgo.commons.people.queries import policies

HANDBOOK = Path(__file__).resolve().parents[2] / "docs" / "handbook"
NOBODYS = ("pages.mine", "pages.read")  # of all rooms
ROOMS = ("boards", "money", "places", "powers", "promises", "record")


def shape(address: str) -> str:
    """An address with what changes in it left open: /place/*/money."""
    return "/" + re.sub(r"<[^>]*>", "*", address.strip("/"))


def pages(room: str) -> set[str]:
    """The addresses of a room's pages."""
    found = get_resolver().url_patterns
    rooms = [one for one in found if f"letgo.web.{room}.urls" in str(getattr(one, "urlconf_name", ""))]
    return {shape(str(page.pattern)) for one in rooms for page in one.url_patterns}


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_of_a_room_is_named_in_its_handbook(room):
    text = (HANDBOOK / f"{room}.md").read_text(encoding="utf-8")
    named = {shape(address) for address in re.findall(r"`(/[^`\s?]*)[^`]*`", text)}
    assert pages(room), room
    assert sorted(pages(room) - named) == []


def test_every_verb_that_is_asked_about_stands_in_its_rooms_handbook():
    missing = [verb for verb in policies() if verb not in NOBODYS and f"`{verb}`" not in page_of(verb.split(".")[0])]
    assert missing == []


def page_of(room: str) -> str:
    """A room's page of the handbook."""
    return (HANDBOOK / f"{room}.md").read_text(encoding="utf-8")

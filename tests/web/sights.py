"""Every page of the house as somebody sees it: the table of addresses walked with a made-up world, for checks that hold for all of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from tests.web.addresses import everything
from tests.world import World

TABLE = everything()
PAGES = sorted(name for name, address in TABLE.items() if "GET" in address.verbs and address.lets_in("GET"))
FORMS = sorted(name for name, address in TABLE.items() if "POST" in address.verbs and address.lets_in("POST"))
# Whose eyes: a page may show more to who may do more. Who stands first sees most.
EYES = ("officer", "secretary", "administrator", "resident", "safeguarding", "treasurer", "anyone")


@dataclass(frozen=True)
class Sight:
    """An address of the table, and who looks at it."""

    name: str
    who: str
    at: str


def eyes(name: str, method: str = "GET") -> list[str]:
    """Who of EYES may look at it, else whoever may."""
    allowed = TABLE[name].lets_in(method)
    return [who for who in EYES if who in allowed] or sorted(allowed)[:1]


def sights(name: str, world: World, most: int = len(EYES), method: str = "GET") -> Iterator[Sight]:
    """The address made once, as each of at most `most` people sees it."""
    needs = TABLE[name].needs
    at = reverse(name, kwargs=dict(needs(world)) if needs else {})
    for who in eyes(name, method)[:most]:
        yield Sight(name, who, at)


def is_page(response: HttpResponse) -> bool:
    """A whole page, not a file, a feed or a way on."""
    return response.headers.get("Content-Type", "").startswith("text/html") and response.status_code not in (302, 303)

"""`python -m bench.budgets_run`: a round with 1,000 ideas in an installation of its own (LETGO_HOME, a fresh one).

Its first line says how many SQL queries each page sends, as JSON. Then, for each line that comes in, one line: the processor seconds
of each page and of a plain Django list of 20 rows from the same table.
"""

import json
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

from letgo.house.databases import use_sound_sqlite


def main() -> int:
    """Build, count, answer."""
    use_sound_sqlite()
    from letgo.house.serving import migrate

    migrate(quiet=True)
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    settings.ALLOWED_HOSTS = ["testserver"]
    world, at = _built()
    queries: dict[str, int] = {}
    asked: dict[str, Callable[[], Any]] = {}
    for number in (10, 1000):
        _fill(at, number)
        for name, page in (("list of ideas", "ideas"), ("result page", "round-result")):
            address = reverse(page, kwargs={"in_round": at.pk})
            for who in ("anyone", "resident"):
                client = world.client(who)
                words = f"{name}, {who}"
                asked[f"{words}, {number} ideas"] = lambda client=client, address=address: client.get(address)
                with CaptureQueriesContext(connection) as sent:
                    assert client.get(address).status_code == 200
                queries[f"{words}, {number} ideas"] = len(sent)
    print(json.dumps(queries), flush=True)
    pages = {words: ask for words, ask in asked.items() if "1000" in words} | {"plain": _plain(settings)}
    for _ in sys.stdin:
        print(json.dumps({words: _timed(ask) for words, ask in pages.items()}), flush=True)
    return 0


def _built() -> tuple[Any, Any]:
    from tests.decide.budgets import made
    from tests.world import make

    world = make()
    return world, made.funded(world)


def _fill(at: Any, number: int) -> None:
    from letgo.commons.places.queries import today
    from letgo.decide.budgets.models import Idea

    row, there = at.ideas.first(), at.ideas.count()
    Idea.objects.bulk_create(
        Idea(
            round=at, number=n, author=row.author, said=today(), title=f"Idea {n}", words="Somewhere to sit " * 9, category="other",
            line=row.line,
        )
        for n in range(there + 1, number + 1)
    )  # fmt: skip


def _plain(settings: Any) -> Callable[[], Any]:
    """A view as the tutorial writes it: 20 rows, a template, one query."""
    from types import ModuleType

    from django.http import HttpResponse
    from django.template import Context, Engine
    from django.test import Client, override_settings
    from django.urls import path

    from letgo.decide.budgets.models import Idea

    page = Engine().from_string(
        "<!DOCTYPE html><title>Ideas</title><h1>Ideas</h1><ul>{% for row in rows %}"
        '<li><a href="/idea/{{ row.pk }}">{{ row.title }}</a> {{ row.words }}</li>{% endfor %}</ul>'
    )

    def listed(request: Any) -> HttpResponse:
        return HttpResponse(page.render(Context({"rows": Idea.objects.order_by("-number")[:20]})))

    def choose(answer: Any) -> Any:
        def chosen(request: Any) -> Any:
            request.urlconf = "plain_urls"
            return answer(request)

        return chosen

    urls = ModuleType("plain_urls")
    urls.urlpatterns, urls.choose = [path("plain", listed)], choose  # type: ignore[attr-defined]
    sys.modules["plain_urls"] = urls
    client = Client()
    with override_settings(MIDDLEWARE=["django.middleware.common.CommonMiddleware", "plain_urls.choose"]):
        client.get("/plain")  # its handler is loaded with these, and keeps them
    return lambda: client.get("/plain")


def _timed(ask: Callable[[], Any]) -> float:
    began = process_time()
    assert ask().status_code == 200
    return process_time() - began


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench.pages_run`: pages of an installation of its own (LETGO_HOME, a fresh one) with the made-up town.

Its first line says what was built and counted, as JSON. Then, for each name of a page that comes in, one line: the processor seconds of
the whole request and of rendering alone what its view hands to the template.
"""

import gzip
import json
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

from letgo.house.databases import use_sound_sqlite

HOME, MINE = "/place/tansy-row", "/me"


def main() -> int:
    """Build, count, answer."""
    use_sound_sqlite()
    from letgo.house.serving import migrate

    migrate(quiet=True)
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from letgo.house.town import building
    from letgo.web.pages import mine, place

    began = process_time()
    building.build(settings.LETGO_HOME)
    town = process_time() - began
    connection.close()  # as a server begins: what built the town is not what serves it
    settings.ALLOWED_HOSTS = ["testserver"]
    secret = _resident()
    anyone, resident, sent = Client(), Client(), Client()
    resident.cookies["letgo"] = sent.cookies["letgo"] = secret
    sent.cookies["letgo-sent"] = "1"  # a form was just sent: nothing that is kept is handed out
    pages = {
        "anyone": Page(anyone, HOME, place),
        "resident": Page(resident, HOME, place),
        "anew": Page(sent, HOME, place),
        "mine": Page(resident, MINE, mine),
    }
    queries = {name: page.queries for name, page in pages.items()}
    packed = len(gzip.compress(Client().get(HOME).content)) / 1000
    print(json.dumps({"town": town, "kB": packed, "queries": queries}), flush=True)
    for name in sys.stdin:
        print(json.dumps(pages[name.strip()].seconds()), flush=True)
    return 0


class Page:
    """An address, who asks for it, and what its view handed to its template the first time."""

    def __init__(self, client: Any, address: str, module: Any):
        from django.db import connection
        from django.template.loader import get_template

        kept, asked, render = [], [], module.render

        def keep(request: Any, template: str, shown: dict) -> Any:
            kept.append((request, template, shown))
            return render(request, template, shown)

        def count(execute: Any, sql: str, *rest: Any) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        module.render = keep
        with connection.execute_wrapper(count):
            _whole(client, address)
        module.render = render
        self.queries = len(asked)
        self.ask = lambda: _whole(client, address)
        request, template, shown = kept[0] if kept else (None, "", {})
        self.render = (lambda: get_template(template).render(shown, request)) if kept else None

    def seconds(self) -> dict[str, float]:
        """{"whole", "bare"}; no "bare" where the page was kept already when it was first asked for."""
        found = {"whole": _timed(self.ask)}
        return found | ({"bare": _timed(self.render)} if self.render else {})


def _resident() -> str:
    from letgo.commons.door.actions import open_session
    from letgo.house.town.links import _person

    person = _person("", "Tansy Row")
    assert person is not None
    return open_session(person.pk, "bench", "bench", key="bench")[1]


def _whole(client: Any, address: str) -> None:
    assert client.get(address).status_code == 200


def _timed(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


if __name__ == "__main__":
    sys.exit(main())

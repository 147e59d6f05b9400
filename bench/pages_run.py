"""`python -m bench.pages_run`: pages measured in an installation of its own (LETGO_HOME, a fresh one) with the made-up town. Prints JSON."""

import gzip
import json
import sys
from time import process_time

from letgo.house.databases import use_sound_sqlite

TIMES = 30


def main() -> int:
    """Build, measure, print."""
    use_sound_sqlite()
    from letgo.house.serving import migrate

    migrate(quiet=True)
    from django.conf import settings
    from django.test import Client

    from letgo.house.town import building
    from letgo.web.pages import mine, place

    began = process_time()
    building.build(settings.LETGO_HOME)
    found: dict = {"town": process_time() - began}
    settings.ALLOWED_HOSTS = ["testserver"]
    secret = _resident()
    resident = Client()
    resident.cookies["letgo"] = secret
    found["anyone"] = _measure(Client(), "/place/tansy-row", place) | {"most": 8}
    found["resident"] = _measure(resident, "/place/tansy-row", place) | {"most": 8}
    found["mine"] = _measure(resident, "/me", mine) | {"most": 15}
    found["kB"] = len(gzip.compress(Client().get("/place/tansy-row").content)) / 1000
    print(json.dumps(found))
    return 0


def _resident() -> str:
    from letgo.commons.door.actions import open_session
    from letgo.house.town.links import _person

    person = _person("", "Tansy Row")
    assert person is not None
    return open_session(person.pk, "bench", "bench", key="bench")[1]


def _measure(client, address: str, module) -> dict:
    """Least processor seconds of the whole request, and of rendering alone what its view hands to the template, in turns."""
    from django.db import connection
    from django.template.loader import get_template

    kept, asked, render = [], [], module.render

    def keep(request, template, shown):
        kept.append((request, template, shown))
        return render(request, template, shown)

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    module.render = keep
    with connection.execute_wrapper(count):
        assert client.get(address).status_code == 200
    module.render = render
    request, name, shown = kept[0]
    template = get_template(name)
    whole = bare = float("inf")
    for _ in range(TIMES):
        whole = min(whole, _timed(lambda: client.get(address)))
        bare = min(bare, _timed(lambda: template.render(shown, request)))
    return {"whole": whole, "bare": bare, "queries": len(asked)}


def _timed(work) -> float:
    began = process_time()
    work()
    return process_time() - began


if __name__ == "__main__":
    sys.exit(main())

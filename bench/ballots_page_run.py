"""`python -m bench.ballots_page_run cpu TIMES` and `... crowd VOTERS PORT`: voting on pages, in the installation of LETGO_HOME that
bench.ballots_run made. Prints JSON.

`cpu`: processor seconds of the whole request that puts a vote into the box, and of actions.cast alone, in turns, the least of each.
`crowd`: so many people at once, each opens the paper, checks, and votes, against the server on that port.
"""

import http.client
import json
import re
import sys
import threading
from statistics import median
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode

from letgo.house.databases import use_sound_sqlite

KEY = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="([^"]+)"')


def main() -> int:
    """One of the two."""
    use_sound_sqlite()
    import django

    django.setup()
    words = list(map(int, sys.argv[2:]))
    print(json.dumps(cpu(*words) if sys.argv[1] == "cpu" else crowd(*words)))
    return 0


def _voters(many: int) -> tuple[Any, list[tuple[Any, str]]]:
    """The open vote, and so many of its list, each with a session."""
    from letgo.commons.door.actions import open_session
    from letgo.decide.ballots.models import Poll

    poll = Poll.objects.select_related("place").get()
    people = list(poll.roll.order_by("number").values_list("person", flat=True)[:many])
    return poll, [(person, open_session(person, "bench", "bench", key=f"bench-{person}")[1]) for person in people]


def cpu(times: int) -> dict[str, float]:
    """{"whole", "cast"} in processor seconds, and the SQL queries of the page with the paper."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from letgo.commons.places.queries import actor_of
    from letgo.decide.ballots import actions

    settings.ALLOWED_HOSTS = ["testserver"]
    poll, voters = _voters(10)
    options = list(poll.options.order_by("number")[:3])
    secret, at = voters[0][1], f"/votes/{poll.pk}/vote"
    client, actor = Client(), actor_of(voters[0][1])
    client.cookies["letgo"] = secret
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        assert client.get(at).status_code == 200
    form = urlencode({"form_key": "k" * 22, "at": "1", "kept": "1,2,3", "go": "send"})
    whole = cast = float("inf")
    for _ in range(times):
        began = process_time()
        answer = client.post(at, form, content_type="application/x-www-form-urlencoded")
        whole = min(whole, process_time() - began)
        assert b"is in the box" in answer.content
        began = process_time()
        actions.cast(poll.pk, [option.pk for option in options], by=actor)
        cast = min(cast, process_time() - began)
    return {"whole": whole, "cast": cast, "queries": len(asked)}


def crowd(many: int, port: int) -> dict[str, float]:
    """What so many people at once wait, and what was lost of their votes."""
    from letgo.decide.ballots.models import OpenBallot

    poll, voters = _voters(many)
    waited: list[float] = []
    errors: list[str] = []
    start = threading.Barrier(many + 1)
    threads = [
        threading.Thread(target=_vote, args=(port, f"/votes/{poll.pk}/vote", secret, start, waited, errors))
        for _, secret in voters
    ]
    for thread in threads:
        thread.start()
    start.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    took = perf_counter() - began
    waited.sort()
    return {
        "requests": len(waited),
        "took": took,
        "middle": median(waited),
        "p99": waited[-(-99 * len(waited) // 100) - 1],
        "errors": len(errors),
        "lost": many - OpenBallot.objects.filter(poll=poll).count(),
    }


def _vote(port: int, at: str, secret: str, start: threading.Barrier, waited: list[float], errors: list[str]) -> None:
    """One person: open the paper, check, vote."""
    start.wait()
    cookie, fields = f"letgo={secret}", ""
    try:
        for given in ("", "at=0&pick=1&pick=3&go=check", "at=1&kept=1%2C3&go=send"):
            began = perf_counter()
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            head = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
            link.request("POST" if given else "GET", at, f"{fields}&{given}" if given else None, head)
            answer = link.getresponse()
            body = answer.read().decode()
            waited.append(perf_counter() - began)
            link.close()
            if answer.status != 200:
                errors.append(f"{answer.status}")
                return
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie" and value.startswith("csrftoken="):
                    cookie = f"letgo={secret}; {value.partition(';')[0]}"
            fields = "&".join(f"{name}={value}" for name, value in KEY.findall(body)[:2])
        if "is in the box" not in body:
            errors.append("not in the box")
    except OSError as error:
        errors.append(str(error))


if __name__ == "__main__":
    sys.exit(main())

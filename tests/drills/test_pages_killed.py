"""kill -9 of the process that answers, at each moment at which the database is about to hear or has heard something of one form:
nothing is half written, and the same form sent again lands once."""

import http.client
import json
import re
import time
from urllib.parse import urlencode, urlsplit

# The product's own server with one process that answers; it dies at the moment whose number stands in the file KILL.
SERVE = """
import os, signal
from pathlib import Path
from django.db.backends.signals import connection_created
from letgo.house import serving
kill, count = Path({kill!r}), 0

def moment():
    global count
    if not kill.exists():
        count = 0
        return
    count += 1
    if count == int(kill.read_text()):
        kill.unlink()
        os.kill(os.getpid(), signal.SIGKILL)

def heard(execute, sql, params, many, context):
    moment()
    return execute(sql, params, many, context)

def opened(connection, **rest):
    connection.execute_wrappers.append(heard)
    commit = connection._commit
    def committed():
        moment()
        commit()
        moment()
    connection._commit = committed

connection_created.connect(opened, weak=False)
serving._gunicorn("127.0.0.1", 0, 1)
"""
LOOK = """
import json
from letgo.commons.people.models import Concern, ConcernWords
from letgo.commons.record.models import Doer, Job, Line, Once, Words
from letgo.commons.record.verifying import verify
from letgo.commons.record.actions import seal_now
seal_now()
lines = Line.objects.filter(verb="people.raise-concern")
print(json.dumps({
    "worries": Concern.objects.count(), "words": ConcernWords.objects.count(), "lines": lines.count(),
    "said": Words.objects.filter(line__in=lines).count(), "did": Doer.objects.filter(line__in=lines).count(),
    "once": Once.objects.filter(verb="people.raise-concern").count(),
    "jobs": Job.objects.filter(name="record.effect").count(), "faults": [text for holds, text in verify() if holds is False],
}))
"""


def test_a_form_whose_process_is_killed_at_any_moment_lands_whole_and_once(installation, tmp_path):
    kill = tmp_path / "kill"
    installation.env["DJANGO_SETTINGS_MODULE"] = "letgo.house.settings"  # the product's own jobs
    server = installation.start(SERVE.format(kill=str(kill)))
    site = urlsplit(_said(server, r"Letgo answers at (\S+)"))
    died = 0
    for number in range(1, 200):
        form, cookie = _form(site, number)
        kill.write_text(str(number))
        answered = _send(site, form, cookie)
        over = kill.exists()  # the form was answered before the moment came
        kill.unlink(missing_ok=True)
        died += not over
        for _ in range(2):  # once more, and once more again, as people do
            assert _again(site, form, cookie) == 200, number
        if over:
            assert answered == 200
            break
    assert died >= 10, "nobody was killed while it mattered"
    found = json.loads(installation.run(LOOK))
    assert found.pop("faults") == []
    assert set(found.values()) == {died + 1}, found


def _form(site, number: int) -> tuple[str, str]:
    """The filled form as a browser sends it, and the cookie that goes with it."""
    answer = _ask(site, "GET", "/worried")
    page = answer.read().decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))
    assert {"csrfmiddlewaretoken", "form_key"} <= set(hidden), hidden
    cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    return urlencode({**hidden, "said": f"A made-up worry, number {number}."}), "; ".join(cookies)


def _send(site, form: str, cookie: str) -> int | None:
    """The status of the last page that a browser would show, None when the line went dead."""
    head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    try:
        answer = _ask(site, "POST", "/worried", form, head)
        answer.read()
        return 200 if answer.status in (200, 302) else answer.status
    except (OSError, http.client.HTTPException):
        return None


def _again(site, form: str, cookie: str) -> int | None:
    """The same, with patience: the next process may still be starting."""
    for _ in range(50):
        if (status := _send(site, form, cookie)) is not None:
            return status
        time.sleep(0.1)
    return None


def _ask(site, method: str, path: str, body: str | None = None, head: dict | None = None) -> http.client.HTTPResponse:
    for last in range(50):
        connection = http.client.HTTPConnection(site.hostname, site.port, timeout=60)
        try:
            connection.request(method, path, body, head or {})
            return connection.getresponse()
        except (OSError, http.client.HTTPException):
            if method != "GET" or last == 49:
                raise
            time.sleep(0.1)
    raise AssertionError


def _said(process, pattern: str) -> str:
    for line in process.stdout:
        if found := re.search(pattern, line):
            return found[1]
    raise AssertionError("the server said nothing")

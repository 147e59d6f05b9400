"""`letgo verify` from an address and of this installation: limits, words and codes."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import DatabaseError

from letgo.commons.record import actions, export
from letgo.commons.record.models import Words
from letgo.engines.sealing import verify as alone
from letgo.house import fetching, verify_cli
from tests.commons.record.made import sealed, written
from tests.database import unguarded


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.LETGO_HOME = tmp_path


@pytest.fixture
def site():
    """A small server of this machine: `site.answers` is path -> (code, headers, body)."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            code, headers, body = self.server.answers.get(self.path, (404, {}, b""))
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.answers = {}
    server.at = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
def test_a_record_at_an_address_is_checked(site, capsys):
    sealed(3, 2)
    site.answers["/all.jsonl"] = (200, {}, b"".join(export.rows()))
    site.answers["/moved"] = (302, {"Location": "/all.jsonl"}, b"")
    assert verify_cli._fetched(f"{site.at}/all.jsonl", True) == 0
    assert verify_cli._fetched(f"{site.at}/moved", True) == 0
    assert capsys.readouterr().out.count("all holds") == 2


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing", "its host answers 404"),
        ("/elsewhere", "it sends us to another host"),
        ("/nothing", "not JSON"),
    ],
)
def test_what_cannot_be_read_from_an_address_gets_one_line_and_code_2(site, capsys, path, words):
    site.answers["/elsewhere"] = (302, {"Location": "http://localhost.example/all.jsonl"}, b"")
    site.answers["/nothing"] = (200, {}, b"")
    assert verify_cli._fetched(site.at + path, True) == 2
    told = capsys.readouterr().err
    assert words in told
    assert len(told.splitlines()) == 1


def test_an_address_that_is_none_or_where_nobody_answers_gets_one_line(capsys):
    for address in ("http://", "http://127.0.0.1:1/x", "https://[::bad/"):
        assert verify_cli._fetched(address, True) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_more_than_the_limit_is_not_read(site, capsys):
    site.answers["/long"] = (200, {}, b'{"format":"letgo.record/1","keys":[]}\n' + b'{"number":0}\n' * 10_000)
    assert alone.check_stream("x", fetching.fetch(f"{site.at}/long", largest=1000)) in (1, 2)
    site.answers["/large"] = (200, {}, b" " * 100_000)
    assert alone.check_stream("x", fetching.fetch(f"{site.at}/large", largest=1000)) == 2
    assert "larger than what is read from an address" in capsys.readouterr().err
    assert alone.check_stream("x", fetching.fetch(f"{site.at}/large", longest=-1)) == 2
    assert "too slowly" in capsys.readouterr().err


@pytest.mark.django_db
def test_this_installation_is_checked_room_by_room_and_what_is_false_is_named():
    lines = sealed(4)
    actions.keep_heads()
    written(1)
    said = list(verify_cli._lines())
    assert ("note: record: 1 lines wait to be sealed: only their words are checked", False) in said
    assert not any(false for _, false in said), said
    with unguarded():
        Words.objects.filter(line=lines[2]).update(body={"what": "another"})
    assert (f"FALSE: record: number 2 (line {lines[2].pk}): what it says was changed", True) in list(
        verify_cli._lines()
    )


def test_a_database_that_does_not_answer_is_code_2(monkeypatch, capsys):
    def broken():
        raise DatabaseError("a canary that must not be told")
        yield

    monkeypatch.setattr("letgo.house.serving.load_django", lambda: None)
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.__init__", lambda self, connection: broken().__next__()
    )
    assert verify_cli._own() == 2
    assert "canary" not in capsys.readouterr().err

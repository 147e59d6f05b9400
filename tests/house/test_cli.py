"""The command: quick to start, plain when something is wrong, and everything stops together."""

import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

LETGO = Path(sys.executable).parent / "letgo"


def letgo(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [LETGO, *words], env={"LETGO_HOME": str(home), **env}, capture_output=True, text=True, timeout=60
    )


def test_counting_does_not_wait_for_django(tmp_path):
    code = "import sys, letgo.house.cli; print([m for m in sys.modules if m.split('.')[0] in ('django', 'jinja2', 'gunicorn', 'psycopg')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_command(tmp_path):
    done = letgo(tmp_path, "--help")
    assert done.returncode == 0
    for command in ("fund", "verify", "serve", "work", "migrate"):
        assert re.search(rf"^ +{command} ", done.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (["serve"], {}),
        (["work"], {}),
        (["serve", "--port", "99999"], {}),
        (["dance"], {}),
        (["serve", "--dance"], {}),
        (["fund"], {}),
        (["fund", "nowhere.pb"], {}),
        (["fund", "nowhere.pb", "--rule", "dance"], {}),
        (["verify", "nowhere.json"], {}),
        (["serve"], {"LETGO_UPLOAD_MB": "lots"}),
        (["serve"], {"LETGO_DATABASE_URL": "mysql://a:b@c/d"}),
        (["serve"], {"LETGO_DATABASE_URL": "postgresql://a:hidden@localhost:1/d"}),
        (["migrate"], {"LETGO_DATABASE_URL": "postgresql://a:hidden@localhost:1/d"}),
    ],
)
def test_what_cannot_be_done_gets_plain_words_and_code_2(tmp_path, words, env):
    done = letgo(tmp_path / "home", *words, **env)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "hidden" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_reader_that_goes_away_gets_no_complaint(tmp_path):
    done = subprocess.run(
        f"{LETGO} --help | true",
        shell=True,
        env={"LETGO_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""


def test_without_a_command_it_says_what_there_is(tmp_path):
    done = letgo(tmp_path)
    assert done.returncode == 2
    assert "Commands:" in done.stderr


def test_a_folder_that_cannot_be_made_gets_plain_words(tmp_path):
    (tmp_path / "file").touch()
    done = letgo(tmp_path / "file" / "home", "migrate")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_said_at_once(serving):
    address, home, _ = serving
    done = letgo(home, "serve", "--port", address.rsplit(":", 1)[1].strip("/"))
    assert done.returncode == 2
    assert "Choose another with --port" in done.stderr


@pytest.fixture
def serving(tmp_path):
    """A whole installation with its worker: its first address, its folder and the process that ctrl-c reaches."""
    process = subprocess.Popen(
        [LETGO, "serve", "--worker", "--migrate", "--port", "0"],
        env={"LETGO_HOME": str(tmp_path / "home"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    line = process.stdout.readline()
    yield line.split()[-1], tmp_path / "home", process
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)
    process.stdout.close()


def test_one_command_serves_pages_and_work_and_stops_both(serving):
    address, _, process = serving
    with urllib.request.urlopen(address, timeout=10) as page:
        assert page.status == 200
    with urllib.request.urlopen(address + "static/letgo/govuk.css", timeout=10) as sheet:
        assert sheet.headers["Content-Type"].startswith("text/css")
    parts = children(process.pid)
    assert len(parts) == 3  # pages, a worker for everything, one that leaves long jobs alone
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(alive(pid) for pid in parts):
        time.sleep(0.05)
    assert not any(alive(pid) for pid in parts)


def test_nobody_else_may_read_what_it_writes(serving):
    _, home, _ = serving
    open_to_others = [path for path in home.rglob("*") if path.stat().st_mode & 0o077]
    assert (home / "letgo.sqlite3").exists()
    assert open_to_others == []


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False

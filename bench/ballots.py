"""Voting: what `ballots.actions.cast` costs beside the least that a durable vote could be, two bare rows in one commit."""

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.claims import Claim, seconds
from bench.elections import ROOT

SECTION = "Voting"
VOTERS = 2_000
ROUNDS = 5
RANKED_BAR = 1.1  # processor time of a ranked vote beside one by approval: the same, but for noise
BARS = {("SQLite", 1): 0.5, ("SQLite", 8): 0.5, ("PostgreSQL", 1): 0.5, ("PostgreSQL", 8): 0.25}


def votes() -> Iterator[Claim]:
    """With 1 and with 8 writers at once, on both databases; PostgreSQL where its programs are there."""
    for database in ("SQLite", "PostgreSQL"):
        with _installation(database) as env:
            if env is None:
                continue
            _run(env, "make", str(VOTERS))
            for writers in (1, 8):
                raw, ours, ratio = _cast(env, writers)
                yield Claim(
                    SECTION,
                    f"votes a second, {database}, {writers} {'writer' if writers == 1 else 'writers at once'}",
                    f"{ours:,.0f}",
                    f"two bare rows in one durable commit: {raw:,.0f}",
                    ratio,
                    BARS[database, writers],
                )
            yield _ranked(env, database)


def _ranked(env: dict[str, str], database: str) -> Claim:
    """What a ranked vote costs beside one by approval, in processor time, in turns."""
    told = json.loads(_run(env, "ranked", str(ROUNDS)))
    marked, ordered = told["approval"], told["scottish-stv"]
    ratio = median(one / other for one, other in zip(ordered, marked, strict=True))
    what = f"processor time of a ranked vote, {database}"
    beside = f"one by approval: {seconds(median(marked))}"
    return Claim(SECTION, what, seconds(median(ordered)), beside, ratio, RANKED_BAR, least=False)


def _cast(env: dict[str, str], writers: int) -> tuple[float, float, float]:
    """(raw transactions a second, votes a second, the middle of the rounds' ratios), all writers together."""
    from bench.ballots_run import SECONDS

    words = [
        [sys.executable, "-m", "bench.ballots_run", "cast", str(n), str(writers), str(ROUNDS)] for n in range(writers)
    ]
    started = [
        subprocess.Popen(word, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for word in words
    ]
    for process in started:
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("a writer of the bench broke")
    start = f"{time.time() + 1}\n"
    for process in started:
        process.stdin.write(start)
        process.stdin.flush()
    found = [json.loads(process.communicate(timeout=300)[0].splitlines()[-1]) for process in started]
    raw, ours = (
        [sum(each) / SECONDS for each in zip(*(one[name] for one in found), strict=True)] for name in ("raw", "ours")
    )
    return median(raw), median(ours), median(mine / theirs for mine, theirs in zip(ours, raw, strict=True))


def _run(env: dict[str, str], *words: str) -> bytes:
    """What it printed last."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.ballots_run", *words], cwd=ROOT, env=env, check=True, capture_output=True
    )
    return done.stdout.splitlines()[-1]


@contextmanager
def _installation(database: str) -> Iterator[dict[str, str] | None]:
    with tempfile.TemporaryDirectory(prefix="letgo-bench-votes-") as home:
        env = {**os.environ, "LETGO_HOME": home, "DJANGO_SETTINGS_MODULE": "letgo.house.settings"}
        env.pop("LETGO_DATABASE_URL", None)
        if database == "SQLite":
            yield env
            return
        tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not tools:
            yield None
            return
        with _cluster(tools[-1]) as url:
            yield {**env, "LETGO_DATABASE_URL": url}


@contextmanager
def _cluster(tools: Path) -> Iterator[str]:
    """A PostgreSQL of its own, as it comes: every commit reaches the disk."""
    folder = Path(tempfile.mkdtemp(prefix="letgo-bench-pg-"))
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None  # it refuses to run as root
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(tool: str, *words: str) -> None:
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        subprocess.run([tools / tool, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL, **as_user)

    data = folder / "data"
    run("initdb", "--pgdata", str(data), "--auth=trust", "--username=letgo", "--encoding=UTF8", "--locale=C.UTF-8")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    run("pg_ctl", "--pgdata", str(data), "--wait", "--log", str(folder / "log"), "--options", options, "start")
    try:
        yield f"postgresql://letgo@/postgres?host={folder}"
    finally:
        run("pg_ctl", "--pgdata", str(data), "--mode=immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

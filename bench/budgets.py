"""Budgets: the list of ideas beside a plain Django list of 20 rows, in turns in one process; and SQL queries with 10 and 1,000 ideas."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.claims import Claim, seconds
from bench.pages import Asked

SECTION = "A round of ideas"
# adhocracy+ spends 143 times a plain list on its list of 160 ideas, and 105 queries (research of 2026-11): the bar is a tenth of that.
BAR = 14.3
MOST = 12
TURNS = 40


def pages() -> Iterator[Claim]:
    """In a process and an installation of their own, on the embedded database."""
    with tempfile.TemporaryDirectory(prefix="letgo-bench-budgets-") as folder:
        home = Path(folder, "home")
        home.mkdir()
        env = {**os.environ, "LETGO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "letgo.house.settings"}
        env.pop("LETGO_DATABASE_URL", None)
        with Asked(["bench.budgets_run"], env) as ours:
            built = ours.answer()
            least: dict[str, float] = {}
            for _ in range(TURNS):
                for what, spent in ours.answer("turn").items():
                    least[what] = min(least.get(what, spent), spent)
    for name, asked in built.items():
        yield Claim(SECTION, f"{name}: SQL queries", str(asked), "", asked, MOST, least=False)
    plain = least.pop("plain")
    for name, spent in least.items():
        beside = f"a plain Django list of 20 rows {seconds(plain)}"
        yield Claim(SECTION, name, seconds(spent), beside, spent / plain, BAR, least=False)

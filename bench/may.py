"""may(): what asking costs after the one query of a request, beside a plain dictionary of functions (no house, no policies, no rows)."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from bench.claims import Claim, seconds
from bench.sidebyside import least

TIMES = 20_000
MOST = 0.05e-3  # seconds a question: issue 3


def claims(folder: Path) -> Iterator[Claim]:
    """Two questions: one about nothing, one about a row, by someone with twenty roles in a tree of places."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "letgo.house.settings")
    os.environ.setdefault("LETGO_HOME", str(folder / "home"))
    import django

    django.setup()
    for what, ours, theirs in _questions():
        spent, peer = least(lambda ours=ours: _each(ours), lambda theirs=theirs: _each(theirs), patience=4)
        shown = f"{seconds(spent)} a question"
        yield Claim("Who may do what", f"may(), {what}", shown, "the bar, 0.05 ms", spent / MOST, 1, least=False)
        beside = f"a dictionary of functions: {seconds(peer)}"
        yield Claim("Who may do what", f"may(), {what}", shown, beside, spent / peer, 20, least=False, kind="aim")


def _questions() -> Iterator[tuple]:
    from uuid import UUID

    from letgo.commons.people.models import Concern
    from letgo.commons.people.queries import may
    from letgo.commons.people.rules import Actor, Grant

    reaches = [f"/{UUID(int=1)}/{UUID(int=n)}/" for n in range(2, 22)]
    actor = Actor(person=UUID(int=99), grants=frozenset(Grant("answerer", reach) for reach in reaches))
    row = Concern(reach=f"{reaches[-1]}{UUID(int=50)}/")
    table = {"pages.read": lambda asked, about: "anyone" in asked, "people.read-concerns": _plainly}
    roles, held = {"anyone"}, [("answerer", reach) for reach in reaches]
    yield "about nothing", lambda: may(actor, "pages.read"), lambda: table["pages.read"](roles, None)
    yield (
        "about a row",
        lambda: may(actor, "people.read-concerns", row),
        lambda: table["people.read-concerns"](held, row.reach),
    )


def _plainly(held: list[tuple[str, str]], lineage: str) -> bool:
    return any(role == "answerer" and lineage.startswith(reach) for role, reach in held)


def _each(ask) -> float:
    """Processor seconds of one question."""
    began = time.process_time()
    for _ in range(TIMES):
        ask()
    return (time.process_time() - began) / TIMES

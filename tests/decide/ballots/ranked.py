"""A board of two that was elected among four, and how such votes are called."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import System
from letgo.decide.ballots import actions
from letgo.decide.ballots.rules import Offered, Terms
from tests.decide.ballots import made

BOARD = System("boards")  # what a room above signs with
PEOPLE = ("Asha", "Bela", "Cyra", "Dilys")
VOTES = (
    *[("Asha", "Bela")] * 5, ("Bela", "Asha"), ("Bela",), ("Cyra", "Dilys"), ("Cyra", "Dilys", "Bela"), ("Dilys",), (),
)  # fmt: skip


@dataclass
class Board:
    """A vote on two seats that is declared, and the estate in which it was held."""

    estate: Any
    poll: Any

    def number(self, name: str) -> int:
        return self.poll.options.get(title=name).number

    def again(self, leaver: str, *kept: str, gone: tuple[str, ...] = (), by: Any = BOARD, **more: Any) -> Any:
        numbers = {"kept": [*map(self.number, kept)], "gone": [*map(self.number, gone)]}
        return actions.count_back(self.poll.pk, self.number(leaver), by=by, **{"key": made.key(), **numbers, **more})


def elected() -> Board:
    estate = made.estate(12)
    return Board(estate, made.through(estate, VOTES, **election(estate)))


def election(estate: Any, *people: str, **more: Any) -> dict[str, Any]:
    terms = {"seats": 2, "vacancy": "countback", **more.pop("terms", {})}
    options = tuple(Offered(name) for name in people or PEOPLE)
    return {"method": "scottish-stv", "options": options, "purse_pence": None, "terms": Terms(**terms), **more}


def refused(words: str, act: Any) -> None:
    with pytest.raises(Refused) as error, transaction.atomic():
        act()
    assert words in str(error.value)


def titles(board: Board, numbers: Any) -> list[str]:
    names = dict(board.poll.options.values_list("number", "title"))
    return [names[number] for number in numbers]

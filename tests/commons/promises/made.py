"""Made-up rules and a calendar for tests: England's holidays of 2024 to 2028, as the holidays package has them."""

from datetime import date
from typing import Any

import holidays

from letgo.commons.promises.rules import Calendar, Length, Rule
from letgo.commons.promises.tables import length_of

YEARS = range(2024, 2029)
ENGLAND = Calendar("GB-ENG", 2024, 2028, dict(holidays.country_holidays("GB", subdiv="ENG", years=YEARS).items()))
CALENDAR = {
    "country": "GB-ENG",
    "first": 2024,
    "last": 2028,
    "zone": "Europe/London",
    "source": "made for tests",
    "days": {day.isoformat(): name for day, name in sorted(ENGLAND.holidays.items())},
}


def rule(within: str | Length, **more: Any) -> Rule:
    """A rule of the house with this length. Lengths may be words."""
    if isinstance(more.get("broken_after"), str):
        more["broken_after"] = length_of("broken_after", more["broken_after"])
    plain = {
        "name": "test.answer",
        "title": "Answer a letter",
        "status": "local",
        "source": "made for tests",
        "read": date(2026, 1, 1),
        "start": "the letter comes",
        "role": "manager",
        "country": "GB-ENG",
        "valid_from": date(2024, 1, 1),
    }
    length = within if isinstance(within, Length) else length_of("within", within)
    return Rule(**{**plain, "within": length, **more})


def bring_in(*written: Rule, pack: str = "made-up") -> dict[str, str]:
    """Put these rules and the calendar into the database, as a pack does."""
    from uuid import uuid4

    from letgo.commons.promises.tables import PackFile, table_of
    from letgo.commons.promises.versions import actions
    from tests.world import TEST

    tables = [{key: value for key, value in table_of(rule).items() if key != "version"} for rule in written]
    file = PackFile(pack, 1, "A pack for tests", CALENDAR, tables, {"roles": {"manager": "caretaker"}})
    return actions.apply_pack(file, None, TEST, uuid4().hex)

"""Words that stand for everything private: names, addresses and codes in tests are made of them, and no log may ever hold one.

Every log record of the whole run is read, in whatever test it is written. A test that plants one on purpose asks for `caged`.
"""

import logging

import pytest

NAME = "Canary"  # every made-up person of tests/world.py is called "Canary ..."
WORDS = (NAME.lower(), "canary@", "cage.example", "7700900")


class Keeper(logging.Handler):
    """Keeps what was logged with a canary in it."""

    def __init__(self) -> None:
        super().__init__(level=0)
        self.escaped: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = self.format(record).lower()
        if record.name.split(".")[0] not in {"hypothesis", "asyncio", "playwright"} and any(
            word in said for word in WORDS
        ):
            self.escaped.append(f"{record.name}: {said[:300]}")


KEEPER = Keeper()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for logger in (logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))):
        if (logger is logging.root or not logger.propagate) and KEEPER not in logger.handlers:
            logger.addHandler(KEEPER)  # each time: a test may set up logging anew


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    escaped, KEEPER.escaped = KEEPER.escaped, []
    if escaped and "caged" not in getattr(item, "fixturenames", ()):
        pytest.fail(f"what is private was logged: {escaped[:3]}", pytrace=False)


@pytest.fixture
def caged() -> list[str]:
    """What was logged so far with a canary in it, for a test that lets one out on purpose."""
    return KEEPER.escaped

"""tests/must_never.toml: by room, each clause "must never" with the tests that hold it.

`--must-never` fails a run in which one of them did not pass.
A listed id without brackets stands for all its parameters.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "must_never.toml"
GOOD, BAD = "passed", "did not pass"


def listed(path: Path = LIST) -> Iterator[tuple[str, str, str]]:
    """(room, clause, test id) for each entry."""
    for room, clauses in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for clause, ids in clauses.items():
            yield from ((room, clause, test) for test in ids)


def unwritten(path: Path = LIST, root: Path = ROOT) -> list[str]:
    """One line for each clause without a test, each id whose file holds no such test, and each that is marked to be left out."""
    faults = []
    for room, clauses in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for clause, ids in clauses.items():
            if not ids:
                faults.append(f"{room}: {clause!r} has no test")
            faults += [f"{room}: {clause!r}: {test} {why}" for test in ids if (why := _wrong(test, root))]
    return faults


def _wrong(test: str, root: Path) -> str:
    name, *inside = test.partition("[")[0].split("::")
    if not inside or not (root / name).is_file():
        return "is in no file that is there"
    body = ast.parse((root / name).read_text(encoding="utf-8")).body
    for part in inside:
        found = next(
            (node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == part), None
        )
        if found is None:
            return "does not exist"
        marks = " ".join(ast.unparse(mark) for mark in found.decorator_list)
        if "skip" in marks or "xfail" in marks:
            return "is marked to be left out"
        body = found.body
    return ""


class Outcomes:
    """What became of each test of this run: kept in the process that starts the workers, which hears of all of them."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed or report.skipped:
            self.seen[report.nodeid] = BAD
        elif report.when == "call":
            self.seen.setdefault(report.nodeid, GOOD)

    def unheld(self, entries: Iterator[tuple[str, str, str]]) -> list[str]:
        """One line for each listed test that was not run, was skipped or failed."""
        return [
            f"{room}: {clause!r}: {test} {state}"
            for room, clause, test in entries
            if (state := self._state(test)) != GOOD
        ]

    def _state(self, test: str) -> str:
        states = {state for node, state in self.seen.items() if node == test or node.startswith(f"{test}[")}
        if not states:
            return "was not run"
        return BAD if BAD in states else GOOD


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--must-never", action="store_true", help="fail unless every test of tests/must_never.toml ran and passed"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--must-never") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Outcomes(), "must-never-outcomes")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    outcomes = session.config.pluginmanager.get_plugin("must-never-outcomes")
    if outcomes and outcomes.unheld(listed()) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    outcomes = config.pluginmanager.get_plugin("must-never-outcomes")
    if outcomes and (lines := outcomes.unheld(listed())):
        terminalreporter.section("must never: not held", red=True)
        for line in lines:
            terminalreporter.line(line)

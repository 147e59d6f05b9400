"""The list of what must never happen is held by tests that exist, run and pass."""

import pytest

from tests import must_never


def test_every_listed_test_exists_and_is_not_left_out():
    assert must_never.unwritten() == []


@pytest.mark.parametrize(
    ("ids", "why"),
    [
        ([], "has no test"),
        (["tests/test_a.py::test_gone"], "does not exist"),
        (["tests/test_b.py::test_held"], "is in no file that is there"),
        (["tests/test_a.py"], "is in no file that is there"),
        (["tests/test_a.py::test_later"], "is marked to be left out"),
        (["tests/test_a.py::TestOne::test_gone"], "does not exist"),
    ],
)
def test_a_clause_that_nothing_holds_is_found(tmp_path, ids, why):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").write_text(
        "import pytest\n\n\ndef test_held():\n    pass\n\n\n@pytest.mark.skipif(True, reason='x')\ndef test_later():\n    pass\n\n\n"
        "class TestOne:\n    def test_in(self):\n        pass\n"
    )
    listed = tmp_path / "list.toml"
    held = ["tests/test_a.py::test_held", "tests/test_a.py::TestOne::test_in"]
    listed.write_text(f'["room"]\n"held" = {held}\n"planted" = {ids}\n')
    faults = must_never.unwritten(listed, tmp_path)
    assert len(faults) == 1
    assert why in faults[0]


class Report:
    def __init__(self, nodeid: str, outcome: str, when: str = "call"):
        self.nodeid, self.when = nodeid, when
        self.failed, self.skipped = outcome == "failed", outcome == "skipped"


def test_a_listed_test_that_was_skipped_or_failed_or_not_run_fails_the_run():
    outcomes = must_never.Outcomes()
    for report in (
        Report("t.py::a[1]", "passed"),
        Report("t.py::a[2]", "passed"),
        Report("t.py::b[1]", "passed"),
        Report("t.py::b[2]", "skipped", "setup"),
        Report("t.py::c", "passed"),
        Report("t.py::c", "failed", "teardown"),
    ):
        outcomes.pytest_runtest_logreport(report)
    entries = [("room", "clause", f"t.py::{name}") for name in ("a", "b", "c", "d")]
    assert outcomes.unheld(iter(entries)) == [
        "room: 'clause': t.py::b did not pass",
        "room: 'clause': t.py::c did not pass",
        "room: 'clause': t.py::d was not run",
    ]

"""Every check is shown a small tree with one fault in it, and finds that fault; and it finds nothing in the tree without."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import budgets, checks, words
from tests.architecture.tree import ROOT, Tree

MODELS = "from django.db import models\n\n\nclass Thing(models.Model):\n    other = models.ForeignKey({to!r}, models.PROTECT)\n"
FAULTS = [
    (checks.foreign_keys, "commons/record/models.py", MODELS.format(to="checks.Check")),
    (checks.foreign_keys, "decide/checks/models.py", MODELS.format(to="nowhere.Check")),
    (checks.http_below_web, "decide/checks/queries.py", "from django.http import HttpResponse\n"),
    (checks.http_below_web, "commons/record/queries.py", "import jinja2\n"),
    (checks.http_below_web, "decide/checks/queries.py", "from django import shortcuts\n"),
    (checks.signals, "commons/record/models.py", "from django.db.models.signals import post_save\n"),
    (checks.signals, "commons/record/models.py", "from django.dispatch import receiver\n"),
    (checks.signals, "commons/record/models.py", "from django.db.models import signals\n"),
    (checks.generic_keys, "commons/record/models.py", "from django.contrib.contenttypes.fields import GenericForeignKey\n"),
    (checks.generic_keys, "commons/record/models.py", "from django.contrib.contenttypes.models import ContentType\n"),
    (checks.clocks, "decide/checks/actions.py", "from django.utils import timezone\n\nnow = timezone.now()\n"),
    (checks.clocks, "decide/checks/actions.py", "from django.utils.timezone import now\n"),
    (checks.clocks, "decide/checks/actions.py", "from datetime import datetime\n\nmade = datetime.now()\n"),
    (checks.clocks, "decide/checks/actions.py", "import datetime\n\nmade = datetime.datetime.utcnow()\n"),
    (checks.clocks, "web/ui/forms.py", "from datetime import date\n\ntoday = date.today()\n"),
    (checks.clocks, "web/ui/forms.py", "import time\n\nmade = time.time()\n"),
    (checks.clocks, "web/ui/forms.py", "from time import time\n"),
    (checks.clocks, "house/jobs.py", "from django.db.models.functions import Now\n\nmade = Now()\n"),
    (checks.clocks, "decide/checks/models.py", "made = models.DateTimeField(auto_now_add=True)\n"),
    (checks.clocks, "decide/checks/models.py", "made = models.DateTimeField(auto_now=True)\n"),
    (checks.clocks, "decide/checks/actions.py", "SQL = 'update t set at = NOW()'\n"),
    (checks.clocks, "web/ui/forms.py", "from django.utils import timezone\n\ntoday = timezone.localdate()\n"),
    (checks.clocks, "decide/checks/actions.py", "SQL = 'select current_timestamp'\n"),
    (checks.writers, "decide/checks/queries.py", "def f(row):\n    row.save()\n"),
    (checks.writers, "decide/checks/queries.py", "Check.objects.create(id=1)\n"),
    (checks.writers, "web/checks/views.py", "Check.objects.filter(pk=1).delete()\n"),
    (checks.writers, "decide/checks/rules.py", "Check.objects.filter(pk=1).update(state='done')\n"),
    (checks.writers, "house/wiring.py", "Check.objects.bulk_create([])\n"),
    (checks.writers, "decide/checks/queries.py", "from letgo.commons.record.prepared import prepared, put\n"),
    (checks.writers, "decide/checks/queries.py", "from letgo.commons.record.briefly import briefly\n"),
    (checks.outside_engines, "engines/sharing/fast.py", "text = open('a').read()\n"),
    (checks.outside_engines, "engines/sharing/fast.py", "from pathlib import Path\n\ntext = Path('a').read_text()\n"),
    (checks.outside_engines, "engines/sharing/fast.py", "import os\n\nhome = os.environ['HOME']\n"),
    (checks.rules_imports, "decide/checks/rules.py", "from django.db import models\n"),
    (checks.rules_imports, "decide/checks/rules.py", "import numpy as np\n"),
    (checks.rules_imports, "decide/checks/rules.py", "from letgo.decide.checks.models import Check\n"),
    (checks.names, "decide/checks/utils.py", "x = 1\n"),
    (checks.handbook, "decide/surveys/__init__.py", "x = 1\n"),
]  # fmt: skip


COMMONS = ("record", "people", "door", "places", "money", "promises", "powers")
ROOMS = (
    "engines/sealing",
    "engines/counting",
    "engines/sharing",
    *(f"commons/{room}" for room in COMMONS),
    "decide/checks",
    "decide/ballots",
    "decide/boards",
    "decide/budgets",
    "web/ui",
    "web/ballots",
    "web/boards",
    "web/budgets",
    "web/checks",
    *(f"web/{room}" for room in COMMONS),
)
PACKAGES = [f"letgo/{name}/__init__.py" for name in (".", "engines", "commons", "decide", "web", "house", *ROOMS)]
PAGES = [
    f"docs/handbook/{name}.md"
    for name in ("sealing", "counting", "sharing", "checks", "ballots", "boards", "budgets", *COMMONS)
]


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A small tree with the rooms of this one and nothing wrong in it."""
    for name in (*PACKAGES, *PAGES):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    plant(tmp_path, "commons/record/models.py", "")
    plant(tmp_path, "decide/checks/rules.py", "")
    plant(tmp_path, "decide/checks/models.py", MODELS.format(to="record.Line"))
    plant(tmp_path, "decide/checks/actions.py", '"""Verbs."""\n\n\ndef act(row):\n    """Acts."""\n    row.save()\n')
    return tmp_path


def plant(root: Path, path: str, text: str) -> None:
    (root / "letgo" / path).parent.mkdir(parents=True, exist_ok=True)
    (root / "letgo" / path).write_text(text)


@pytest.mark.parametrize("check", checks.ALL, ids=lambda check: check.__name__)
def test_a_sound_tree_is_left_alone(mini, check):
    assert list(check(Tree(mini))) == []


@pytest.mark.parametrize(
    ("check", "path", "text"), FAULTS, ids=[f"{c.__name__}-{i}" for i, (c, _, _) in enumerate(FAULTS)]
)
def test_a_planted_fault_is_found(mini, check, path, text):
    plant(mini, path, text)
    faults = list(check(Tree(mini)))
    assert faults
    assert all(
        fault.path.startswith("letgo/" + path.removesuffix("/__init__.py").removesuffix(".py")) for fault in faults
    )


def test_a_missing_handbook_page_is_found(mini):
    (mini / "docs/handbook/people.md").unlink()
    assert [fault.path for fault in checks.handbook(Tree(mini))] == ["letgo/commons/people"]


@pytest.mark.parametrize(
    ("path", "text", "broken"),
    [
        ("commons/record/planted.py", "import letgo.web.ui", "Floors"),
        ("web/ui/planted.py", "import letgo.house", "Floors"),
        ("surveys/__init__.py", "", "Floors"),
        ("commons/record/planted.py", "import letgo.commons.people", "Stairs of the commons"),
        ("commons/gossip/__init__.py", "", "Stairs of the commons"),
        ("engines/sealing/planted.py", "import letgo.engines.sharing", "Stairs of the engines"),
        ("decide/surveys/__init__.py", "", "Rooms of the decide floor"),
        ("web/ui/planted.py", "import letgo.web.checks", "Stairs of the web"),
        ("engines/sharing/planted.py", "import django.conf", "Engines are pure"),
        ("engines/sharing/planted.py", "import sqlite3", "Engines are pure"),
        ("engines/sharing/planted.py", "def f():\n    from urllib.request import urlopen", "Engines are pure"),
        ("decide/checks/rules.py", "from django.db import models", "Rules are pure"),
        ("decide/checks/rules.py", "import letgo.decide.checks.planted", "Rules are pure"),
        ("decide/checks/planted.py", "import letgo.decide.checks.other", "No circles"),
    ],
)
def test_a_planted_import_breaks_its_contract(mini, path, text, broken):
    plant(mini, "decide/checks/planted.py", "import django\n")
    plant(mini, "decide/checks/other.py", "import letgo.decide.checks.planted\n")
    plant(mini, path, text + "\n")
    shutil.copy(ROOT / "pyproject.toml", mini)
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=mini, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert (
        f"{broken} BROKEN" in done.stdout
        or f"'letgo.{broken.split()[-1]}'" in done.stdout
        or _unplaced(done.stdout, path)
    ), done.stdout[-2000:]


def _unplaced(printed: str, path: str) -> bool:
    """An exhaustive contract names a package that it does not place."""
    return path.endswith("__init__.py") and path.split("/")[-2] in printed


def test_a_sound_tree_keeps_every_contract(mini):
    shutil.copy(ROOT / "pyproject.toml", mini)
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=mini, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_a_file_and_a_function_over_their_budget_are_found(mini):
    plant(mini, "engines/sharing/long.py", "x = 1\n" * 401)
    plant(mini, "engines/sharing/deep.py", "def f():\n" + "    x = 1\n" * 60)
    found = {(fault.path, fault.text) for fault in budgets.too_long(Tree(mini), {})}
    assert found == {
        ("letgo/engines/sharing/long.py", "401 lines, the budget is 400"),
        ("letgo/engines/sharing/deep.py::f", "61 lines, the budget is 60"),
    }


def test_a_lifted_budget_needs_a_reason_and_cannot_outlive_its_need(mini):
    plant(mini, "engines/sharing/long.py", "x = 1\n" * 401)
    name = "letgo/engines/sharing/long.py"
    assert list(budgets.too_long(Tree(mini), {name: {"lines": 401, "why": "it is one table"}})) == []
    assert list(budgets.too_long(Tree(mini), {name: {"lines": 401, "why": ""}}))
    assert list(budgets.too_long(Tree(mini), {name: {"lines": 450, "why": "it is one table"}}))
    assert list(
        budgets.too_long(Tree(mini), {name: {"lines": 401, "why": "a"}, "letgo/gone.py": {"lines": 500, "why": "a"}})
    )


def test_a_docstring_costs_nothing_and_its_want_is_found(mini):
    plant(
        mini,
        "engines/sharing/said.py",
        'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n\n\ndef g():\n    return 1\n\n\ndef _h():\n    return 1\n',
    )
    assert budgets.functions(Tree(mini))["letgo/engines/sharing/said.py::f"] == 2
    assert [fault.text for fault in budgets.unsaid(Tree(mini))] == ["g has no docstring"]


@pytest.mark.parametrize(
    "line",
    [
        "see https://py" + "pi.org/simple",
        "files.python" + "hosted.org",
        "https://registry" + ".npmjs.org/x",
        "cd /" + "work/main",
        "in /" + "root/.cache",
        "written by a language" + " model",
        "TO" + "DO: later",
        "raise Not" + "ImplementedError",
    ],
)
def test_a_forbidden_word_is_found(tmp_path, line):
    path = tmp_path / "a.md"
    path.write_text(f"fine\n{line}\n")
    assert [fault.line for fault in words.words(tmp_path, [path])] == [2]


@pytest.mark.parametrize("name", ["node_modules/x/y.js", "a/x.min.css", "font.woff2", "govuk-frontend-6.css"])
def test_an_asset_of_others_is_found(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    assert list(words.assets(tmp_path, [path]))


def test_a_very_large_file_is_found(tmp_path):
    path = tmp_path / "big.csv"
    path.write_bytes(b"x" * (words.LARGEST + 1))
    assert list(words.assets(tmp_path, [path]))

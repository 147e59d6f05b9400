"""The house as it stands keeps its own order."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from letgo.commons.record.models import Pointed
from letgo.commons.record.refs import kinds
from tests.architecture import budgets, checks, words
from tests.architecture.tree import ROOT, Tree

TREE = Tree()


def said(faults) -> str:
    return "\n".join(map(str, sorted(faults)))


@pytest.mark.parametrize("check", checks.ALL, ids=lambda check: check.__name__)
def test_the_tree_has_no_fault(check):
    assert said(check(TREE)) == ""


def test_imports_go_down_only_and_in_no_circle():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_files_and_functions_keep_their_budget():
    assert said(budgets.too_long(TREE, budgets.lifted(ROOT / "tests/architecture/budgets.toml"))) == ""


def test_half_of_all_functions_are_very_short():
    assert budgets.median_length(TREE) <= budgets.MEDIAN


def test_public_functions_say_what_they_do():
    assert said(budgets.unsaid(TREE)) == ""


def test_no_file_holds_what_may_not_be_said():
    assert said(words.words(ROOT, words.tracked(ROOT))) == ""


def test_no_asset_of_others_is_committed():
    assert said(words.assets(ROOT, words.tracked(ROOT))) == ""


def test_foreign_keys_of_the_loaded_models_point_to_the_same_room_or_down():
    for model in apps.get_models():
        room = tuple(model.__module__.split(".")[1:3])
        for field in model._meta.get_fields():
            if model.__module__.startswith("letgo.") and isinstance(field, ForeignKey):
                other = tuple(field.related_model.__module__.split(".")[1:3])
                assert checks._may_point(room, other), f"{model.__name__}.{field.name}"


def test_what_others_point_at_is_a_kind_that_the_house_knows_by_that_name():
    pointed = {model for model in apps.get_models() if issubclass(model, Pointed)}
    assert len(pointed) > 10
    assert pointed <= {apps.get_model(kind.model) for name, kind in kinds().items() if kind.model.endswith(f".{name}")}


def test_mypy_finds_nothing_in_engines_and_rules():
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_ruff_finds_nothing():
    for words_ in (["check"], ["format", "--check"]):
        done = subprocess.run([Path(sys.executable).parent / "ruff", *words_], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:]

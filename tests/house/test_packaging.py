"""What is installed is what was locked, and what is given on is whole."""

import importlib.util
import json
import re
import subprocess
import sys
import zipfile

import pytest

from tests.architecture.tree import ROOT

STATIC = ROOT / "letgo" / "web" / "ui" / "static" / "letgo"


@pytest.fixture(scope="module")
def assets():
    spec = importlib.util.spec_from_file_location("assets", ROOT / "scripts" / "assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "scripts/node.lock"])
def test_every_locked_package_has_its_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    for package in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==", package), package[:60]
        assert "--hash=sha256:" in package
    assert "://" not in text


def test_the_node_lock_holds_hashes_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = [package for name, package in packages.items() if name]
    assert all("integrity" in package and "resolved" not in package for package in installed)


def test_the_style_sheet_holds_nothing_that_is_not_ours_to_use(assets):
    css = (STATIC / "govuk.css").read_text()
    assert css.startswith("/*!\nMIT License")
    assert not [mark for mark in assets.FOREIGN if mark in css]


def test_a_style_sheet_with_something_new_in_it_is_refused(assets):
    with pytest.raises(ValueError, match="still holds url"):
        assets.without_marks("a{background:url(/assets/images/new-emblem.svg)}")


def test_only_marks_are_taken_out(assets):
    marks = (
        "@font-face{font-family:GDS Transport;src:url(a)}",
        ".govuk-footer__copyright-logo:before{background:url(b)}",
    )
    css = f"{marks[0]}a{{font-family:GDS Transport,arial}}{marks[1]}b{{top:0}}"
    assert assets.without_marks(css) == "a{font-family:arial}b{top:0}"


def test_the_wheel_holds_the_built_assets_and_no_test(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"letgo/web/ui/static/letgo/govuk.css", "letgo/web/ui/static/letgo/letgo.css"} <= set(names)
    assert any(name.startswith("letgo/web/ui/templates/") for name in names)
    assert not any(name.startswith(("tests/", "bench/", "scripts/")) for name in names)

"""verify.py as people run it: one file, no Letgo, no packages, any Python from 3.9; a code and one clear line for all."""

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from letgo.engines.sealing import verify
from letgo.house import verify_cli
from tests.engines.sealing.plain_sharing import certificate, seal

SOURCE = Path(verify.__file__)
TRUE = certificate({"a": 30, "b": 20, "c": 30}, [{0: 1}, {0: 1, 1: 1}, {2: 1}], budget=60)
FALSE = seal({**TRUE, "greedy": {"winners": ["a"], "spent": "30"}})


@pytest.fixture
def alone(tmp_path):
    """Runs a copy of verify.py with no package in reach, in a folder of its own."""
    copy = shutil.copy(SOURCE, tmp_path)

    def run(*words):
        command = [sys.executable, "-I", "-S", copy, *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert "Traceback" not in done.stdout + done.stderr
        return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    return run


def written(folder, name, content):
    (folder / name).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return name


def test_it_needs_only_the_standard_library_and_python_3_9():
    tree = ast.parse(SOURCE.read_text(), feature_version=(3, 9))
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.name if isinstance(node, ast.Import) else node.module for node in imports for alias in node.names}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {
        "cryptography"
    }  # which it can do without
    assert "cryptography" not in {name.split(".")[0] for name in _names(tree.body)}


def _names(body):
    return [name.name for node in body if isinstance(node, ast.Import) for name in node.names] + [
        node.module for node in body if isinstance(node, ast.ImportFrom)
    ]


def test_it_reads_no_line_of_the_engine_that_counts():
    assert "letgo." not in re.sub(r"letgo\.[a-z-]+/1", "", SOURCE.read_text())


def test_a_true_certificate_ends_with_all_holds(alone, tmp_path):
    code, out, err = alone(written(tmp_path, "true.json", TRUE))
    assert (code, out[-1], err) == (0, "all holds", [])
    assert [line.split(":")[0] for line in out] == [
        "digest", "shape", "result", "greedy", "audit of greedy", "audit of result", "raises", "all holds",
    ]  # fmt: skip


def test_a_false_certificate_ends_with_the_first_false_thing(alone, tmp_path):
    code, out, err = alone(written(tmp_path, "false.json", FALSE))
    assert (code, err) == (1, [])
    assert out[-1] == 'FALSE: greedy.winners says ["a"], but it is ["a", "c"]'


def test_spaces_and_order_of_keys_do_not_matter(alone, tmp_path):
    text = json.dumps(dict(reversed(TRUE.items())), indent=4)
    assert alone(written(tmp_path, "spaced.json", text.encode()))[0] == 0


def test_of_several_files_one_false_makes_it_false(alone, tmp_path):
    names = [written(tmp_path, "1.json", TRUE), written(tmp_path, "2.json", FALSE), written(tmp_path, "3.json", b"{")]
    code, out, err = alone(*names)
    assert code == 1
    assert [line for line in out if line in {"1.json:", "2.json:", "3.json:", "all holds"}] == [
        "1.json:", "all holds", "2.json:", "3.json:",
    ]  # fmt: skip
    assert len(err) == 1
    assert alone(names[0], names[2])[0] == 2


UNREADABLE = {
    "nothing": b"",
    "no JSON": b"budget;60000\n",
    "cut off": json.dumps(TRUE).encode()[:-9],
    "a list": b"[1, 2]",
    "another object": b'{"a": 1}',
    "another kind": json.dumps(seal({**TRUE, "format": "letgo.sharing/2"})).encode(),
    "a kind that is no text": json.dumps(seal({**TRUE, "format": ["letgo.sharing/1"]})).encode(),
    "a float": b'{"format": 1.5}',
    "an exponent": b'{"format": 1e400}',
    "NaN": b'{"format": NaN}',
    "infinity": b'{"format": -Infinity}',
    "a large integer": b'{"format": 9007199254740992}',
    "a huge integer": b'{"format": ' + b"9" * 100_000 + b"}",
    "a key twice": b'{"format": "letgo.sharing/1", "format": "letgo.sharing/1"}',
    "half a surrogate pair": b'{"format": "\\ud800", "digest": ""}',
    "not UTF-8": json.dumps(TRUE).encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + json.dumps(TRUE).encode(),
    "deep lists": b"[" * 200_000,
    "deep objects": b'{"a":' * 200_000,
    "deep and whole": b"[" * 100_000 + b"]" * 100_000,
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_gets_one_line_and_code_2(alone, tmp_path, what):
    code, out, err = alone(written(tmp_path, "file.json", UNREADABLE[what]))
    assert (code, len(err)) == (2, 1), (out, err)
    assert err[0].startswith("unreadable: file.json: ")
    assert "all holds" not in out


@pytest.mark.parametrize(
    "words", [["missing.json"], ["."], [], ["--help"], ["a\0b"[:1] + "\udcff.json"], ["--json", "a"]]
)
def test_a_missing_file_or_a_wrong_option_gets_one_line_and_code_2(alone, words):
    code, out, err = alone(*words)
    assert (code, out, len(err)) == (2, [], 1)


def test_what_a_certificate_says_cannot_paint_on_the_terminal(alone, tmp_path):
    nasty = certificate({"\x1b[2J": 30}, [{0: 1}], budget=60)
    nasty = seal({**nasty, "greedy": {"winners": [], "spent": "\x1b[2J\u202e"}})
    assert all(line.isascii() and line.isprintable() for line in alone(written(tmp_path, "nasty.json", nasty))[1])


def test_letgo_verify_says_the_same_with_the_same_codes(tmp_path):
    app = typer.Typer()
    app.command()(verify_cli.verify)
    for content, code in ((TRUE, 0), (FALSE, 1), (b"{", 2)):
        told = CliRunner().invoke(app, [str(tmp_path / written(tmp_path, "file.json", content))])
        assert told.exit_code == code


def test_a_closed_pipe_ends_it_quietly(tmp_path):
    name = written(tmp_path, "true.json", TRUE)
    command = f"{sys.executable} -I -S {SOURCE} {tmp_path / name} | true"
    assert subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60).stderr == ""

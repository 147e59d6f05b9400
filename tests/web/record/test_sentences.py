"""Everything that the house writes into the record has its plain sentence."""

import ast
from pathlib import Path

import letgo
from letgo.web.record.words import SENTENCES

PACKAGE = Path(letgo.__file__).parent


def written() -> dict[str, str]:
    """Each verb that some code gives to write() by name, with the file."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
                "write",
                "explain",
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                    found[first.value] = path.name
    return found


def test_every_verb_that_is_written_has_a_sentence():
    assert {verb: file for verb, file in written().items() if verb not in SENTENCES} == {}


def test_a_sentence_is_short_and_starts_large():
    for sentence in SENTENCES.values():
        assert sentence[0].isupper()
        assert len(sentence.split()) <= 12
        assert not sentence.endswith(".")

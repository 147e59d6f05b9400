"""What the rooms refuse can be said in another language: each sentence is listed with its places, and its translation reaches the page."""

import ast
import copy
import pickle
import re
import string
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import RequestFactory

from letgo.commons.record.refusals import Refused
from letgo.web.ui import errors, saying
from letgo.web.ui.components import WEB

sys.path.insert(0, str(Path(WEB).parent.parent / "scripts"))
from words import catalogue, words

pytestmark = pytest.mark.look

LETGO = Path(WEB).parent
FILES = sorted(path for path in LETGO.glob("**/*.py") if "engines" not in path.parts)
SAYS = ("Refused", "require", "Sentence")


def trees(files=None) -> Iterator[tuple[Path, ast.Module]]:
    for path in files or FILES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYS)


def _sentences(call: ast.Call) -> list[ast.expr]:
    """What a call says: its sentence, and its cure."""
    first = 1 if call.func.id == "require" else 0
    most = 1 if call.func.id == "Sentence" else 2
    return call.args[first : first + most] + [given.value for given in call.keywords if given.arg == "cure"]


def _made(node: ast.AST | None) -> bool:
    """A text that is put together where it stands: no catalogue can hold it."""
    if isinstance(node, ast.IfExp):
        return _made(node.body) or _made(node.orelse)
    if isinstance(node, ast.BoolOp):
        return any(map(_made, node.values))
    if isinstance(node, ast.Call):
        return getattr(node.func, "attr", "") in ("format", "join")
    if isinstance(node, ast.BinOp):
        return _text(node.left) or _text(node.right)
    return isinstance(node, ast.JoinedStr)


def _text(node: ast.expr) -> bool:
    return _made(node) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def made_up(files=None) -> list[str]:
    """Each refusal whose sentence is made with an f-string, there or in what it comes from: a name, or what a function gives back."""
    every = list(trees(files))
    functions: dict[str, list[tuple[Path, ast.FunctionDef]]] = {}
    for path, tree in every:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                functions.setdefault(node.name, []).append((path, node))
    found, asked = [], set()
    for path, tree in every:
        for scope in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            names = {one.id for call in _calls(scope) for said in _sentences(call) for one in _names(said)}
            found += [f"{path}:{call.lineno}" for call in _calls(scope) if any(map(_made, _sentences(call)))]
            for node in ast.walk(scope):
                for given in _given(node, names):
                    found += [f"{path}:{node.lineno}"] if _made(given) else []
                    asked |= _called(given)
    seen: set[str] = set()
    while new := {name for name in asked if name not in seen}:
        seen |= new
        for path, function in (one for name in new for one in functions.get(name, ())):
            for given in _given_back(function):
                found += [f"{path}:{given.lineno}"] if _made(given) else []
                asked |= _called(given)
    return sorted(set(found))


def _names(node: ast.AST) -> Iterator[ast.Name]:
    yield from (one for one in ast.walk(node) if isinstance(one, ast.Name))


def _given(node: ast.AST, names: set[str]) -> Iterator[ast.expr]:
    """What one of `names` is given here."""
    if isinstance(node, ast.NamedExpr) and node.target.id in names:
        yield node.value
    elif isinstance(node, ast.For) and any(one.id in names for one in _names(node.target)):
        yield node.iter
    elif isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id in names for to in node.targets):
        yield node.value


def _called(node: ast.AST) -> set[str]:
    """Names of the functions that an expression calls for its value; what stands inside a Sentence is a value."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return set() if name == "Sentence" else {name}
    return {name for child in ast.iter_child_nodes(node) for name in _called(child)}


def _given_back(function: ast.FunctionDef) -> Iterator[ast.expr]:
    says = ast.unparse(function.returns) if function.returns else ""
    if "str" not in says:
        return
    for node in ast.walk(function):
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            yield node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "append":
            yield from node.args


def misfits(files=None) -> list[str]:
    """Each refusal with a place that has no value, or a value that has no place."""
    found = []
    for path, tree in trees(files):
        for call in _calls(tree):
            said = [one.value for one in _sentences(call) if isinstance(one, ast.Constant)]
            places = {name for text in said for _, name, _, _ in string.Formatter().parse(text) if name is not None}
            values = {given.arg for given in call.keywords} - {"cure", "kind", "sentence"}
            if None not in values and len(said) == len(_sentences(call)) and places != values:
                found.append(f"{path}:{call.lineno}")
    return found


def test_no_refusal_is_put_together_where_it_stands():
    assert made_up() == []


def test_each_place_in_a_refusal_has_its_value():
    assert misfits() == []


def test_a_planted_one_is_found(tmp_path):
    file = tmp_path / "actions.py"
    for text in (
        "    raise Refused(f'At most {n}.')",
        "    raise Refused('At most.', cure=f'Take {n}.')",
        "    require(n, f'Only {n} can.')",
        "    raise Refused('At most ' + n)",
        "    raise Refused('At most {}'.format(n))",
        "    said = f'At most {n}.'\n    raise Refused(said)",
        "    if said := fault(n):\n        raise Refused(said)\n\ndef fault(n) -> str:\n    return f'At most {n}.'",
        "    for said in faults(n):\n        raise Refused(said)\n\ndef faults(n) -> list[str]:\n    return deep(n)\n\n"
        "def deep(n) -> list[str]:\n    a = []\n    a.append(f'At most {n}.')\n    return a",
    ):
        file.write_text(f"def act(n):\n{text}\n", encoding="utf-8")
        assert len(made_up([file])) == 1, text
    for text in ("Refused('At most {n}.')", "Refused('At most.', n=n)", "Refused('At most {n}.', 'Take {m}.', n=n)"):
        file.write_text(f"def act(n):\n    raise {text}\n", encoding="utf-8")
        assert len(misfits([file])) == 1, text
    file.write_text("def act(n):\n    raise Refused('At most {n}.', 'Take {n}.', n=f'{n}p')\n", encoding="utf-8")
    assert made_up([file]) == misfits([file]) == []


def test_every_refusal_is_listed():
    listed = words()
    plain = [
        (path, one.lineno, one.value)
        for path, tree in trees()
        if "house" not in path.parts
        for call in _calls(tree)
        for one in _sentences(call)
        if isinstance(one, ast.Constant) and one.value
    ]
    assert len(plain) > 700
    assert [one for one in plain if one[2] not in listed] == []
    assert any(place.startswith("decide/ballots/") for place in listed["One of these is not on the list of this vote."])
    assert listed["There is not enough in this pot. {left} of it is free."][0].startswith("commons/money/rules.py:")
    assert '#, python-brace-format\nmsgid "There is not enough in this pot.' in catalogue()


def test_a_refusal_is_finished_english():
    no = Refused("Write {most} letters by {day}.", "Take {most:,}.", most=1200, day=date(2027, 4, 1))
    assert str(no) == no.sentence == "Write 1200 letters by 1 April 2027."
    assert no.cure == "Take 1,200."
    assert Refused("Braces {stay} where nothing is put in.").sentence == "Braces {stay} where nothing is put in."
    assert Refused(no.sentence, "{n} more.", n=1).sentence is no.sentence
    for copied in (pickle.loads(pickle.dumps(no.sentence)), copy.deepcopy(no.sentence)):
        assert type(copied) is str
        assert copied == no.sentence


def test_the_translation_of_a_refusal_reaches_the_page_with_its_values_escaped(monkeypatch):
    welsh = {
        "Only {who} can answer this.": "{who} <yn unig> a all ateb hyn.",
        "Ask {who} by {day}.": "Erbyn {day}: gofynnwch i {who}.",
        "Nobody is here.": "Nid oes neb yma.",
    }
    monkeypatch.setattr(saying, "gettext", lambda said: welsh.get(said, said))
    no = Refused("Only {who} can answer this.", "Ask {who} by {day}.", who="<b>{who}%", day=date(2027, 4, 1))
    assert saying.refusal(no) == "<b>{who}% <yn unig> a all ateb hyn. Erbyn 1 April 2027: gofynnwch i <b>{who}%."
    page = errors.refused(RequestFactory().get("/"), no).content.decode()
    assert "&lt;b&gt;{who}% &lt;yn unig&gt; a all ateb hyn" in page
    assert "Erbyn 1 April 2027: gofynnwch i &lt;b&gt;{who}%." in page
    assert saying.refusal(Refused("Nobody is here.")) == "Nid oes neb yma."
    assert saying.refusal(Refused("Nobody translated this.")) == "Nobody translated this."
    assert saying.of_room("") == ""


def test_a_page_shows_no_refusal_but_through_its_translation():
    shown = [
        f"{path.relative_to(WEB)}: {line.strip()}"
        for path in [*WEB.glob("*/*.py"), *WEB.glob("*/templates/*.html")]
        if path.name != "saying.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(refusal\.(sentence|cure)|no\.sentence)\b", line)
        and "of_room" not in line
        and '"day" in refusal.sentence' not in line
    ]
    assert shown == []

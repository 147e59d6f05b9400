"""Writes every sentence that can be translated to build/letgo.pot, with where it stands. `make words`.

English stays the source. A translation is a gettext catalogue (locale/cy/LC_MESSAGES/django.po) made from this file by any tool that
knows the format; Django's own gettext reads it. Templates mark whole sentences with {% trans %} and _("…"), the web floor's Python
with _("…") and lazy("…"), and what it counts with people(n, "vote", "votes"). Rooms below the web mark nothing: what they refuse,
and each whole sentence that they say, is listed.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
LETGO = ROOT / "letgo"
WEB = LETGO / "web"
POT = ROOT / "build" / "letgo.pot"
MANY = "\0"  # between a sentence for one and the same for many
KEYWORDS = ("_", "gettext", "ngettext")
MARKS = ("_", "lazy", "each", "Sentence")
REFUSES = ("Refused", "require")
ROOMS = ("commons", "listen", "decide", "deliver", "learn")
PLACE = re.compile(r"\{\w+[!:\w,.]*\}")
WHOLE = re.compile(r"[A-Z“].* .*[.?]", re.DOTALL)
OPTIONS = {
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
HEADER = 'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'


@cache
def words() -> dict[str, list[str]]:
    """Each sentence, with the places where it stands ("people/templates/end.html:11"), in the order of files.

    One that is counted is two, joined by MANY: "1 thing waits" and "%(n)s things wait".
    """
    found: dict[str, list[str]] = {}
    for path in sorted(WEB.glob("*/templates/*.html")):
        for line, said in _of_template(path):
            found.setdefault(said, []).append(f"{path.relative_to(WEB)}:{line}")
    for path in sorted(WEB.glob("*/*.py")):
        for line, said in _of_python(path):
            found.setdefault(said, []).append(f"{path.relative_to(WEB)}:{line}")
    for path in sorted(path for room in ROOMS for path in LETGO.glob(f"{room}/**/*.py")):
        for line, said in _of_python(path, rooms=True):
            found.setdefault(said, []).append(f"{path.relative_to(LETGO)}:{line}")
    return found


def _of_template(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as file:
        for line, call, said, _ in babel_extract(file, KEYWORDS, (), OPTIONS):
            every = [said] if isinstance(said, str) else list(said)  # what is no plain text is None
            yield line, MANY.join(every[:2]) if call == "ngettext" else every[0]


def _of_python(path: Path, rooms: bool = False) -> Iterator[tuple[int, str]]:
    """What is marked or refused; of `rooms` also each whole sentence, which a rule may give back and a refusal then says."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    every = [(node.lineno, said) for node in ast.walk(tree) if isinstance(node, ast.Call) for said in _given(node)]
    every += [(line, said) for line, said in _texts(tree) if rooms and WHOLE.fullmatch(said)]
    yield from sorted(dict.fromkeys(every))


def _given(call: ast.Call) -> Iterator[str]:
    """The texts that a call marks or refuses with."""
    name = getattr(call.func, "id", "")
    if name in MARKS:
        given = call.args[0].values if isinstance(call.args[0], ast.Dict) else call.args[:1]
        yield from (said for one in given for _, said in _texts(one))
    elif name == "ngettext":
        yield from _counted(call.args[:2])
    elif name == "people":
        yield from _counted(call.args[1:3])
    elif name in REFUSES:
        first = 1 if name == "require" else 0
        cure = [given.value for given in call.keywords if given.arg == "cure"]
        yield from (said for given in [*call.args[first : first + 2], *cure] for _, said in _texts(given))


def _counted(given: list[ast.expr]) -> Iterator[str]:
    """What is said of one and of many, as one entry; nothing where they are not written out."""
    said = [one.value for one in given if isinstance(one, ast.Constant)]
    if len(said) == 2:
        yield MANY.join(said)


def _texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Each text in it but docstrings, pieces of made texts, and what is asked of, compared or looked up."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Subscript):
        yield from _texts(node.value)
    elif not isinstance(node, ast.JoinedStr | ast.Compare) and not _docstring(node):
        yield from (found for child in ast.iter_child_nodes(node) for found in _texts(child))


def _docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def catalogue() -> str:
    """All of it as a .pot file: the same words, the same bytes."""
    entries = [HEADER]
    for said, places in words().items():
        flag = "#, python-format\n" if "%(" in said else "#, python-brace-format\n" if PLACE.search(said) else ""
        stands = "".join(f"#: {place}\n" for place in places)
        one, _, many = said.partition(MANY)
        plural = f'msgid_plural {_quoted(many)}\nmsgstr[0] ""\nmsgstr[1] ""\n' if many else 'msgstr ""\n'
        entries.append(f"{stands}{flag}msgid {_quoted(one)}\n{plural}")
    return "\n".join(entries)


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{plain}"'


if __name__ == "__main__":
    POT.parent.mkdir(exist_ok=True)
    POT.write_text(catalogue(), encoding="utf-8")
    print(f"{len(words())} sentences in {POT.relative_to(ROOT)}")

"""Writes every sentence of the pages that is marked for translation to build/letgo.pot, with where it stands. `make words`.

English stays the source. A translation is a gettext catalogue (locale/cy/LC_MESSAGES/django.po) made from this file by any tool that
knows the format; Django's own gettext reads it. Templates mark whole sentences with {% trans %} and _("…"), Python with _("…").
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "letgo" / "web"
POT = ROOT / "build" / "letgo.pot"
MANY = "\0"  # between a sentence for one and the same for many
KEYWORDS = ("_", "gettext", "ngettext")
OPTIONS = {
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
HEADER = 'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'


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
    return found


def _of_template(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as file:
        for line, call, said, _ in babel_extract(file, KEYWORDS, (), OPTIONS):
            every = [said] if isinstance(said, str) else list(said)  # what is no plain text is None
            yield line, MANY.join(every[:2]) if call == "ngettext" else every[0]


def _of_python(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("_", "lazy")
            and node.args
        ):
            said = node.args[0]
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                yield node.lineno, said.value


def catalogue() -> str:
    """All of it as a .pot file: the same words, the same bytes."""
    entries = [HEADER]
    for said, places in words().items():
        flag = "#, python-format\n" if "%(" in said else ""
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

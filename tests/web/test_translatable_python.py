"""The words that the web floor says from Python can be translated: every text for people is marked, and what is marked is found."""

import ast
from collections.abc import Iterator

import pytest

from letgo.web.ui.components import WEB
from tests.web.test_translatable import _spoken

pytestmark = pytest.mark.look

ROOMS = sorted({path.parent.name for path in WEB.glob("*/*.py")})
# A refusal is translated where it is shown.
MARKS = ("_", "lazy", "each", "ngettext", "people", "Refused", "require", "Sentence")
SILENT = {
    "Http404", "TypeVar", "ValueError", "LookupError", "RuntimeError", "TypeError", "KeyError", "error", "warning", "info", "compile",
    "getattr", "replace", "removesuffix", "removeprefix", "startswith", "endswith", "split", "partition", "strip", "reverse", "redirect",
}  # fmt: skip
NO_WORDS = {
    "GET, POST",
    "Letgo",
    "Lax",
    "Ft",
    "User-Agent",
    "Authorization",
    "Bearer ",
}  # methods, the product, a cookie, money, headers
NOT_SAID = (
    "text/", "application/", "\\b", "image/", "attachment;", "inline;", "no-store", "noindex", "private,", "<", "M ", " class=",
)  # fmt: skip


def unmarked(room: str) -> list[str]:
    """Each text for people in a room's Python that nobody can translate."""
    found = []
    for path in sorted((WEB / room).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{path.name}:{node.lineno}: {said}" for node, said in texts(tree) if said not in NO_WORDS]
    return found


def texts(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Each text for people that is not marked, with its node; one that is made with values counts once, and so does each text in it."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and _said(node.value):
            yield node, node.value
    elif isinstance(node, ast.JoinedStr):
        pieces = [piece.value for piece in node.values if isinstance(piece, ast.Constant)]
        if any(_said(piece) for piece in pieces):
            yield node, "…".join(pieces)
        for piece in node.values:
            if isinstance(piece, ast.FormattedValue):
                yield from texts(piece.value)
    else:
        for child in _shown(node):
            yield from texts(child)


def _shown(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in SILENT:
        yield node.func
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
        return
    elif isinstance(node, ast.Subscript):
        yield node.value
    elif isinstance(node, ast.Dict):
        yield from node.values
    elif isinstance(node, ast.AnnAssign):
        yield from [node.value] if node.value else []
    elif isinstance(node, ast.arguments):
        yield from [*node.defaults, *(one for one in node.kw_defaults if one)]
    elif isinstance(node, ast.FunctionDef):
        yield from [*node.decorator_list, node.args, *node.body]
    elif not isinstance(node, ast.Compare):
        yield from ast.iter_child_nodes(node)


def _said(text: str) -> bool:
    return _spoken(text) and not text.startswith(NOT_SAID)


@pytest.mark.parametrize("room", ROOMS)
def test_no_text_for_people_stands_unmarked(room):
    assert unmarked(room) == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_machines_read_is_never_marked(room):
    """The name of a header, the value of a cookie or of a choice is the same in every language."""
    for path in sorted((WEB / room).glob("*.py")):
        assert not list(machine_words(ast.parse(path.read_text(encoding="utf-8")))), path


def machine_words(tree: ast.AST) -> Iterator[ast.expr]:
    """Each marked text that is a header's name, an argument of a cookie, or what a choice sends."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            read = ast.unparse(node.func)
            if read.endswith((".headers.get", ".set_cookie", ".delete_cookie")):
                yield from filter(_marked, [*node.args, *(each.value for each in node.keywords)])
        elif isinstance(node, ast.keyword) and node.arg == "choices" and isinstance(node.value, ast.List):
            yield from (
                each.elts[0] for each in node.value.elts if isinstance(each, ast.Tuple) and _marked(each.elts[0])
            )


def _marked(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS


def test_a_marked_word_for_machines_is_found():
    for planted in (
        'x = request.headers.get(_("User-Agent"), "")',
        'answer.set_cookie("a", "b", samesite=_("Lax"))',
        'ChoiceField(choices=[("known", _("I know them")), (_("photo card"), _("I saw it"))])',
    ):
        assert len(list(machine_words(ast.parse(planted)))) == 1, planted


def test_a_planted_text_is_found(tmp_path, monkeypatch):
    (tmp_path / "planted").mkdir()
    file = tmp_path / "planted" / "views.py"
    monkeypatch.setattr("tests.web.test_translatable_python.WEB", tmp_path)
    for text in (
        'x = "Not marked."',
        'x = f"Not {marked}."',
        'x = {"code": "Not marked"}',
        'x = _("Marked {what}").format(what="Not marked")',
        'def x(lead="Not marked"):\n    """A docstring."""',
        'x = _("Marked") if y == "Not shown" else "Not marked"',
    ):
        file.write_text(text, encoding="utf-8")
        assert len(unmarked("planted")) == 1, text
    file.write_text(
        'x: "A type" = _("Marked {n}").format(n=y["Key"])\nz = each({"code": "Marked"})\n'
        'w = people(n, "Mark", "Marks")\nraise Refused("Shown elsewhere.")',
        encoding="utf-8",
    )
    assert unmarked("planted") == []


def test_what_python_marks_is_listed_and_looked_up_when_it_is_shown(monkeypatch):
    from django.utils import translation

    from letgo.web.ui.saying import each

    table = each({"open": "Open now"})
    monkeypatch.setattr(translation._trans, "gettext", lambda said: {"Open now": "Ar agor"}.get(said, said))
    assert f"{table['open']}" == "Ar agor"


def test_what_is_counted_is_said_as_the_language_counts(monkeypatch):
    from django.utils import translation

    from letgo.web.ui.figures import people

    welsh = {"vote": "bleidlais", "votes": "pleidlais", "person": "person", "people": "o bobl"}
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, number: welsh[one if number == 1 else many])
    assert people(1, "vote", "votes") == "1 bleidlais"
    assert people(1200) == "1,200 o bobl"

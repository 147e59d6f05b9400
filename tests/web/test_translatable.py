"""The words of the pages can be translated: every text that a template shows is marked, and what is marked is found."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from letgo.web.ui.components import WEB

sys.path.insert(0, str(Path(WEB).parent.parent / "scripts"))
from words import MANY, catalogue, words

pytestmark = pytest.mark.look

ROOMS = sorted(path.parent.name for path in WEB.glob("*/templates"))
MARKED = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*[-+]?%\}", re.DOTALL)
SILENT = re.compile(r"\{#.*?#\}|<(script|style|svg|code)\b.*?</\1>", re.DOTALL)
NODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", re.DOTALL)
SPOKEN = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-label)="([^"{]*)"')
CALLS = ("_", "gettext", "ngettext", "url", "static")  # what they are given is marked, or an address
NO_WORDS = {"| Letgo", "lg-large", " checked"}  # the name of the product, a class, an attribute


def unmarked(room: str) -> list[str]:
    """Each piece of text in a room's templates that nobody can translate: between tags, in attributes that are read out, in expressions."""
    found = []
    for path in sorted((WEB / room / "templates").glob("*.html")):
        source = path.read_text(encoding="utf-8")
        bare = SILENT.sub(" ", MARKED.sub(" ", source))
        said = [*(text.strip() for text in NODE.split(bare)), *SPOKEN.findall(bare)]
        found += [
            f"{path.name}: {text}" for text in said if re.search(r"[A-Za-z]{2}", text or "") and text not in NO_WORDS
        ]
        tree = Environment(extensions=["jinja2.ext.i18n"]).parse(source)
        found += [
            f"{path.name}:{line}: {text}" for line, text in _texts(tree) if _spoken(text) and text not in NO_WORDS
        ]
    return found


def _texts(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """Each text in expressions, but for those that are marked, compared, or the name of something."""
    if isinstance(node, nodes.Const):
        if isinstance(node.value, str):
            yield node.lineno, node.value
        return
    for child in _shown(node):
        yield from _texts(child)


def _shown(node: nodes.Node) -> Iterator[nodes.Node]:
    if isinstance(node, nodes.Getitem | nodes.Test) or (isinstance(node, nodes.Filter) and node.name == "replace"):
        yield node.node
    elif isinstance(node, nodes.Pair):
        yield node.value
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in CALLS:
        yield from [*node.args[2 if node.node.name == "ngettext" else 1 :], *(given.value for given in node.kwargs)]
    elif not isinstance(node, nodes.Compare | nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
        yield from node.iter_child_nodes()


def _spoken(text: str) -> bool:
    """Whether it is words for people: it begins with a capital letter, or has a space before or after a word."""
    if "govuk" in text or "lg-" in text or text.startswith("http"):
        return False
    return bool(re.match(r"[A-Z][a-z’]", text) or re.search(r"[A-Za-z]{2} | [A-Za-z]{2}", text))


@pytest.mark.parametrize("room", ROOMS)
def test_no_visible_text_stands_unmarked(room):
    assert unmarked(room) == []


def test_a_planted_text_is_found(tmp_path, monkeypatch):
    (tmp_path / "planted" / "templates").mkdir(parents=True)
    page = tmp_path / "planted" / "templates" / "page.html"
    monkeypatch.setattr(sys.modules[__name__], "WEB", tmp_path)
    for text in (
        "<p>Not marked.</p>",
        '<p aria-label="Not marked">{{ _("Marked") }}</p>',
        '{{ button(text="Not marked") }}',
        "{% if odd %}not marked{% endif %}",
        '{{ "not marked" if odd else _("Marked") }}',
        '{% trans what="Not marked" %}Marked: {{ what }}{% endtrans %}',
    ):
        page.write_text(text, encoding="utf-8")
        assert len(unmarked("planted")) == 1, text
    page.write_text(
        '{% trans %}Marked{% endtrans %}<p class="lg-a b">{{ x["Key"] }}{{ _("One") }}</p>', encoding="utf-8"
    )
    assert unmarked("planted") == []


def test_the_catalogue_holds_whole_sentences_with_where_they_stand():
    found = words()
    assert len(found) > 1000
    assert found["Who does things for whom"][0].startswith("people/templates/acting.html:")
    assert any(place.startswith("people/forms.py:") for place in found["What should we call you?"])
    assert found[f"%(waits)s thing waits for you.{MANY}%(waits)s things wait for you."]
    assert {f"person{MANY}people", f"paper{MANY}papers"} <= set(found)
    said = catalogue()
    assert said.startswith('msgid ""')
    assert said == catalogue()
    assert said.count("msgid ") == len(found) + 1
    assert said.count("msgid_plural ") == sum(MANY in sentence for sentence in found)


def test_a_translation_reaches_the_page_and_its_values_are_still_escaped(monkeypatch):
    from letgo.web.ui import saying
    from letgo.web.ui.environment import environment

    welsh = {"Hello %(name)s": "Helo %(name)s", "Half: 50%% of <b>it</b>": "Hanner: 50%% <b>ohono</b>"}
    monkeypatch.setattr(saying, "gettext", lambda said: welsh.get(said, said))
    monkeypatch.setattr(
        saying, "ngettext", lambda one, many, num: "%(num)s peth" if num == 1 else "%(num)s o bethau %(of)s"
    )
    saying._found.cache_clear()
    saying._whole.cache_clear()
    pages = environment()
    for source, shown in (
        ("{% trans name=name %}Hello {{ name }}{% endtrans %}", "Helo &lt;b&gt;"),
        ('{{ _("Hello %(name)s", name=name) }}', "Helo &lt;b&gt;"),
        ("{% trans %}Half: 50% of <b>it</b>{% endtrans %}", "Hanner: 50% <b>ohono</b>"),
        (
            "{% trans n=2, of=name %}{{ n }} thing{% pluralize n %}{{ n }} things {{ of }}{% endtrans %}",
            "2 o bethau &lt;b&gt;",
        ),
        ("{% trans name=name | safe %}Hello {{ name }}{% endtrans %}", "Helo <b>"),
    ):
        assert pages.from_string(source).render(name="<b>") == shown
    saying._found.cache_clear()
    saying._whole.cache_clear()

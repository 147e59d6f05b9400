"""The words of the pages can be translated: what is marked is found, and what is not marked only becomes less."""

import re
import sys
from pathlib import Path

import pytest

from letgo.web.ui.components import WEB

sys.path.insert(0, str(Path(WEB).parent.parent / "scripts"))
from words import catalogue, words

# Pieces of text in the templates of a room that stand outside {% trans %}. A number here may only be made smaller.
UNMARKED = {
    "checks": 25,
    "door": 46,
    "money": 20,
    "pages": 54,
    "people": 57,
    "places": 48,
    "powers": 33,
    "promises": 4,
    "record": 14,
    "ui": 13,
}

MARKED = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
SILENT = re.compile(r"\{#.*?#\}|<(script|style|svg)\b.*?</\1>", re.DOTALL)
NODE = re.compile(r"\{[{%].*?[%}]\}|<[^>]*>", re.DOTALL)


def unmarked(room: str) -> list[str]:
    """Each piece of text in a room's templates that nobody can translate yet."""
    found = []
    for path in sorted((WEB / room / "templates").glob("*.html")):
        bare = SILENT.sub(" ", MARKED.sub(" ", path.read_text(encoding="utf-8")))
        found += [
            f"{path.name}: {text.strip()}" for text in NODE.split(bare) if text and re.search(r"[A-Za-z]{2}", text)
        ]
    return found


@pytest.mark.parametrize("room", UNMARKED)
def test_what_is_not_marked_only_becomes_less(room):
    assert len(unmarked(room)) <= UNMARKED[room], unmarked(room)


def test_the_catalogue_holds_whole_sentences_with_where_they_stand():
    found = words()
    assert len(found) > 500
    assert found["Who does things for whom"][0].startswith("people/templates/acting.html:")
    assert any(place.startswith("people/forms.py:") for place in found["What should we call you?"])
    said = catalogue()
    assert said.startswith('msgid ""')
    assert said == catalogue()
    assert said.count("msgid ") == len(found) + 1


def test_a_translation_reaches_the_page_and_its_values_are_still_escaped():
    from letgo.web.ui.environment import environment

    pages = environment()
    pages.install_gettext_callables(
        lambda said: {"Hello %(name)s": "Helo %(name)s"}.get(said, said), None, newstyle=True
    )
    shown = pages.from_string("{% trans name=name %}Hello {{ name }}{% endtrans %}").render(name="<b>")
    assert shown == "Helo &lt;b&gt;"

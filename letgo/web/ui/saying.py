"""What {% trans %} and _("…") of a page become: the sentence in the reader's language, with its values escaped.

Jinja's own newstyle functions look each sentence up and make a new format of it each time, 40 times a page. Here a sentence is kept as
it was found, and what has no values is kept whole.

Rooms below speak English and know no language. What they say is translated here, on its way to the page.
"""

from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from markupsafe import Markup, escape

from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import Sentence
from letgo.web.ui.figures import day

Key = TypeVar("Key")
MOST = 20_000  # sentences kept in one process


def said(sentence: str, /, **values: Any) -> Markup:
    """One sentence; its values stand in it as %(name)s and are escaped."""
    if not values:
        return _whole(_language(), sentence)
    return Markup(_found(_language(), sentence) % {name: escape(value) for name, value in values.items()})  # noqa: S704 all values are escaped


def counted(one: str, many: str, num: int, /, **values: Any) -> Markup:
    """The sentence for one or for many; how many there are is a value too (%(num)s)."""
    shown = {name: escape(value) for name, value in {"num": num, **values}.items()}
    return Markup(ngettext(one, many, num) % shown)  # noqa: S704 all values are escaped


def each(table: dict[Key, str]) -> dict[Key, str]:
    """A table of texts that are looked up when they are shown, not when the program starts."""
    return {key: gettext_lazy(text) for key, text in table.items()}


def of_room(text: str) -> str:
    """What a room says, in the reader's language; English where nobody has translated it. No markup: the page escapes all of it."""
    pattern = text.pattern if isinstance(text, Sentence) else text
    found = gettext(pattern) if pattern else ""
    if found == pattern:
        return text
    if not isinstance(text, Sentence):
        return found
    return found.format(
        **{name: day(value) if isinstance(value, date) else value for name, value in text.values.items()}
    )


def refusal(no: Refused) -> str:
    """What is wrong and what to do about it, in one line, for a form."""
    return f"{of_room(no.sentence)} {of_room(no.cure)}".strip()


def _language() -> str | None:
    """The reader's language; with one language only nothing is asked, which is half the cost of a sentence."""
    return get_language() if settings.USE_I18N else None


@lru_cache(maxsize=MOST)
def _found(language: str | None, sentence: str) -> str:
    return gettext(sentence)


@lru_cache(maxsize=MOST)
def _whole(language: str | None, sentence: str) -> Markup:
    return Markup(_found(language, sentence) % {})  # noqa: S704 our own words; a percent sign is written twice in them

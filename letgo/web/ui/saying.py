"""What {% trans %} and _("…") of a page become: the sentence in the reader's language, with its values escaped.

Jinja's own newstyle functions look each sentence up and make a new format of it each time, 40 times a page. Here a sentence is kept as
it was found, and what has no values is kept whole.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext
from markupsafe import Markup, escape

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


def _language() -> str | None:
    """The reader's language; with one language only nothing is asked, which is half the cost of a sentence."""
    return get_language() if settings.USE_I18N else None


@lru_cache(maxsize=MOST)
def _found(language: str | None, sentence: str) -> str:
    return gettext(sentence)


@lru_cache(maxsize=MOST)
def _whole(language: str | None, sentence: str) -> Markup:
    return Markup(_found(language, sentence) % {})  # noqa: S704 our own words; a percent sign is written twice in them

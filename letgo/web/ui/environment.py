"""The Jinja2 environment of all pages. Each room's templates stand under the room's name: ui/shell.html, checks/result.html."""

from functools import cache, lru_cache, partial
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.template import engines
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from letgo.web.ui import coming_back, components, figures, helping, papers, saying
from letgo.web.ui.components import loader, macros


def environment(**options: Any) -> Environment:
    """The environment that settings.TEMPLATES names. A name that a page does not know is an error, not an empty space."""
    pages = Environment(
        loader=loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    pages.newstyle_gettext = True  # values go along as arguments; saying.py escapes them
    pages.globals |= {"gettext": saying.said, "_": saying.said, "ngettext": saying.counted}
    pages.policies["ext.i18n.trimmed"] = True
    pages.globals |= components.functions(macros())
    pages.globals |= {"static": cache(static), "url": url, "operator": operator()}
    pages.globals |= {"sign_in": partial(coming_back.with_next, "sign-in")}  # each takes the page to come back to
    pages.globals |= {"second_step": partial(coming_back.with_next, "second")}
    pages.globals |= {**papers.context(), "after_title": after_title, "help_offered": helping.offered}
    pages.globals |= {"new_key": partial(token_urlsafe, 16)}  # one for each showing of a form
    pages.filters |= {"clock": figures.clock, "day": figures.day, "whole": figures.whole, "of_room": saying.of_room}
    return pages


def load_all() -> None:
    """Compile every page and know every address, before anybody asks: about two seconds."""
    pages = engines["jinja2"].env
    for name in pages.list_templates():
        if not name.startswith(components.GOVUK):
            pages.get_template(name)
    components.load_all()
    reverse("front")


def url(name: str, **address: Any) -> str:
    """The address of a page by its name."""
    return _url(get_script_prefix(), name, tuple(address.items()))


@lru_cache(maxsize=5_000)
def _url(prefix: str, name: str, address: tuple[tuple[str, Any], ...]) -> str:
    """Found once: a page has thirty addresses, and finding one takes as long as writing a row of a table."""
    return reverse(name, kwargs=dict(address))


def after_title(content: Markup, part: Markup | str) -> Markup:
    """The page with `part` straight under its title."""
    before, title, rest = content.partition("</h1>")
    return before + title + part + rest if title else content + part


def operator() -> dict[str, Any]:
    """Who runs this site and how to reach them, as the operator set it, "" until then; and whether all of it is made up."""
    return {"name": settings.LETGO_OPERATOR, "contact": settings.LETGO_CONTACT, "made_up": settings.LETGO_DEMONSTRATION}

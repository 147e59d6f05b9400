"""The Jinja2 environment of all pages. Each room's templates stand under the room's name: ui/shell.html, checks/result.html."""

from functools import cache, partial
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined

from letgo.web.ui import components, figures

WEB = Path(__file__).resolve().parent.parent


def environment(**options: Any) -> Environment:
    """The environment that settings.TEMPLATES names. A name that a page does not know is an error, not an empty space."""
    pages = Environment(
        loader=loader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.globals |= components.functions(macros())
    pages.globals |= {"static": static, "url": url, "operator": operator()}
    pages.globals |= {"new_key": partial(token_urlsafe, 16)}  # one for each showing of a form
    pages.filters |= {"clock": figures.clock, "day": figures.day, "whole": figures.whole}
    return pages


def loader() -> BaseLoader:
    """Our templates by room, then GOV.UK's macros under the prefix by which they find each other."""
    rooms = {folder.parent.name: FileSystemLoader(folder) for folder in sorted(WEB.glob("*/templates"))}
    govuk = {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
    return ChoiceLoader([PrefixLoader(rooms), PrefixLoader(govuk)])


@cache
def macros() -> Environment:
    """An environment for GOV.UK's macros alone: they count on missing names being empty, our pages must not."""
    return Environment(loader=loader(), autoescape=True)


def url(name: str, **address: Any) -> str:
    """The address of a page by its name."""
    return reverse(name, kwargs=address)


def operator() -> dict[str, Any]:
    """Who runs this site and how to reach them, as the operator set it, "" until then; and whether all of it is made up."""
    return {"name": settings.LETGO_OPERATOR, "contact": settings.LETGO_CONTACT, "made_up": settings.LETGO_DEMONSTRATION}

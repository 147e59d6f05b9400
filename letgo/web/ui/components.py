"""GOV.UK Frontend's components as functions: button(text="Count it") in a page. A test holds each equal to the official fixtures."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

STEADY = frozenset(
    {"service-navigation", "skip-link"}
)  # on every page, the same on most, and no person's words in them
MOST = 500
GOVUK = "govuk_frontend_jinja"
WEB = Path(__file__).resolve().parent.parent
USED = (
    "back-link",
    "button",
    "checkboxes",
    "details",
    "error-message",
    "error-summary",
    "file-upload",
    "hint",
    "input",
    "label",
    "panel",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "textarea",
    "warning-text",
)


def functions(macros: Environment) -> dict[str, Callable[..., Markup]]:
    """Each component by its name as Python writes it: back_link, error_summary."""
    return {name.replace("-", "_"): partial(_keywords, macros, name) for name in USED}


def component(macros: Environment, name: str, params: Mapping[str, Any]) -> Markup:
    """One component's HTML. `params` are GOV.UK's own macro options; a `text` is escaped, an `html` must be Markup of ours."""
    template = macros.get_template(f"{GOVUK}/components/{name}/macro.html")
    macro = getattr(template.module, "govuk" + "".join(word.capitalize() for word in name.split("-")))
    return Markup(macro(dict(params)))  # noqa: S704 the macro escapes what is not Markup


def load_all() -> None:
    """Compile what our pages use."""
    for name in macros().list_templates():
        if name.startswith(GOVUK) and PurePosixPath(name).parent.name in {*USED, "macros"}:
            macros().get_template(name)


def _keywords(
    macros: Environment, name: str, /, *, caller: Callable[[], Markup] | None = None, **params: Any
) -> Markup:
    """`caller` is what stands between {% call %} and {% endcall %}."""
    if caller:
        params["html"] = caller()
    return _steady(macros, name, params) if name in STEADY else component(macros, name, params)


def _steady(macros: Environment, name: str, params: dict[str, Any]) -> Markup:
    """A component as it was made for just these params before."""
    key = f"{name} {params!r}"
    if key not in _made:
        if len(_made) >= MOST:
            _made.clear()
        _made[key] = component(macros, name, params)
    return _made[key]


_made: dict[str, Markup] = {}


def loader() -> BaseLoader:
    """Our templates by room, then GOV.UK's macros under the prefix by which they find each other."""
    rooms = {folder.parent.name: FileSystemLoader(folder) for folder in sorted(WEB.glob("*/templates"))}
    govuk = {GOVUK: PackageLoader(GOVUK)}
    return ChoiceLoader([PrefixLoader(rooms), PrefixLoader(govuk)])


@cache
def macros() -> Environment:
    """An environment for GOV.UK's macros alone: they count on missing names being empty, our pages must not."""
    return Environment(loader=loader(), autoescape=True)

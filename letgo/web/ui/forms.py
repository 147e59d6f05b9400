"""A Django form's field as a GOV.UK component, and its errors as a summary. Forms check shape only; rooms check truth."""

from collections.abc import Callable
from typing import Any

from django.forms import BoundField, DateField, Form, TextInput, widgets
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from letgo.web.ui.components import component, macros

DAYS = ["%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]


class Day(DateField):
    """A day as people write it: 1 4 2027, 1/4/2027, 1 April 2027 or 2027-04-01."""

    widget = TextInput

    def __init__(self, label: str, **named: Any):
        wrong = {"invalid": _("Write the day as 1 4 2027."), "required": _("Write the day as 1 4 2027.")}
        hint = _("For example 1 4 2027: day, month, year")
        super().__init__(label=label, help_text=hint, input_formats=DAYS, error_messages=wrong, **named)


def field(bound: BoundField, *, size: str = "m", heading: bool = False) -> Markup:
    """One field with its label, hint and error. `heading`: the label is the page's own h1, for one thing per page."""
    kind, more = _parts(bound)
    if heading and "fieldset" in more:
        legend = {"text": bound.label, "classes": f"govuk-fieldset__legend--{size}", "isPageHeading": True}
        more["fieldset"] = {"legend": legend}
    label = {"text": bound.label, "classes": f"govuk-label--{size}", "isPageHeading": heading}
    shared = {"id": bound.id_for_label or bound.name, "name": bound.html_name, "label": label, **more}
    if bound.help_text:
        shared["hint"] = {"text": bound.help_text}
    if bound.errors:
        shared["errorMessage"] = {"text": bound.errors[0]}
    return component(macros(), kind, shared)


def error_summary(form: Form) -> Markup:
    """What is wrong, each error once, a link to its field. "" when nothing is. Nothing else may take the focus by itself."""
    if not form.errors:
        return Markup()
    wrong = [_line(form, name, text) for name, texts in form.errors.items() for text in texts]
    return component(macros(), "error-summary", {"titleText": _("There is a problem"), "errorList": wrong})


def _line(form: Form, name: str, text: str) -> dict[str, str]:
    return {"text": text} if name == "__all__" else {"text": text, "href": f"#{form[name].id_for_label or name}"}


def _parts(bound: BoundField) -> tuple[str, dict[str, Any]]:
    """The component for the field's widget, and the options that only this component has."""
    for kind, make in PARTS.items():
        if isinstance(bound.field.widget, kind):
            return make(bound)
    raise LookupError(f"No component for {type(bound.field.widget).__name__}.")


def _file(bound: BoundField) -> tuple[str, dict[str, Any]]:
    return "file-upload", {"attributes": dict(bound.field.widget.attrs)}


def _text(bound: BoundField) -> tuple[str, dict[str, Any]]:
    written = {"value": bound.value()} if bound.value() else {}
    return "input", {**written, "attributes": dict(bound.field.widget.attrs)}


def _area(bound: BoundField) -> tuple[str, dict[str, Any]]:
    attributes = dict(bound.field.widget.attrs)
    rows = attributes.pop("rows", 5)
    attributes.pop("cols", None)
    return "textarea", {"value": bound.value() or "", "rows": str(rows), "attributes": attributes}


def _select(bound: BoundField) -> tuple[str, dict[str, Any]]:
    items = [{"value": str(value), "text": str(text)} for value, text in bound.field.choices]
    return "select", {"items": items, "value": str(bound.value() or "")}


def _choice(bound: BoundField) -> tuple[str, dict[str, Any]]:
    return "radios", {**_group(bound), "value": bound.value() or ""}


def _choices(bound: BoundField) -> tuple[str, dict[str, Any]]:
    return "checkboxes", {**_group(bound), "values": [str(value) for value in bound.value() or []]}


def _group(bound: BoundField) -> dict[str, Any]:
    items = [{"value": str(value), "text": str(text)} for value, text in bound.field.choices]
    legend = {"text": bound.label, "classes": "govuk-fieldset__legend--m"}
    return {"idPrefix": bound.id_for_label or bound.html_name, "fieldset": {"legend": legend}, "items": items}


PARTS: dict[type, Callable[[BoundField], tuple[str, dict[str, Any]]]] = {
    widgets.CheckboxSelectMultiple: _choices,
    widgets.FileInput: _file,
    widgets.RadioSelect: _choice,
    widgets.Select: _select,
    widgets.Textarea: _area,
    widgets.TextInput: _text,
}

"""Django's fields as GOV.UK's components, and what is wrong told once on top and once beside the field."""

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from letgo.web.ui.components import component, macros
from letgo.web.ui.forms import error_summary, field
from tests.web.html import Page
from tests.web.test_components import plain


class Asked(forms.Form):
    name = forms.CharField(
        label="Your <name>", help_text="As on your post", error_messages={"required": "Enter your name"}
    )
    way = forms.ChoiceField(label="How?", choices=[("sms", "By text"), ("post", "By post")], widget=forms.RadioSelect)
    file = forms.FileField(label="A file", widget=forms.FileInput(attrs={"accept": ".pb"}))

    def __init__(self, *given, **named):
        super().__init__(*given, auto_id="%s", **named)


def test_a_text_field_is_the_official_input():
    official = component(
        macros(),
        "input",
        {
            "id": "name",
            "name": "name",
            "label": {"text": "Your <name>", "classes": "govuk-label--m"},
            "hint": {"text": "As on your post"},
        },
    )
    assert plain(field(Asked()["name"])) == plain(official)
    assert "Your &lt;name&gt;" in field(Asked()["name"])


def test_a_wrong_field_says_so_beside_it_and_on_top():
    form = Asked(data={"way": "sms"}, files=MultiValueDict())
    shown = field(form["name"])
    assert 'aria-describedby="name-hint name-error"' in shown
    assert "Enter your name" in shown
    summary = error_summary(form)
    assert '<a href="#name">Enter your name</a>' in summary
    assert Page(f"<h1>x</h1>{summary}{field(form['name'])}{field(form['file'])}").wrong() == []


def test_a_choice_keeps_what_was_chosen():
    shown = field(Asked(data={"way": "post"})["way"])
    assert 'value="post" checked' in shown
    assert 'value="sms" checked' not in shown
    assert "<legend" in shown


def test_an_error_of_the_whole_form_has_no_link():
    form = Asked(data={})
    form.add_error(None, "We are full just now.")
    assert "We are full just now." in error_summary(form)
    assert 'href="#__all__"' not in error_summary(form)


def test_no_summary_when_nothing_is_wrong():
    assert error_summary(Asked()) == ""


def test_a_field_without_a_component_is_our_fault():
    class Other(forms.Form):
        day = forms.DateField(widget=forms.SelectDateWidget)

    with pytest.raises(LookupError):
        field(Other()["day"])

"""The one form of "Check a count": a file. Whether it can be counted is for the count to say."""

from typing import Any

from django import forms

from letgo.web.ui.uploads import MB


class FileForm(forms.Form):
    """One .pb file that is there and holds something."""

    file = forms.FileField(
        label="Your file of votes",
        allow_empty_file=False,
        max_length=None,
        error_messages={
            "required": "Choose a file first. Its name ends in .pb",
            "invalid": "Choose a file first. Its name ends in .pb",
            "missing": "Choose a file first. Its name ends in .pb",
            "empty": "This file is empty. Choose the file that holds the votes.",
        },
        widget=forms.FileInput(attrs={"accept": ".pb"}),
    )

    def __init__(self, *given: Any, most_bytes: int, **named: Any):
        super().__init__(*given, auto_id="%s", **named)
        self.fields["file"].help_text = f"A Pabulib file, with a name that ends in .pb. Up to {most_bytes // MB} MB."

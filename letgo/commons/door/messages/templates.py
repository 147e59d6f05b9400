"""Every message that can go out, in its words. A text has at most 160 signs with the longest values that it can hold; a test holds that.

None says who it is for, what it is about, or names the service beyond the site's own word: whoever reads over a shoulder learns nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_TEXT = 160
# GSM 7-bit: a text in these letters alone holds 160; any other letter halves it.
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n@£$!\"#%&'()*+,-./:;<=>?_")


@dataclass(frozen=True)
class Template:
    """`text` for phones; `subject` and `body` for e-mail and letters. `values` names what may be filled in and the longest each can be."""

    text: str
    subject: str
    body: str
    values: Mapping[str, str]


SITE = "https://a-rather-long-name-of-a-site.example.org"
CODE = "000000"
LETTERS = "ACDE FHJK LMNP"

TEMPLATES: dict[str, Template] = {
    "code": Template(
        text="{code} is your code. It works for 15 minutes. Nobody from us will ever ask you for it.",
        subject="Your code",
        body="{code} is your code. It works for 15 minutes.\n\n"
        "Or open this page and press the button there:\n{link}\n\n"
        "Did you not ask for it? Then do nothing. Nobody from us will ever ask you for it.",
        values={"code": CODE, "link": f"{SITE}/sign-in/link/{'x' * 43}"},
    ),
    "letter-code": Template(
        text="Your code is {code}. It works for 14 days. Type it at {site}/c",
        subject="Your code",
        body="Your code is\n\n{code}\n\nGo to {site}/sign-in/code and type it. It works once, in the next 14 days.\n"
        "Nobody from us will ever ask you for it.",
        values={"code": LETTERS, "site": SITE},
    ),
    "news": Template(
        text="There is something new for you. Sign in to see it: {site}",
        subject="There is something new for you",
        body="There is something new for you.\n\nSign in to see it:\n{site}",
        values={"site": SITE},
    ),
    "waits": Template(
        text="Something waits for your answer. Sign in to see it: {site}",
        subject="Something waits for your answer",
        body="Something waits for your answer.\n\nSign in to see it:\n{site}",
        values={"site": SITE},
    ),
    "due": Template(
        text="Something is due by {day}. Sign in to see it: {site}",
        subject="Something is due soon",
        body="Something is due by {day}.\n\nSign in to see it:\n{site}",
        values={"day": "Wednesday 30 September 2026", "site": SITE},
    ),
    "way-in-changed": Template(
        text="A way to sign in to your account was changed. Not you? Ring us at once, or see: {site}",
        subject="A way to sign in was changed",
        body="A way to sign in to your account was changed.\n\nWas it not you? Ring us at once, or see:\n{site}",
        values={"site": SITE},
    ),
}


def rendered(template: str, kind: str, values: Mapping[str, str]) -> tuple[str, str]:
    """(subject, body) of one message by `kind` (text, email, letter). Raises LookupError for a template that is not here."""
    found = TEMPLATES[template]
    known = {name: str(values.get(name, "")) for name in found.values}
    if kind == "text":
        return "", found.text.format(**known)
    return found.subject, found.body.format(**known)

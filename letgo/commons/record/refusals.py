"""How the house says no to a person: one sentence, and what to do about it."""

from typing import Literal

Kind = Literal["refused", "not-allowed", "gone", "too-large", "full"]


class Refused(Exception):
    """A refusal that is meant for the person: `sentence` says what is wrong, `cure` what to do now ("" when nothing helps).

    `kind` lets the web floor choose how to answer; it is never shown. A refusal leaves nothing half-done.
    """

    def __init__(self, sentence: str, cure: str = "", kind: Kind = "refused"):
        super().__init__(sentence)
        self.sentence = sentence
        self.cure = cure
        self.kind = kind


def require(allowed: bool, sentence: str, cure: str = "") -> None:
    """Raise Refused, kind "not-allowed", unless `allowed`. Used with people.queries.may()."""
    if not allowed:
        raise Refused(sentence, cure, kind="not-allowed")

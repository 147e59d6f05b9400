"""How the house says no to a person: one sentence, and what to do about it."""

from typing import Literal

from letgo.commons.record.rules import Sentence

Kind = Literal["refused", "not-allowed", "gone", "too-large", "full"]


class Refused(Exception):
    """A refusal that is meant for the person: `sentence` says what is wrong, `cure` what to do now ("" when nothing helps).

    Both have their `values` at named places, "Write {most} letters at most.": they are finished English that a page can say in
    another language (record.rules.Sentence). `kind` lets the web floor choose how to answer; it is never shown. A refusal leaves
    nothing half-done.
    """

    def __init__(self, sentence: str, cure: str = "", kind: Kind = "refused", **values: object):
        self.sentence: str = _put(sentence, values)
        self.cure: str = _put(cure, values)
        self.kind = kind
        super().__init__(self.sentence)


def require(allowed: bool, sentence: str, cure: str = "", **values: object) -> None:
    """Raise Refused, kind "not-allowed", unless `allowed`. Used with people.queries.may()."""
    if not allowed:
        raise Refused(sentence, cure, kind="not-allowed", **values)


def _put(sentence: str, values: dict[str, object]) -> str:
    """A sentence that rules have finished is as it is."""
    return Sentence(sentence, **values) if values and not isinstance(sentence, Sentence) else sentence

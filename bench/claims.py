"""One line of the bench: what was measured on which file, beside what, and whether that is enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True, slots=True)
class Claim:
    """`value` beside the bar. `least`: the bar is a lower one (times faster); else an upper one (part of, times more).

    `ours`, `theirs`: what was measured, in words, with units. `theirs` names the peer. `kind` "must", "aim", or "figure": no bar.
    """

    section: str
    what: str
    ours: str
    theirs: str
    value: float
    bar: float
    least: bool = True
    kind: str = "must"

    @property
    def holds(self) -> bool:
        """Whether the bar is reached."""
        return self.value >= self.bar if self.least else self.value <= self.bar

    def cells(self) -> list[str]:
        """The claim as cells of a table."""
        if self.kind == "figure":
            return [self.what, self.ours, self.theirs, number(self.value), "", ""]
        bar = f"{self.kind} {'≥' if self.least else '≤'} {number(self.bar)}"
        said = "yes" if self.holds else "**MISSED**" if self.kind == "must" else "not yet"
        return [self.what, self.ours, self.theirs, number(self.value), bar, said]


def table(claims: Iterable[Claim]) -> str:
    """Markdown, a table for each section in the order of their first claims."""
    sections: dict[str, list[Claim]] = {}
    for claim in claims:
        sections.setdefault(claim.section, []).append(claim)
    lines = []
    for name, members in sections.items():
        lines += [
            "",
            f"## {name}",
            "| what | Letgo | beside | ratio | bar | reached |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        lines += ["| " + " | ".join(claim.cells()) + " |" for claim in members]
    return "\n".join(lines).strip() + "\n"


def middle(ratios: Iterable[float]) -> float:
    """The geometric mean: what ratios are averaged by."""
    logs = [log(ratio) for ratio in ratios]
    return exp(sum(logs) / len(logs))


def number(value: float) -> str:
    """Three figures, without an exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def seconds(spent: float) -> str:
    """A time as people write it."""
    return f"{spent:.3g} s" if spent >= 1 else f"{spent * 1e3:.3g} ms"


def megabytes(size: float) -> str:
    """A size in MB of 10**6 bytes."""
    return f"{size / 1e6:.1f} MB"

"""Which ideas say much the same: by groups of letters, so that spelling, endings and word order matter little."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

LEAST = 0.35  # the cosine from which two ideas are shown as alike
MOST = 3
SIZES = (3, 4)  # letters in a group
TITLE_COUNTS = 2  # a title says in few words what it is about

# Words that say nothing about what is wanted: they would make all ideas a little alike.
PLAIN = frozenset(
    re.findall(
        r"\w+",
        """
        a all also an and any are as at be because been but by can could do for from get give had has have here how i
        if in into is it its just like make more my need needs new no nobody not now of on one or our out please
        really should so some that the their them then there these they this to too up us used very want was we when
        where which who will with would you your people residents estate idea money
        """,
    )
)


@dataclass(frozen=True)
class Alike:
    """One idea that is like another: its place in the list that was given, and how like, from LEAST to 1."""

    index: int
    score: float


def alike(title: str, words: str, others: Sequence[tuple[str, str]], most: int = MOST) -> list[Alike]:
    """The at most `most` of `others` (title, words) that are most like an idea, the likest first; none below LEAST.

    TF-IDF over groups of 3 and 4 letters inside words, cosine. Only for showing: nothing is decided by it.
    """
    counts = [grams(*other) for other in others]
    asked = grams(title, words)
    holding = Counter(gram for count in (asked, *counts) for gram in count)
    weights = {gram: log((2 + len(others)) / (1 + number)) + 1 for gram, number in holding.items()}
    length = _length(asked, weights)
    found = []
    for index, count in enumerate(counts):
        shared = asked.keys() & count.keys()
        if not shared:
            continue
        dot = sum(_tf(asked[gram]) * _tf(count[gram]) * weights[gram] ** 2 for gram in shared)
        score = dot / (length * _length(count, weights))
        if score >= LEAST:
            found.append(Alike(index, score))
    return sorted(found, key=lambda one: (-one.score, one.index))[:most]


def grams(title: str, words: str) -> Counter[str]:
    """How often each group of letters stands in an idea; a space marks where a word begins and ends."""
    found: Counter[str] = Counter()
    for text, times in ((title, TITLE_COUNTS), (words, 1)):
        for word in re.findall(r"[^\W\d_]+", text.lower()):
            if word in PLAIN:
                continue
            marked = f" {word} "
            for size in SIZES:
                for start in range(len(marked) - size + 1):
                    found[marked[start : start + size]] += times
    return found


def _tf(count: int) -> float:
    """A word said often counts a little more, not many times as much."""
    return 1 + log(count)


def _length(count: Counter[str], weights: dict[str, float]) -> float:
    return sqrt(sum((_tf(number) * weights[gram]) ** 2 for gram, number in count.items())) or 1.0

"""Pictures as pure SVG, made from plain values: same values, same bytes. The page puts a table with the same words under each.

No viewBox: x and width are per cent of the page, y and height are em. So bars stretch, and words keep the reader's own size,
at 320 px as on paper. Bars, lines and words only; each hue has its own pattern and outline, so colour is never the only sign.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import combining, east_asian_width

from markupsafe import Markup, escape

LABEL = 34  # what one line may hold at 320 px, in letters of middle width
EDGE = Fraction(1, 5)  # per cent, so that an outline is not cut off at the left
LINE = Fraction(13, 10)  # em, from one line of words to the next
TALLEST = Fraction(7, 2)  # em
THINNEST = Fraction(2, 5)


@dataclass(frozen=True)
class Bar:
    """One bar: a bold name, its value in words, its length, and which of the four marks (1..4) it wears."""

    name: str
    words: str
    length: int
    mark: int = 1


@dataclass(frozen=True)
class Box:
    """One thing that was paid for together: `full` people paid `each`, `partial` people paid less, `partial_each` on average."""

    name: str
    words: str
    under: str
    full: int
    each: Fraction
    partial: int = 0
    partial_each: Fraction = Fraction(0)


@dataclass(frozen=True)
class Pile:
    """One bar of several parts laid end to end: (length, mark) of each."""

    name: str
    words: str
    parts: Sequence[tuple[Fraction, int]]


@dataclass(frozen=True)
class Stair:
    """How far up four steps something reaches (1..4), and how far it was promised to reach."""

    name: str
    words: str
    reached: int
    promised: int = 0


@dataclass(frozen=True)
class Parts:
    """So many of a whole, as blocks that can be counted; `mark` is the class of a full block ("m1", "m1c", "m4")."""

    name: str
    words: str
    full: int
    mark: str = "m1"


def bars(ident: str, title: str, says: str, rows: Sequence[Bar], unit: str) -> Markup:
    """Bars that are compared by length, from zero, each on a pale track.

    `says` holds the figures in a sentence; `unit` stands under the axis.
    """
    ticks = round_ticks(max((row.length for row in rows), default=0))
    parts: list[Markup] = []
    y = Fraction(1)
    for row in rows:
        y = _words(parts, y, row.name, row.words)
        parts.append(_rect("lg-track", Fraction(0), y, Fraction(100), Fraction(5, 4)))
        parts.append(_rect(f"lg-m{row.mark}", EDGE, y, _share(row.length, ticks[-1]), Fraction(5, 4)))
        y += Fraction(13, 4)
    height = _axis(parts, y - Fraction(7, 5), ticks, unit)
    return _svg(ident, title, says, parts, height)


def piles(ident: str, title: str, says: str, rows: Sequence[Pile], unit: str, goal: Fraction = Fraction(0)) -> Markup:
    """Bars of several parts, compared by their whole length, from zero. `goal`: where a line stands across each, 0 for none."""
    ticks = round_ticks(max((sum(length for length, _ in row.parts) for row in rows), default=Fraction(0)).__ceil__())
    parts: list[Markup] = []
    y, tall = Fraction(1), Fraction(5, 4)
    for row in rows:
        y = _words(parts, y, row.name, row.words)
        parts.append(_rect("lg-track", Fraction(0), y, Fraction(100), tall))
        x = EDGE
        for length, mark in row.parts:
            wide = length / ticks[-1] * (100 - 2 * EDGE)
            parts.append(_rect(f"lg-m{mark}", x, y, wide, tall))
            x += wide
        if 0 < goal <= ticks[-1]:
            at = _number(EDGE + goal / ticks[-1] * (100 - 2 * EDGE))
            line = Markup('<line class="lg-goal" x1="{x}%" y1="{top}em" x2="{x}%" y2="{foot}em"/>')
            parts.append(line.format(x=at, top=_number(y - Fraction(1, 5)), foot=_number(y + tall + Fraction(1, 5))))
        y += Fraction(13, 4)
    height = _axis(parts, y - Fraction(7, 5), ticks, unit)
    return _svg(ident, title, says, parts, height)


def boxes(ident: str, title: str, says: str, rows: Sequence[Box], unit: str) -> Markup:
    """Boxes as wide as people paid and as tall as each of them paid: the area is the price (unless too_thin says so for one)."""
    ticks = round_ticks(max((row.full + row.partial for row in rows), default=0))
    most = max((row.each for row in rows), default=Fraction(0))
    parts: list[Markup] = []
    y = Fraction(1)
    for row in rows:
        y = _words(parts, y, row.name, row.words, row.under)
        tall, width = _height(row.each, most), _share(row.full, ticks[-1])
        if row.full:
            parts.append(_rect("lg-m1", EDGE, y, width, tall))
        if row.partial:
            less = min(tall, _height(row.partial_each, most))
            left = EDGE + width + Fraction(3, 5) if row.full else EDGE
            share = max(_share(row.partial, ticks[-1]), Fraction(1))
            parts.append(_rect("lg-m2", min(left, 100 - share), y + tall - less, share, less))
        y += tall + Fraction(21, 10)
    height = _axis(parts, y - Fraction(3, 2), ticks, unit)
    return _svg(ident, title, says, parts, height)


def stairs(ident: str, title: str, says: str, rows: Sequence[Stair]) -> Markup:
    """How much say people have, each bar up to one of four steps. A dashed end is promised and not true yet."""
    parts: list[Markup] = []
    y, tall = Fraction(1), Fraction(1)
    for row in rows:
        y = _words(parts, y, f"{row.name}:", row.words)
        parts.append(_rect("lg-track", Fraction(0), y, Fraction(100), tall))
        if row.promised > row.reached:
            left = Fraction(25 * row.reached)
            parts.append(_rect("lg-m4", left, y, 25 * row.promised - left - EDGE, tall))
        parts.append(_rect("lg-m1", EDGE, y, 25 * row.reached - 2 * EDGE, tall))
        parts.extend(_step(Fraction(x), y) for x in (25, 50, 75))
        y += Fraction(3)
    return _svg(ident, title, says, parts, y - 1 - Fraction(1, 2))


def blocks(ident: str, title: str, says: str, rows: Sequence[Parts], total: int) -> Markup:
    """How many of `total` things, as that many blocks in a row, the full ones first. Up to 40; more become one bar."""
    parts: list[Markup] = []
    y, tall = Fraction(1), Fraction(5, 4)
    for row in rows:
        y = _words(parts, y, f"{row.name}:", row.words)
        if total > 40:
            parts.append(_rect("lg-track", Fraction(0), y, Fraction(100), tall))
            parts.append(_rect(f"lg-{row.mark}", EDGE, y, _share(row.full, total), tall))
        wide = Fraction(100, total) if 0 < total <= 40 else Fraction(0)
        for i in range(total if wide else 0):
            mark = f"lg-{row.mark}" if i < row.full else "lg-track"
            parts.append(_rect(mark, i * wide + EDGE, y, wide - min(wide / 2, Fraction(1)), tall))
        y += Fraction(13, 4)
    return _svg(ident, title, says, parts, y - 1 - Fraction(1, 2))


def _step(x: Fraction, y: Fraction) -> Markup:
    shape = Markup('<line class="lg-grid" x1="{x}%" y1="{top}em" x2="{x}%" y2="{foot}em"/>')
    return shape.format(x=_number(x), top=_number(y - Fraction(1, 10)), foot=_number(y + Fraction(11, 10)))


def too_thin(rows: Iterable[Box]) -> bool:
    """Whether some box had to be drawn taller than its price says, so as to be seen at all."""
    rows = list(rows)
    most = max((row.each for row in rows), default=Fraction(0))
    return any(most and TALLEST * each / most < THINNEST for row in rows for each in _prices(row))


def round_ticks(most: int) -> list[int]:
    """3 to 5 round numbers from 0 to at least `most`, in even steps."""
    step = 1
    while True:
        for nice in (step, 2 * step, 5 * step):
            count = max(2, -(-most // nice))
            if count <= 4:
                return [nice * i for i in range(count + 1)]
        step *= 10


def lines(text: str, room: int = LABEL, most: int = 2) -> list[str]:
    """`text` in at most `most` lines of at most `room` letters of middle width, broken between words; the rest becomes "…"."""
    words, rows = text.split(), [""]
    for word in words:
        longer = f"{rows[-1]} {word}".strip()
        if width(longer) <= room:
            rows[-1] = longer
        elif rows[-1] and len(rows) < most and width(word) <= room:
            rows.append(word)
        else:
            rows[-1] = _cut(longer, room)
            break
    return rows


def width(text: str) -> float:
    """How long a text is in letters of middle width: capitals and wide scripts need more, marks over letters need nothing."""
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> float:
    """A bold letter of the widest usual font, where 1 is 0.53 em. A browser test measures that no label runs over."""
    if combining(letter):
        return 0
    if east_asian_width(letter) in "WF" or letter in "W@—…":
        return 1.9
    if letter in "MmwŒœÆæ%":
        return 1.7
    return 1.3 if letter.isupper() else 1


def _cut(text: str, room: int) -> str:
    while text and width(text) > room - 2:
        text = text[:-1]
    return text.rstrip(" ,.;:") + "…"


def _words(parts: list[Markup], y: Fraction, name: str, words: str, under: str = "") -> Fraction:
    """The name in bold, its words after it or, when there is no room, on the next line. Returns where the bar begins."""
    rows = lines(name)
    together = width(f"{rows[-1]} {words}") <= LABEL
    for i, row in enumerate(rows):
        tail = Markup(" {}").format(words) if together and i == len(rows) - 1 else ""
        text = Markup('<text x="0" y="{}em"><tspan class="lg-b">{}</tspan>{}</text>')
        parts.append(text.format(_number(y + i * LINE), row, tail))
    y += (len(rows) - 1) * LINE
    plain, soft = Markup('<text x="0" y="{}em">{}</text>'), Markup('<text class="lg-s" x="0" y="{}em">{}</text>')
    further = ([] if together else [(plain, words)]) + [(soft, row) for row in lines(under) if row]
    for text, row in further:
        y += LINE
        parts.append(text.format(_number(y), row))
    return y + Fraction(1, 2)


def _axis(parts: list[Markup], y: Fraction, ticks: Sequence[int], unit: str) -> Fraction:
    """Line, ticks, their numbers and the unit under them. Returns the picture's whole height."""
    mark = Markup('<line class="lg-axis" x1="{}%" y1="{}em" x2="{}%" y2="{}em"/>')
    parts.append(mark.format(0, _number(y), 100, _number(y)))
    for i, tick in enumerate(ticks):
        x = _number(_share(tick, ticks[-1], edge=Fraction(0)))
        anchor = "start" if i == 0 else "end" if i == len(ticks) - 1 else "middle"
        parts.append(mark.format(x, _number(y), x, _number(y + Fraction(2, 5))))
        label = Markup('<text class="lg-s" x="{}%" y="{}em" text-anchor="{}">{}</text>')
        parts.append(label.format(x, _number(y + Fraction(8, 5)), anchor, f"{tick:,}"))
    parts.append(Markup('<text class="lg-s" x="0" y="{}em">{}</text>').format(_number(y + 3), unit))
    return y + Fraction(18, 5)


def _svg(ident: str, title: str, says: str, parts: Sequence[Markup], height: Fraction) -> Markup:
    frame = Markup(
        '<svg class="lg-svg" height="{height}em" role="img" aria-labelledby="{ident}-t {ident}-d">\n'
        '<title id="{ident}-t">{title}</title>\n<desc id="{ident}-d">{says}</desc>\n{parts}\n</svg>'
    )
    return frame.format(
        ident=escape(ident), title=title, says=says, height=_number(height), parts=Markup("\n").join(parts)
    )


def _rect(mark: str, x: Fraction, y: Fraction, width: Fraction, height: Fraction) -> Markup:
    shape = Markup('<rect class="{}" x="{}%" y="{}em" width="{}%" height="{}em"/>')
    return shape.format(mark, *map(_number, (x, y, width, height)))


def _share(part: int, whole: int, edge: Fraction = 2 * EDGE) -> Fraction:
    """Per cent of the width, less the room for outlines."""
    return Fraction(part, whole) * (100 - edge)


def _height(each: Fraction, most: Fraction) -> Fraction:
    return max(TALLEST * each / most, THINNEST) if most else THINNEST


def _prices(row: Box) -> list[Fraction]:
    return [row.each, row.partial_each] if row.partial else [row.each]


def _number(value: Fraction | int) -> str:
    """At most two decimals, rounded exactly: no float, so no platform writes it otherwise."""
    hundredths = round(Fraction(value) * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")

"""Voting by order: a number beside each name, then a look at the order, where a button moves each up or down. No script, no drag.

The order travels inside the form as numbers of options, best first; nothing else here holds it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from letgo.commons.record.refusals import Refused
from letgo.decide.ballots.models import Option, Poll
from letgo.web.ballots import words
from letgo.web.ballots.ranked import of_group, reserved
from letgo.web.ui.figures import ordinal

LONGEST = 4  # letters of a number in a box: enough for the last place of any list
OPEN_UP_TO = 8  # so many without a number stand in the open under the order; more behind one link


@dataclass(frozen=True)
class Box:
    """One number box: whose it is, what was typed into it, and what is wrong with that, or ""."""

    option: Option
    typed: str
    fault: str = ""


@dataclass(frozen=True)
class Filled:
    """All boxes of a paper as somebody filled them in. `order`: numbers of options, best first, as far as boxes can be read."""

    boxes: list[Box]
    order: tuple[int, ...]
    faults: list[tuple[str, int]]  # a sentence, and the option at whose box it is put right


def filled(options: Sequence[Option], given: Mapping[str, str]) -> Filled:
    """Read the boxes, "n-7" being that of option 7. Gaps are fine: 1, 3, 7 is first, second, third. Empty boxes rank nobody."""
    typed = {option.number: given.get(f"n-{option.number}", "").strip()[:20] for option in options}
    titles = {option.number: option.title for option in options}
    wrong = {number: _unread(text) for number, text in typed.items() if text and _unread(text)}
    at: dict[int, list[int]] = defaultdict(list)
    for number, text in typed.items():
        if text and number not in wrong:
            at[int(text)].append(number)
    faults = [(fault, number) for number, fault in wrong.items()]
    for place, same in at.items():
        if len(same) > 1:
            said = _twice(place, [titles[number] for number in same])
            wrong |= dict.fromkeys(same, said)
            faults.append((said, same[-1]))
    order = tuple(number for place in sorted(at) for number in at[place])
    return Filled([Box(o, typed[o.number], wrong.get(o.number, "")) for o in options], order, faults)


def _unread(text: str) -> str:
    """Why this is no place in an order, or ""."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        return _("“{text}” is no number we can use. Write 1, 2, 3 and so on, or leave the box empty.").format(text=text)
    return "" if int(text) else _("Write 1 for the one you like most. There is no 0.")


def _twice(place: int, names: Sequence[str]) -> str:
    if len(names) == 2:
        return _("You gave {number} to both {one} and {other}. Change one.").format(
            number=place, one=names[0], other=names[1]
        )
    return _("You gave {number} to {names}. Leave it at one of them.").format(number=place, names=words.listed(names))


MOVES: Mapping[str, Callable[[list[int], int], int]] = {  # from where in the order to where
    "up": lambda order, at: max(at - 1, 0),
    "down": lambda order, at: min(at + 1, len(order) - 1),
}


def moved(order: Sequence[int], step: str, number: int, listed: Sequence[int]) -> tuple[int, ...]:
    """The order after a button: "up", "down", "out" of it, or "add" to its end. What cannot be done changes nothing."""
    found = list(order)
    if step == "add":
        return (*found, number) if number in listed and number not in found else tuple(found)
    if number not in found:
        return tuple(found)
    at = found.index(number)
    found.pop(at)
    if step in MOVES:
        found.insert(MOVES[step](list(order), at), number)
    elif step != "out":
        return tuple(order)
    return tuple(found)


@dataclass(frozen=True)
class Note:
    """What a button did: its step, the option, and a sentence for the place where it stands; "" when nothing changed."""

    step: str = ""
    number: int = 0
    says: str = ""


def noted(before: Sequence[int], after: Sequence[int], step: str, option: Option) -> Note:
    """The note of a step that made `after` of `before`."""
    if tuple(before) == tuple(after):
        return Note()
    if option.number not in after:
        return Note(step, option.number, _("Taken out: {name}.").format(name=option.title))
    said = _("Now {place}.") if step in MOVES else _("Now {place}: {name}.")
    place = ordinal(after.index(option.number) + 1)
    return Note(step, option.number, said.format(place=place, name=option.title))


# Pages. `around`: what goes along with each page of this vote, as voting.py knows it.


def numbers(request: HttpRequest, poll: Poll, options: Sequence[Option], given: Filled) -> HttpResponse:
    """The paper: a number box beside each name. 422 with what is wrong, each at its box."""
    shown = {
        **_around(request, poll),
        "boxes": given.boxes,
        "faults": given.faults,
        "partial": words.PARTIAL.get(poll.method, words.PARTIAL_PLAIN),
        "none_says": words.NONE_SAYS.get(poll.method, words.NONE_PLAIN),
        "seats": words.seats_of(poll),
        "kept": reserved(poll),
        "group": partial(of_group, poll),
    }
    return render(request, "ballots/vote_ranked.html", shown, status=422 if given.faults else 200)


def check(
    request: HttpRequest,
    poll: Poll,
    options: Sequence[Option],
    order: Sequence[int],
    *,
    refusal: Refused | None = None,
    note: Note = Note(),
    opened: bool = False,
) -> HttpResponse:
    """The order as it would go into the box, with its buttons; and who is not in it. `note`: what a button just did."""
    named = {option.number: option for option in options}
    rest = [option for option in options if option.number not in order]
    shown = {
        **_around(request, poll),
        "rows": [named[number] for number in order],
        "rest": rest,
        "opened": opened or len(rest) <= OPEN_UP_TO,
        "order": ",".join(map(str, order)),
        "note": note,
        "refusal": refusal,
        "left_out": words.LEFT_OUT.get(poll.method, words.LEFT_OUT_PLAIN),
    }
    return render(request, "ballots/vote_order.html", shown, status=422 if refusal else 200)


def _around(request: HttpRequest, poll: Poll) -> dict[str, Any]:
    return {
        "poll": poll,
        "place": poll.place,
        "closes": words.moment(poll.closes),
        "agreed": request.POST.get("agreed", ""),
    }


def answered(
    request: HttpRequest, poll: Poll, options: Sequence[Option]
) -> tuple[HttpResponse | None, tuple[int, ...]]:
    """What a button of either page leads to, and the order as it is then; None instead of a page: into the box with it."""
    listed, asked = [option.number for option in options], request.POST.get("go", "")
    if "order" not in request.POST:
        given = filled(options, request.POST)
        if asked == "one-by-one":
            return check(request, poll, options, given.order, opened=True), given.order
        if given.faults or asked == "begin":
            return numbers(request, poll, options, given), given.order
        return check(request, poll, options, given.order), given.order
    order = tuple(dict.fromkeys(number for number in _numbers(request.POST["order"]) if number in listed))
    if asked == "send":
        return None, order
    if asked == "numbers":
        typed = {f"n-{number}": str(at) for at, number in enumerate(order, start=1)}
        return numbers(request, poll, options, filled(options, typed)), order
    step, _, text = asked.partition("-")
    number = next(iter(_numbers(text)), 0)
    after = moved(order, step, number, listed)
    note = next((noted(order, after, step, option) for option in options if option.number == number), Note())
    return check(request, poll, options, after, note=note, opened=step == "add"), after


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.isascii() and part.isdigit() and len(part) < 6]

"""What the register says, in plain sentences made from plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.forms import Form

from letgo.commons.money import rules as rules_of_money
from letgo.commons.places.queries import today
from letgo.commons.powers import rules
from letgo.commons.powers.models import Decision, Power, VetoRight
from letgo.commons.powers.petitions.queries import Asked
from letgo.commons.powers.queries import Entry
from letgo.commons.powers.rules import Rung
from letgo.web.ui.figures import day, people

RUNGS = {rung: words for words, rung in rules.RUNGS.items()}
STATES = {
    "kept": "Kept",
    "offered": "Offered",
    "accepted": "Agreed, not begun",
    "declined": "Turned down",
    "held": "With residents",
    "warned": "With residents, after a warning",
    "helped": "With residents, with help",
    "supervised": "With residents, watched over",
    "lapsed": "Past its date, still with residents",
    "noticed": "With residents, notice given",
    "ended": "Ended",
}
HELD_DOWN = {
    "options": "{giver} alone picks what can be chosen.",
    "no-notice": "It can be ended without notice.",
    "notice": "It can be ended within {days} days.",
    "agenda": "{giver} alone says what is decided, and when.",
    "money": "{giver} keeps the money, and can leave a decision unpaid.",
    "information": "{giver} alone has the facts and figures.",
    "changes": "{giver} can change these terms alone.",
    "veto-any": "It can be stopped for any reason at all.",
    "veto-days": "It can be stopped more than 28 days later.",
}
HAPPENS = {"boards.open-recall": "a vote opens by itself"}  # what enough names set going, where it is no answer
SIDES = {"giver": "{giver}", "together": "Both together", "holder": "Those who hold the power"}
VERBS = {
    "powers.hand-over": "Offered",
    "powers.keep": "Kept by the council",
    "powers.ask-for": "Asked for by the board",
    "powers.accept": "Accepted",
    "powers.begin": "Begun",
    "powers.decline": "Turned down",
    "powers.give-notice": "Notice given",
    "powers.take-back-notice": "Notice taken back",
    "powers.agree-to-end": "One side agreed to end it",
    "powers.end": "Ended",
    "powers.lapse": "Past its date. It stays with residents",
    "powers.warn": "A warning",
    "powers.offer-help": "Help offered",
    "powers.supervise": "Watched over",
    "powers.give-back": "All right again",
    "powers.reply": "The answer of those who hold it",
    "powers.review": "Looked at again",
    "powers.veto": "A decision was stopped",
    "powers.answer-veto": "Who stopped it said what must change",
}


def pounds(pence: int | None) -> str:
    """£60,000; "" for none."""
    return "" if pence is None else rules_of_money.pounds(pence)


def who(entry: Entry) -> str:
    """Who decides today."""
    power = entry.power
    if entry.today == Rung.RESIDENTS:
        return power.holder_words
    if entry.today == Rung.TOGETHER:
        return f"{power.speaker or power.holder_words} and {power.giver} together"
    return str(power.giver) + (", after asking" if entry.today == Rung.ASKED else "")


def how_far(entry: Entry) -> str:
    """The limits; for what is only promised, from when; for what is kept, whether there is a reason."""
    power = entry.power
    if power.state == "offered":
        return f"{power.holder_words}, once they say yes"
    if power.state == "accepted":
        return f"{power.holder_words}, from {day(power.start)}"
    if power.state in ("kept", "declined"):
        return "" if power.reasons else f"No reason yet. One is due by {day(power.review)}."
    money = [
        f"{pounds(power.pence_each)} each time" if power.pence_each else "",
        f"{pounds(power.pence_a_year)} a year" if power.pence_a_year else "",
    ]
    said = [*filter(None, money), *filter(None, [power.scope])]
    return ", ".join(said) or "No limit of money"


def stopping(entry: Entry) -> str:
    """How a decision can be stopped, and by whom."""
    power = entry.power
    if power.state in ("kept", "declined", "offered", "accepted") or entry.today <= Rung.ASKED:
        return "Residents can demand an answer"
    if entry.today == Rung.TOGETHER:
        return "Either side can say no"
    return "; ".join(right_words(right) for right in entry.rights) or "Nobody can stop it"


def right_words(right: VetoRight) -> str:
    """One right to stop, in a line."""
    return f"{right.organisation} may say no in {right.days} days, with reasons"


def held_down(entry: Entry) -> list[str]:
    """Why the terms are worth less than they say, a sentence each."""
    power = entry.power
    return [HELD_DOWN[code].format(giver=power.giver, days=power.notice_days) for code in entry.judged.because]


def side(power: Power, name: str) -> str:
    """Who has one thing in hand: the agenda, the options, the money, the facts, the terms."""
    return SIDES[name].format(giver=power.giver) if name else "No money goes with it"


def news(entry: Entry) -> str:
    """One sentence: how it stands today."""
    power = entry.power
    said = {
        "kept": f"{power.giver} decides. It has kept this power.",
        "declined": f"{power.giver} decides. Residents turned the offer down.",
        "offered": f"{power.giver} offers this to {power.holder_words.lower()}. Nothing changes until they say yes.",
        "accepted": f"From {day(power.start)} on: {power.holder_words}." if power.start else "",
        "lapsed": f"Its date is past and nobody ended it. So it stays with {power.holder_words.lower()}.",
        "noticed": f"{power.giver} has given notice. It can end on {day(power.last)}." if power.last else "",
        "ended": f"This ended on {day(power.ended)}." if power.ended else "",
        "warned": f"{power.giver} says something must be put right by {day(power.until)}." if power.until else "",
        "helped": f"Help runs until {day(power.until)}." if power.until else "",
        "supervised": f"An outside checker writes down each decision until {day(power.until)}." if power.until else "",
    }
    return said.get(power.state) or f"Who decides: {who(entry)}."


def because(entry: Entry, decision: Decision, halted: bool) -> list[tuple[str, str]]:
    """What follows from a decision, each step its bold words and the rest: what is true, what is booked and when, and whose duty it is."""
    power = entry.power
    steps = [("It is public.", f"It stands in the record since {day(decision.on)}.")]
    if halted:
        return [*steps, ("It was stopped.", "Nothing follows from it. The reason stands below.")]
    last = max((decision.on + timedelta(days=right.days) for right in entry.rights), default=None)
    if last and last >= today():
        steps.append((f"It can be stopped until {day(last)}.", "Only with a reason that everyone can read."))
    else:
        steps.append(("It holds.", "Nobody can stop it any more." if last else "Nobody may stop it."))
    if decision.pence:
        steps.append(("The money", f"is {pounds(decision.pence)}, out of what this power may spend."))
    return [*steps, ("What is done:", f"{power.by_hand.rstrip('.')}.")] if power.by_hand else steps


def next_steps(entry: Entry) -> list[str]:
    """What happens next, by when, who holds the duty and how to insist."""
    power, speaker = entry.power, entry.power.speaker
    effect = f"When it is accepted: {power.by_hand}." if power.by_hand else "What it sets going then happens by itself."
    said = {
        "offered": [
            f"{speaker} says yes or no. Until then nothing changes.",
            effect,
            f"It begins on {day(power.start)}.",
        ]
        if power.start
        else [],
        "accepted": [f"It begins on {day(power.start)} by itself.", effect] if power.start else [],
        "held": [effect, f"Both sides look at it again by {day(power.review)}."],
        "noticed": [
            f"Until {day(power.last)} nothing changes.",
            f"{speaker} can answer. The answer stands beside the reasons.",
            f"If {power.giver} does nothing on that day, it stays where it is.",
        ]
        if power.last
        else [],
        "ended": [f"{power.giver} must say why it keeps this power, and when it looks at that again."],
        "declined": [
            f"{power.giver} can offer it again on other terms.",
            f"It is looked at again by {day(power.review)}.",
        ],
        "kept": [f"It is looked at again by {day(power.review)}."],
    }
    watched = [
        f"{speaker} can answer. The answer stands beside the reasons.",
        "No power ends by this. Ending needs notice.",
    ]
    return [
        *said.get(power.state, watched),
        "To insist: start a demand. With enough names an answer is owed by a date.",
    ]


def desc(entries: Sequence[Entry]) -> str:
    """The picture's figures in sentences."""
    said = ["Four steps: council decides, residents are asked, decided together, residents decide."]
    for step in reversed(Rung):
        titles = [entry.power.title for entry in entries if entry.today == step]
        if titles:
            said.append(f"{RUNGS[step].capitalize()}: {', '.join(titles)}.")
    coming = [entry.power.title for entry in entries if entry.promised > entry.today]
    return " ".join([*said, *([f"Promised, not true yet: {', '.join(coming)}."] if coming else [])])


def lead(entries: Sequence[Entry]) -> str:
    """How many things residents decide, and how many they share, in a sentence."""
    decide, share = (sum(entry.today == rung for entry in entries) for rung in (Rung.RESIDENTS, Rung.TOGETHER))
    if not entries:
        return "Nothing is written down here yet about who decides."
    things = "1 big thing" if len(entries) == 1 else f"{len(entries)} big things"
    more = f" and share {share} more" if share else ""
    return f"Residents decide {decide} of the {things} here{more}."


def names(number: int, threshold: int) -> str:
    """41 of 60 names; 75 names."""
    return f"{number} of {threshold} names" if number < threshold else people(number, "name", "names")


@dataclass(frozen=True)
class Shown:
    """A demand in a list: its title, how many names, how it stands in a sentence; `answer` when who reads it is to answer it."""

    id: str
    title: str
    names: str
    standing: str
    answer: bool = False


def demand(asked: Asked, answer: bool = False) -> Shown:
    """A demand, or a board's question, as a list shows it."""
    row = asked.petition
    title = f"Question from {row.organisation.name}: {row.title}" if row.organisation else f"Demand: {row.title}"
    count = "" if row.organisation else names(asked.names, row.threshold)
    return Shown(str(row.pk), title, count, standing(asked), answer)


def standing(asked: Asked) -> str:
    """How a demand stands, with who must do what by when."""
    row = asked.petition
    happens = HAPPENS.get(row.effect, "")
    if row.state == "open" and asked.days_left is not None:
        days = "Today is the last day." if asked.days_left == 0 else f"{people(asked.days_left, 'day', 'days')} left."
        if happens:
            return f"At {row.threshold} names {happens}. {days}"
        return f"At {row.threshold} names {lower(row.answers_words)} must answer in {row.answer_days} days. {days}"
    if row.state in ("reached", "answered") and happens:
        return f"There are enough names: {happens}."
    if row.state == "reached":
        late = f" That is {people(asked.overdue, 'day', 'days')} over." if asked.overdue else ""
        return f"{row.answers_words} must answer in public by {day(row.due)}.{late}"
    if row.state == "answered":
        return f"Answered on {day(row.answered)}."
    if row.state == "withdrawn":
        return "Taken back by the person who started it."
    return f"Closed on {day(row.closes)} with {names(asked.names, row.threshold)}."


def lower(text: str) -> str:
    """A title inside a sentence: the councillor. A name keeps its capital."""
    return text[0].lower() + text[1:] if text.startswith("The ") else text


def facts(entry: Entry) -> list[tuple[str, str]]:
    """Everything the register says about one power: heading and words, empty ones left out."""
    power = entry.power
    both = power.state not in ("kept", "declined")
    said = [
        ("Who decides today", who(entry)),
        ("What the terms call it", RUNGS[Rung(power.declared)].capitalize() if both else ""),
        ("What the terms are worth", RUNGS[entry.judged.rung].capitalize() if both else ""),
        ("Where", power.place.name),
        ("Given by", power.giver.name),
        ("Who speaks for those who hold it", power.speaker.name if power.speaker else ""),
        ("How far it goes", how_far(entry) if both else ""),
        ("What stays with the council", power.reserve),
        ("Who says what is decided, and when", side(power, power.agenda) if both else ""),
        ("Who picks what can be chosen", side(power, power.options) if both else ""),
        ("Who has the facts and figures", side(power, power.information) if both else ""),
        ("Who keeps the money", side(power, power.money) if both else ""),
        ("How it can be stopped", stopping(entry)),
        ("Grounds for a no", "; ".join(ground for right in entry.rights for ground in right.grounds)),
        (
            "Who can change these terms",
            "Both, by two thirds of each, after notice" if power.changes == "together" and both else "",
        ),
        ("What happens when they decide", power.by_hand if both else ""),
        ("Notice to end it", people(power.notice_days, "day", "days") if both else ""),
        ("Begins", day(power.start) if power.start else ""),
        ("Is up", f"{day(power.end)}. Nobody takes it back by that alone." if power.end else ""),
        ("Made binding by", ", ".join(filter(None, [power.instrument, power.instrument_file]))),
        ("Looked at again by", day(power.review)),
    ]
    return [(head, text) for head, text in said if text]


def answers(form: Form) -> list[tuple[str, str]]:
    """What was filled in, as people read it: label and answer."""
    seen = []
    for bound in form:
        choices = dict(getattr(bound.field, "choices", ()))
        value = bound.data or ""
        seen.append((str(bound.label), str(choices.get(value, value)) or "Nothing"))
    return seen

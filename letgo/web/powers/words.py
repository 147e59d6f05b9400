"""What the register says, in plain sentences made from plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.money import rules as rules_of_money
from letgo.commons.places.queries import today
from letgo.commons.powers import rules
from letgo.commons.powers.models import Decision, Power, VetoRight
from letgo.commons.powers.petitions.queries import Asked
from letgo.commons.powers.queries import Entry
from letgo.commons.powers.rules import Rung
from letgo.web.ui.figures import day, people
from letgo.web.ui.saying import each

RUNGS = {rung: words for words, rung in rules.RUNGS.items()}
STATES = each(
    {
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
)
HELD_DOWN = each(
    {
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
)
HAPPENS = {"boards.open-recall": lazy("a vote opens by itself")}  # what enough names set going, where it is no answer
SIDES = {"giver": "{giver}", "together": lazy("Both together"), "holder": lazy("Those who hold the power")}
VERBS = each(
    {
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
)


def pounds(pence: int | None) -> str:
    """£60,000; "" for none."""
    return "" if pence is None else rules_of_money.pounds(pence)


def who(entry: Entry) -> str:
    """Who decides today."""
    power = entry.power
    if entry.today == Rung.RESIDENTS:
        return power.holder_words
    if entry.today == Rung.TOGETHER:
        return _("{speaker} and {giver} together").format(
            speaker=power.speaker or power.holder_words, giver=power.giver
        )
    return str(power.giver) + (_(", after asking") if entry.today == Rung.ASKED else "")


def how_far(entry: Entry) -> str:
    """The limits; for what is only promised, from when; for what is kept, whether there is a reason."""
    power = entry.power
    if power.state == "offered":
        return _("{holder_words}, once they say yes").format(holder_words=power.holder_words)
    if power.state == "accepted":
        return _("{holder_words}, from {day}").format(holder_words=power.holder_words, day=day(power.start))
    if power.state in ("kept", "declined"):
        return "" if power.reasons else _("No reason yet. One is due by {day}.").format(day=day(power.review))
    money = [
        _("{pounds} each time").format(pounds=pounds(power.pence_each)) if power.pence_each else "",
        _("{pounds} a year").format(pounds=pounds(power.pence_a_year)) if power.pence_a_year else "",
    ]
    said = [*filter(None, money), *filter(None, [power.scope])]
    return ", ".join(said) or _("No limit of money")


def stopping(entry: Entry) -> str:
    """How a decision can be stopped, and by whom."""
    power = entry.power
    if power.state in ("kept", "declined", "offered", "accepted") or entry.today <= Rung.ASKED:
        return _("Residents can demand an answer")
    if entry.today == Rung.TOGETHER:
        return _("Either side can say no")
    return "; ".join(right_words(right) for right in entry.rights) or _("Nobody can stop it")


def right_words(right: VetoRight) -> str:
    """One right to stop, in a line."""
    return _("{organisation} may say no in {days} days, with reasons").format(
        organisation=right.organisation, days=right.days
    )


def held_down(entry: Entry) -> list[str]:
    """Why the terms are worth less than they say, a sentence each."""
    power = entry.power
    return [HELD_DOWN[code].format(giver=power.giver, days=power.notice_days) for code in entry.judged.because]


def side(power: Power, name: str) -> str:
    """Who has one thing in hand: the agenda, the options, the money, the facts, the terms."""
    return SIDES[name].format(giver=power.giver) if name else _("No money goes with it")


def news(entry: Entry) -> str:
    """One sentence: how it stands today."""
    power = entry.power
    said = {
        "kept": _("{giver} decides. It has kept this power.").format(giver=power.giver),
        "declined": _("{giver} decides. Residents turned the offer down.").format(giver=power.giver),
        "offered": _("{giver} offers this to {what}. Nothing changes until they say yes.").format(
            giver=power.giver, what=power.holder_words.lower()
        ),
        "accepted": _("From {day} on: {holder_words}.").format(day=day(power.start), holder_words=power.holder_words)
        if power.start
        else "",
        "lapsed": _("Its date is past and nobody ended it. So it stays with {what}.").format(
            what=power.holder_words.lower()
        ),
        "noticed": _("{giver} has given notice. It can end on {day}.").format(giver=power.giver, day=day(power.last))
        if power.last
        else "",
        "ended": _("This ended on {day}.").format(day=day(power.ended)) if power.ended else "",
        "warned": _("{giver} says something must be put right by {day}.").format(
            giver=power.giver, day=day(power.until)
        )
        if power.until
        else "",
        "helped": _("Help runs until {day}.").format(day=day(power.until)) if power.until else "",
        "supervised": _("An outside checker writes down each decision until {day}.").format(day=day(power.until))
        if power.until
        else "",
    }
    return said.get(power.state) or _("Who decides: {who}.").format(who=who(entry))


def because(entry: Entry, decision: Decision, halted: bool) -> list[tuple[str, str]]:
    """What follows from a decision, each step its bold words and the rest: what is true, what is booked and when, and whose duty it is."""
    power = entry.power
    steps = [(_("It is public."), _("It stands in the record since {day}.").format(day=day(decision.on)))]
    if halted:
        return [*steps, (_("It was stopped."), _("Nothing follows from it. The reason stands below."))]
    last = max((decision.on + timedelta(days=right.days) for right in entry.rights), default=None)
    if last and last >= today():
        steps.append(
            (_("It can be stopped until {day}.").format(day=day(last)), _("Only with a reason that everyone can read."))
        )
    else:
        steps.append((_("It holds."), _("Nobody can stop it any more.") if last else _("Nobody may stop it.")))
    if decision.pence:
        steps.append(
            (_("The money"), _("is {pounds}, out of what this power may spend.").format(pounds=pounds(decision.pence)))
        )
    return [*steps, (_("What is done:"), f"{power.by_hand.rstrip('.')}.")] if power.by_hand else steps


def next_steps(entry: Entry) -> list[str]:
    """What happens next, by when, who holds the duty and how to insist."""
    power, speaker = entry.power, entry.power.speaker
    effect = (
        _("When it is accepted: {by_hand}.").format(by_hand=power.by_hand)
        if power.by_hand
        else _("What it sets going then happens by itself.")
    )
    said = {
        "offered": [
            _("{speaker} says yes or no. Until then nothing changes.").format(speaker=speaker),
            effect,
            _("It begins on {day}.").format(day=day(power.start)),
        ]
        if power.start
        else [],
        "accepted": [_("It begins on {day} by itself.").format(day=day(power.start)), effect] if power.start else [],
        "held": [effect, _("Both sides look at it again by {day}.").format(day=day(power.review))],
        "noticed": [
            _("Until {day} nothing changes.").format(day=day(power.last)),
            _("{speaker} can answer. The answer stands beside the reasons.").format(speaker=speaker),
            _("If {giver} does nothing on that day, it stays where it is.").format(giver=power.giver),
        ]
        if power.last
        else [],
        "ended": [
            _("{giver} must say why it keeps this power, and when it looks at that again.").format(giver=power.giver)
        ],
        "declined": [
            _("{giver} can offer it again on other terms.").format(giver=power.giver),
            _("It is looked at again by {day}.").format(day=day(power.review)),
        ],
        "kept": [_("It is looked at again by {day}.").format(day=day(power.review))],
    }
    watched = [
        _("{speaker} can answer. The answer stands beside the reasons.").format(speaker=speaker),
        _("No power ends by this. Ending needs notice."),
    ]
    return [
        *said.get(power.state, watched),
        _("To insist: start a demand. With enough names an answer is owed by a date."),
    ]


def desc(entries: Sequence[Entry]) -> str:
    """The picture's figures in sentences."""
    said = [_("Four steps: council decides, residents are asked, decided together, residents decide.")]
    for step in reversed(Rung):
        titles = [entry.power.title for entry in entries if entry.today == step]
        if titles:
            said.append(f"{RUNGS[step].capitalize()}: {', '.join(titles)}.")
    coming = [entry.power.title for entry in entries if entry.promised > entry.today]
    return " ".join([*said, *([_("Promised, not true yet: {what}.").format(what=", ".join(coming))] if coming else [])])


def lead(entries: Sequence[Entry]) -> str:
    """How many things residents decide, and how many they share, in a sentence."""
    decide, share = (sum(entry.today == rung for entry in entries) for rung in (Rung.RESIDENTS, Rung.TOGETHER))
    if not entries:
        return _("Nothing is written down here yet about who decides.")
    things = _("1 big thing") if len(entries) == 1 else _("{number} big things").format(number=len(entries))
    more = _(" and share {share} more").format(share=share) if share else ""
    return _("Residents decide {decide} of the {things} here{more}.").format(decide=decide, things=things, more=more)


def names(number: int, threshold: int) -> str:
    """41 of 60 names; 75 names."""
    return (
        _("{number} of {threshold} names").format(number=number, threshold=threshold)
        if number < threshold
        else people(number, "name", "names")
    )


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
    title = (
        _("Question from {name}: {title}").format(name=row.organisation.name, title=row.title)
        if row.organisation
        else _("Demand: {title}").format(title=row.title)
    )
    count = "" if row.organisation else names(asked.names, row.threshold)
    return Shown(str(row.pk), title, count, standing(asked), answer)


def standing(asked: Asked) -> str:
    """How a demand stands, with who must do what by when."""
    row = asked.petition
    happens = HAPPENS.get(row.effect, "")
    if row.state == "open" and asked.days_left is not None:
        days = (
            _("Today is the last day.")
            if asked.days_left == 0
            else _("{people} left.").format(people=people(asked.days_left, "day", "days"))
        )
        if happens:
            return _("At {threshold} names {happens}. {days}").format(
                threshold=row.threshold, happens=happens, days=days
            )
        return _("At {threshold} names {what} must answer in {answer_days} days. {days}").format(
            threshold=row.threshold, what=lower(row.answers_words), answer_days=row.answer_days, days=days
        )
    if row.state in ("reached", "answered") and happens:
        return _("There are enough names: {happens}.").format(happens=happens)
    if row.state == "reached":
        late = _(" That is {people} over.").format(people=people(asked.overdue, "day", "days")) if asked.overdue else ""
        return _("{answers_words} must answer in public by {day}.{late}").format(
            answers_words=row.answers_words, day=day(row.due), late=late
        )
    if row.state == "answered":
        return _("Answered on {day}.").format(day=day(row.answered))
    if row.state == "withdrawn":
        return _("Taken back by the person who started it.")
    return _("Closed on {day} with {names}.").format(day=day(row.closes), names=names(asked.names, row.threshold))


def lower(text: str) -> str:
    """A title inside a sentence: the councillor. A name keeps its capital."""
    return text[0].lower() + text[1:] if text.startswith("The ") else text


def facts(entry: Entry) -> list[tuple[str, str]]:
    """Everything the register says about one power: heading and words, empty ones left out."""
    power = entry.power
    both = power.state not in ("kept", "declined")
    said = [
        (_("Who decides today"), who(entry)),
        (_("What the terms call it"), RUNGS[Rung(power.declared)].capitalize() if both else ""),
        (_("What the terms are worth"), RUNGS[entry.judged.rung].capitalize() if both else ""),
        (_("Where"), power.place.name),
        (_("Given by"), power.giver.name),
        (_("Who speaks for those who hold it"), power.speaker.name if power.speaker else ""),
        (_("How far it goes"), how_far(entry) if both else ""),
        (_("What stays with the council"), power.reserve),
        (_("Who says what is decided, and when"), side(power, power.agenda) if both else ""),
        (_("Who picks what can be chosen"), side(power, power.options) if both else ""),
        (_("Who has the facts and figures"), side(power, power.information) if both else ""),
        (_("Who keeps the money"), side(power, power.money) if both else ""),
        (_("How it can be stopped"), stopping(entry)),
        (_("Grounds for a no"), "; ".join(ground for right in entry.rights for ground in right.grounds)),
        (
            _("Who can change these terms"),
            _("Both, by two thirds of each, after notice") if power.changes == "together" and both else "",
        ),
        (_("What happens when they decide"), power.by_hand if both else ""),
        (_("Notice to end it"), people(power.notice_days, "day", "days") if both else ""),
        (_("Begins"), day(power.start) if power.start else ""),
        (_("Is up"), _("{day}. Nobody takes it back by that alone.").format(day=day(power.end)) if power.end else ""),
        (_("Made binding by"), ", ".join(filter(None, [power.instrument, power.instrument_file]))),
        (_("Looked at again by"), day(power.review)),
    ]
    return [(head, text) for head, text in said if text]


def answers(form: Form) -> list[tuple[str, str]]:
    """What was filled in, as people read it: label and answer."""
    seen = []
    for bound in form:
        choices = dict(getattr(bound.field, "choices", ()))
        value = bound.data or ""
        seen.append((str(bound.label), str(choices.get(value, value)) or _("Nothing")))
    return seen

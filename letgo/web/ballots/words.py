"""What pages say of a vote: its news, its dates, who may vote, what is kept secret, and what happens because of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from letgo.commons.places.models import Electorate
from letgo.decide.ballots.models import Option, Poll
from letgo.web.ui.figures import Money, day, moment, people, whole

POUNDS = Money("GBP")
METHODS = {
    "equal-shares": "Equal parts: everyone’s vote stands for the same part of the money.",
    "greedy": "Most votes first: what has most votes is bought first, while the money lasts.",
    "approval": "Most votes win. You can vote for as many as you like.",
    "yes-no": "More yes than no wins.",
    "scottish-stv": "You put them in order. A vote that is not needed, or that cannot help any more, moves on to your next one.",
    "av": "You put them in order. Who is last goes out, and those votes move on, until one has more than half.",
    "ranked-pairs": "You put them in order. Each is held against each other, one by one: who beats all the others wins.",
    "plurality": "One X each. Who has most wins.",
}
NAMES = {
    "equal-shares": "Equal parts",
    "greedy": "Most votes first",
    "approval": "Most votes win",
    "yes-no": "Yes or no",
    "scottish-stv": "Order, for several seats (Scottish STV)",
    "av": "Order, for one seat (alternative vote)",
    "ranked-pairs": "Order, each against each (ranked pairs)",
    "plurality": "One X each",
}
NEWS = {
    "called": "Coming vote",
    "open": "Vote",
    "closing": "Vote ended",
    "closed": "Vote ended",
    "counted": "Counted",
    "declared": "Result",
    "done": "Result",
    "upheld": "Taken back",
    "void": "No result",
}
EFFECTS = {
    "budgets.fund": "The money for each winner is set aside. Then the work begins.",
    "budgets.settle-change": "The cost changes or stays as the vote says.",
    "budgets.shrink": "What is paid for shrinks as the vote says.",
    "money.open-pot": "A pot is opened for it.",
    "boards.seat": "Whoever is elected takes their seat, and their term of office begins.",
    "boards.appoint": "Whoever is chosen gets the job, with its term and its measures.",
    "boards.remove": "The employer gets an instruction with a day, and the office ends.",
    "boards.recall": "The office ends early, and a new election is called where one is needed.",
    "boards.continue": "The body goes on, or its days are numbered.",
}
DECISION = "It is written down as a decision of those who hold this power. Those who must carry it out are bound by it."
NO_EFFECT = "Nothing happens by itself. Those who asked must answer in public."
GROUNDS = {
    "lives-here": "you live here",
    "uses-service": "you use the service",
    "works-here": "you work here",
    "member": "you are a member",
}
# What a voter reads beside the number boxes: true of this way of counting, and of no other.
MOVES_ON = "A lower choice never hurts a higher one. When nobody you numbered can use your vote, it goes to nobody."
PARTIAL = {"scottish-stv": f"Stop when you like. {MOVES_ON}", "av": f"Stop when you like. {MOVES_ON}"}
PARTIAL_PLAIN = "Stop when you like. Whoever you leave out counts as below all those you numbered."
LEFT_OUT = dict.fromkeys(PARTIAL, "Your vote never goes to them.")
LEFT_OUT_PLAIN = "They count as below all in your order, and level with each other."
NONE_SAYS = dict.fromkeys(
    PARTIAL, "Number this if you would rather have a new vote than those after it. A seat that it wins stays empty."
)
NONE_PLAIN = "Number this if you would rather have a new vote than those after it. If it wins, nobody else does."
FEW = 6  # so many options stand on one screen, whatever their categories
SECRECY = (
    "Your vote and your name are kept apart. Once the vote is closed, nobody can put them together again.",
    "While it is open, the people who run the computers could look. They must not, and we say so here.",
    "Copies of the computer made while the vote is open are deleted after it.",
    "We cannot stop someone who stands behind you, or a phone that is not safe. You can change your vote until it closes.",
)


def weekday(at: datetime) -> str:
    """Thursday 26 November 2026."""
    return f"{localtime(at):%A} {day(at)}"


def stage(poll: Poll, at: datetime) -> str:
    """The state as the clock has it: a vote whose time is over says so, even before anybody closed it."""
    if poll.state == "called" and poll.opens <= at:
        return "open" if at < poll.closes else "closed"
    if poll.state in ("open", "closing") and poll.closes <= at:
        return "closed"
    return "closed" if poll.state == "closing" else str(poll.state)


def headline(poll: Poll, at: datetime) -> str:
    """The page's h1: the news, then the question."""
    return f"{NEWS[stage(poll, at)]}: {poll.question}"


def lead(poll: Poll, at: datetime) -> str:
    """One or two sentences: where it stands, and until when."""
    return {
        "called": f"It opens on {moment(poll.opens)}. It closes on {moment(poll.closes)}.",
        "open": f"Open until {moment(poll.closes)}. You can change your vote until then.",
        "closed": f"Voting ended on {moment(poll.closes)}. Nobody knows the result yet, nor part of it.",
        "counted": "The count is done. The returning officer checks it, then says the result here. Nothing is told before.",
        "declared": f"The result stands from {weekday(objections_end(poll))}, unless an objection is upheld."
        if poll.declared
        else "",
        "done": "The result stands.",
        "upheld": "An objection was upheld. What happened because of this vote is taken back.",
        "void": "This vote was called off. Nothing happens because of it.",
    }[stage(poll, at)]


def can_still(poll: Poll, at: datetime) -> list[str]:
    """What someone who is not on the list can do about it, and by when; [] once all that is over."""
    if poll.state in ("done", "upheld", "void") or (poll.state == "declared" and at >= objections_end(poll)):
        return []
    frozen = "The list was settled when the vote was called. Nobody can be put on it now."
    if poll.state == "declared":
        return [frozen, f"You can say that the result is wrong until {moment(objections_end(poll))}, if you live here."]
    before = [f"Ask by {moment(poll.closes)}, while the vote is open."] if at < poll.closes else []
    after = f"You can say that the result is wrong for {people(poll.object_days, 'day', 'days')} after it is said, if you live here."
    return [frozen, *before, after]


def objections_end(poll: Poll) -> datetime:
    """When the days to object are over. The poll must be declared."""
    return (poll.declared or poll.closes) + timedelta(days=poll.object_days)


def because(poll: Poll, at: datetime, waiting: int) -> list[tuple[str, str]]:
    """The steps under "Because of this", each its bold words and the rest: what is booked and when, and by whom. What an effect really
    did stands in happened.py."""
    end = objections_end(poll)
    steps = [("The result is public.", f"The returning officer said it on {moment(poll.declared or poll.closes)}.")]
    if poll.state == "declared" and at < end:
        steps.append((f"You can object until {moment(end)}.", _waiting(waiting)))
    elif waiting:
        steps.append(("It waits for the returning officer.", _waiting(waiting)))
    return [*steps, _what_happens(poll, weekday(end))]


def _what_happens(poll: Poll, end: str) -> tuple[str, str]:
    """The last step: what the result sets going, and when; or that it was taken back."""
    what = effect(poll)
    if poll.state == "done":
        return what, "Done."
    if poll.state == "upheld":
        return "It is taken back.", "An objection was upheld. The reasons stand below."
    if not poll.effect:
        return what, f"The result stands from {end}, if no objection waits."
    return what, f"It happens by itself on {end}, if no objection waits."


def effect(poll: Poll) -> str:
    """What happens because of it, in a sentence."""
    if poll.effect:
        return EFFECTS.get(poll.effect, "What was said when it was called happens by itself.")
    return DECISION if poll.power_id else NO_EFFECT


def _waiting(waiting: int) -> str:
    if not waiting:
        return "Nobody has objected so far."
    return f"{people(waiting, 'objection waits', 'objections wait')} for a ruling. Until then nothing happens."


def who_may(electorate: Electorate, size: int, on: datetime | None = None) -> str:
    """Who is on the list, in one sentence: 611 people can vote."""
    return f"{people(size)} can vote: {electorate.name[:1].lower()}{electorate.name[1:]}."


def quorum(poll: Poll) -> str:
    """How many must vote for the result to bind."""
    if not poll.quorum:
        return "Any number of votes is enough."
    return f"At least {people(poll.quorum)} must vote. With fewer, nothing happens because of it."


def seats_of(poll: Poll) -> str:
    """How many can be elected: 3 seats. "" where it is one."""
    seats = poll.settings.get("seats", 1)
    return people(seats, "seat", "seats") if seats > 1 else ""


def purse(poll: Poll) -> str:
    return POUNDS(pounds(poll.purse_pence)) if poll.purse_pence else ""


def price(option: Option) -> str:
    """What it costs, or ""."""
    return POUNDS(pounds(option.cost_pence)) if option.cost_pence else ""


def pounds(pence: int) -> str:
    """Pence as pounds, in the form that Money reads."""
    return f"{pence}/100"


def turnout(voted: int, roll: int) -> str:
    """480 of the 611 people who could vote did."""
    return f"{whole(voted)} of the {people(roll)} who could vote did."


def pages_of(options: Sequence[Option], most: int) -> list[tuple[str, list[Option]]]:
    """The screens of a voting paper, each its heading and options: a category to a screen, at most so many options on each.

    Categories stand in the order of their first option, options by number: the same for everybody. A paper that fits on one
    screen is one. What belongs to no category comes last, "none of these" at the very end.
    """
    last = [option for option in options if option.none]
    rest = sorted((o for o in options if not o.none), key=lambda one: (one.category == "", one.number))
    by_name: dict[str, list[Option]] = {}
    for option in rest:
        by_name.setdefault("" if len(options) <= FEW else option.category, []).append(option)
    screens = []
    for name, rows in by_name.items():
        parts = [rows[at : at + most] for at in range(0, len(rows), most)]
        for number, part in enumerate(parts, start=1):
            screens.append((f"{name or 'More'}, part {number}" if len(parts) > 1 else name, part))
    if not screens:
        return [("", last)]
    return [*screens[:-1], (screens[-1][0], screens[-1][1] + last)]

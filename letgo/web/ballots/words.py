"""What pages say of a vote: its news, its dates, who may vote, what is kept secret, and what happens because of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from letgo.commons.places.models import Electorate
from letgo.decide.ballots.models import Option, Poll
from letgo.web.ui.figures import Money, day, moment, people, whole
from letgo.web.ui.saying import each

POUNDS = Money("GBP")
METHODS = each(
    {
        "equal-shares": "Equal parts: everyone’s vote stands for the same part of the money.",
        "greedy": "Most votes first: what has most votes is bought first, while the money lasts.",
        "approval": "Most votes win. You can vote for as many as you like.",
        "yes-no": "More yes than no wins.",
        "scottish-stv": "You put them in order. A vote that is not needed, or that cannot help any more, moves on to your next one.",
        "av": "You put them in order. Who is last goes out, and those votes move on, until one has more than half.",
        "ranked-pairs": "You put them in order. Each is held against each other, one by one: who beats all the others wins.",
        "plurality": "One X each. Who has most wins.",
    }
)
NAMES = each(
    {
        "equal-shares": "Equal parts",
        "greedy": "Most votes first",
        "approval": "Most votes win",
        "yes-no": "Yes or no",
        "scottish-stv": "Order, for several seats (Scottish STV)",
        "av": "Order, for one seat (alternative vote)",
        "ranked-pairs": "Order, each against each (ranked pairs)",
        "plurality": "One X each",
    }
)
NEWS = each(
    {
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
)
EFFECTS = each(
    {
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
)
DECISION = lazy(
    "It is written down as a decision of those who hold this power. Those who must carry it out are bound by it."
)
NO_EFFECT = lazy("Nothing happens by itself. Those who asked must answer in public.")
GROUNDS = each(
    {
        "lives-here": "you live here",
        "uses-service": "you use the service",
        "works-here": "you work here",
        "member": "you are a member",
    }
)
BELONGING = lazy("you belong to it")
# The same of those on a list, to somebody else.
THEIR_GROUNDS = each(
    {
        "lives-here": "they live here",
        "uses-service": "they use the service",
        "works-here": "they work here",
        "member": "they are a member",
    }
)
THEIR_BELONGING = lazy("they belong to it")
# What a voter reads beside the number boxes: true of this way of counting, and of no other.
PARTIAL = dict.fromkeys(
    ("scottish-stv", "av"),
    lazy(
        "Stop when you like. A lower choice never hurts a higher one. "
        "When nobody you numbered can use your vote, it goes to nobody."
    ),
)
PARTIAL_PLAIN = lazy("Stop when you like. Whoever you leave out counts as below all those you numbered.")
LEFT_OUT = dict.fromkeys(PARTIAL, lazy("Your vote never goes to them."))
LEFT_OUT_PLAIN = lazy("They count as below all in your order, and level with each other.")
NONE_SAYS = dict.fromkeys(
    PARTIAL,
    lazy("Number this if you would rather have a new vote than those after it. A seat that it wins stays empty."),
)
NONE_PLAIN = lazy("Number this if you would rather have a new vote than those after it. If it wins, nobody else does.")
# Headings of screens, where a category has too many options for one.
PART, MORE = lazy("{name}, part {number}"), lazy("More")
FEW = 6  # so many options stand on one screen, whatever their categories
SECRECY = (
    lazy("Your vote and your name are kept apart. Once the vote is closed, nobody can put them together again."),
    lazy("While it is open, the people who run the computers could look. They must not, and we say so here."),
    lazy("Copies of the computer made while the vote is open are deleted after it."),
    lazy(
        "We cannot stop someone who stands behind you, or a phone that is not safe. You can change your vote until it closes."
    ),
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
        "called": _("It opens on {opens}. It closes on {closes}.").format(
            opens=moment(poll.opens), closes=moment(poll.closes)
        ),
        "open": _("Open until {moment}. You can change your vote until then.").format(moment=moment(poll.closes)),
        "closed": _("Voting ended on {moment}. Nobody knows the result yet, nor part of it.").format(
            moment=moment(poll.closes)
        ),
        "counted": _(
            "The count is done. The returning officer checks it, then says the result here. Nothing is told before."
        ),
        "declared": _("The result stands from {day}, unless an objection is upheld.").format(
            day=weekday(objections_end(poll))
        )
        if poll.declared
        else "",
        "done": _("The result stands."),
        "upheld": _("An objection was upheld. What happened because of this vote is taken back."),
        "void": _("This vote was called off. Nothing happens because of it."),
    }[stage(poll, at)]


def can_still(poll: Poll, at: datetime) -> list[str]:
    """What someone who is not on the list can do about it, and by when; [] once all that is over."""
    if poll.state in ("done", "upheld", "void") or (poll.state == "declared" and at >= objections_end(poll)):
        return []
    frozen = _("The list was settled when the vote was called. Nobody can be put on it now.")
    if poll.state == "declared":
        return [
            frozen,
            _("You can say that the result is wrong until {moment}, if you live here.").format(
                moment=moment(objections_end(poll))
            ),
        ]
    before = (
        [_("Ask by {moment}, while the vote is open.").format(moment=moment(poll.closes))] if at < poll.closes else []
    )
    after = _("You can say that the result is wrong for {days} after it is said, if you live here.").format(
        days=people(poll.object_days, "day", "days")
    )
    return [frozen, *before, after]


def objections_end(poll: Poll) -> datetime:
    """When the days to object are over. The poll must be declared."""
    return (poll.declared or poll.closes) + timedelta(days=poll.object_days)


def because(poll: Poll, at: datetime, waiting: int) -> list[tuple[str, str]]:
    """The steps under "Because of this", each its bold words and the rest: what is booked and when, and by whom. What an effect really
    did stands in happened.py."""
    end = objections_end(poll)
    steps = [
        (
            _("The result is public."),
            _("The returning officer said it on {moment}.").format(moment=moment(poll.declared or poll.closes)),
        )
    ]
    if poll.state == "declared" and at < end:
        steps.append((_("You can object until {moment}.").format(moment=moment(end)), _waiting(waiting)))
    elif waiting:
        steps.append((_("It waits for the returning officer."), _waiting(waiting)))
    return [*steps, _what_happens(poll, weekday(end))]


def _what_happens(poll: Poll, end: str) -> tuple[str, str]:
    """The last step: what the result sets going, and when; or that it was taken back."""
    what = effect(poll)
    if poll.state == "done":
        return what, _("Done.")
    if poll.state == "upheld":
        return _("It is taken back."), _("An objection was upheld. The reasons stand below.")
    if not poll.effect:
        return what, _("The result stands from {day}, if no objection waits.").format(day=end)
    return what, _("It happens by itself on {day}, if no objection waits.").format(day=end)


def effect(poll: Poll) -> str:
    """What happens because of it, in a sentence."""
    if poll.effect:
        return EFFECTS.get(poll.effect, _("What was said when it was called happens by itself."))
    return DECISION if poll.power_id else NO_EFFECT


def _waiting(waiting: int) -> str:
    if not waiting:
        return _("Nobody has objected so far.")
    return ngettext(
        "{number} objection waits for a ruling. Until then nothing happens.",
        "{number} objections wait for a ruling. Until then nothing happens.",
        waiting,
    ).format(number=whole(waiting))


def who_may(electorate: Electorate, size: int, on: datetime | None = None) -> str:
    """Who is on the list, in one sentence: 611 people can vote."""
    listed = electorate.name[:1].lower() + electorate.name[1:]
    return _("{people} can vote: {listed}.").format(people=people(size), listed=listed)


def quorum(poll: Poll) -> str:
    """How many must vote for the result to bind."""
    if not poll.quorum:
        return _("Any number of votes is enough.")
    return _("At least {people} must vote. With fewer, nothing happens because of it.").format(
        people=people(poll.quorum)
    )


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
    return _("{voted} of the {people} who could vote did.").format(voted=whole(voted), people=people(roll))


def listed(names: Sequence[str]) -> str:
    """Ann, Bo and Cy."""
    return names[0] if len(names) == 1 else _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


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
            heading = format_lazy(PART, name=name or MORE, number=number) if len(parts) > 1 else name
            screens.append((heading, part))
    if not screens:
        return [("", last)]
    return [*screens[:-1], (screens[-1][0], screens[-1][1] + last)]

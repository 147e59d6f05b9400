"""Funded ideas, small money and cuts for tests: the vote's own part is left out where nothing depends on it."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from letgo.commons.powers.models import Power
from letgo.commons.record.clock import travel
from letgo.commons.record.refs import Ref
from letgo.decide.budgets import effects
from letgo.decide.budgets.costing import actions as costing
from letgo.decide.budgets.delivery import actions, rules
from letgo.decide.budgets.models import Cut, Idea, Project, Round, Small
from letgo.decide.budgets.moving import locked, locked_round
from letgo.decide.budgets.rounds.actions import move_round
from letgo.decide.budgets.rules import Terms
from letgo.decide.budgets.small.actions import ask
from tests.commons.powers import made as powers
from tests.decide.budgets import made
from tests.decide.budgets.made import fresh, key, soon
from tests.world import TEST, World

SMALL = 50_000  # pence


def voting(world: World, titles: tuple[str, ...] = ("Benches",), pence: int = 200_000, **terms: Any) -> Round:
    """A round that is being voted on, opened seven weeks ago."""
    with travel(by=timedelta(days=-49)):
        at = made.opened(world, terms=Terms(**{"seed_from": "Dice", **terms}))
        for title in titles:
            made.ready(world, at, pence, title=title)
    with travel(by=timedelta(days=-2)):
        return made.put(world, at)


def funded(
    world: World, titles: tuple[str, ...] = ("Benches",), pence: int = 200_000, win: int = 1, **terms: Any
) -> list[Project]:
    """The first `win` ideas of a round are funded, the others are not, as the effect of the vote does it."""
    at = locked_round(voting(world, titles, pence, **terms).pk)
    found = []
    for number, idea in enumerate(Idea.objects.filter(round=at).order_by("number")):
        if number < win:
            found.append(effects.fund_next(idea.pk, Ref("poll", at.poll_id)))
        else:
            effects.move(locked(idea.pk), "not-funded", "budgets.not-fund", TEST, reason="Too few votes.")
    move_round(at, "delivering", "budgets.fund", TEST)
    return found


def project(world: World, **more: Any) -> Project:
    return funded(world, **more)[0]


def steps(*days: int) -> list[rules.Step]:
    return [rules.Step(f"Stage {number}", soon(day)) for number, day in enumerate(days or (5, 12), 1)]


def started(world: World, row: Project | None = None, *days: int, **more: Any) -> Project:
    row = row or project(world, **more)
    return actions.start(row.pk, steps(*days), by=world.actor("officer-here"), key=key())


def shown(world: World, row: Project, number: int, bill: int | None = None, **more: Any) -> Any:
    stage = row.stages.get(number=number)
    return actions.show(stage.pk, "It is there.", by=world.actor("officer-here"), key=key(), bill=bill, **more)


def waits(world: World, bill: int = 180_000, **more: Any) -> Any:
    """A project whose last stage waits for a resident's yes: the stage."""
    row = started(world, None, 5, 12, **more)
    shown(world, row, 1)
    return shown(world, row, 2, bill)


def done(world: World, who: str = "resident") -> Project:
    stage = waits(world)
    actions.answer(stage.pk, True, by=world.actor(who), key=key())
    return fresh(stage.project)


def declare(world: World, row: Project, who: str, words: str = "") -> None:
    costing.declare(row.idea_id, words, by=world.actor(who), key=key())


def photo(size: tuple[int, int] = (80, 60), kind: str = "JPEG", exif: bytes = b"") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **({"exif": exif} if exif else {}))
    out.seek(0)
    return out


def small_power(world: World, each: int = SMALL, a_year: int = 600_000) -> Power:
    made.rules()
    row = powers.held(
        world, what="small-money", title="Small money", money="holder", pence_each=each, pence_a_year=a_year
    )
    own = made.pot(world)
    from letgo.commons.money.actions import open_pot, transfer
    from letgo.commons.money.rules import Terms as PotTerms

    pot = open_pot(
        "Small money", world.board, TEST, key(), terms=PotTerms(officer="treasurer"), officer_at=world.board, giver=own,
        cause=Ref("power", row.pk),
    )  # fmt: skip
    transfer(own, pot, 300_000, Ref("power", row.pk), TEST, key())
    return row


def asked(
    world: World, power: Power | None = None, title: str = "A ball", pence: int = 3_000, who: str = "resident"
) -> Small:
    power = power or small_power(world)
    return ask(power.pk, title, "We lost ours.", "Children of Block D", pence, by=world.actor(who), key=key())


def cut(world: World, to_pence: int = 700_000, titles: tuple[str, ...] = ("Benches", "Trees", "Lights")) -> Cut:
    """A round of £10,000 with three projects of £2,000 each is cut."""
    from letgo.decide.budgets.cuts.actions import announce

    row = funded(world, titles, win=len(titles))[0]
    return announce(
        row.round_id, to_pence, "The government gave us less.", soon(90), by=world.actor("officer"), key=key()
    )


def changed(world: World, row: Project, pence: int) -> Any:
    from letgo.decide.budgets.changes.actions import change

    return change(row.pk, pence, "Steel costs more.", by=world.actor("officer-here"), key=key())


def small(world: World, state: str = "asked") -> Small:
    """An ask in one state: asked, released, stopped."""
    from letgo.commons.powers.actions import veto
    from letgo.decide.budgets.small.actions import say_yes

    row = asked(world)
    if state == "asked":
        return row
    for name in ("resident", "subject", *made.more_people(world, 1)):
        row = say_yes(row.pk, True, by=world.actor(name), key=key())
    if state == "stopped":
        [right] = row.power.present_rights()
        why = ("It breaks the law", "The pitch is not ours.")
        veto(right.pk, Ref("decision", row.decision_id), *why, by=world.actor("officer"), key=key())
    return row


def planned(world: World, cut: Cut) -> list[Any]:
    """Every project of a cut says how far it can shrink."""
    from letgo.decide.budgets.cuts.actions import plan

    rows = Project.objects.filter(round=cut.round_id).order_by("idea__number")
    return [plan(cut.pk, row.pk, 100_000, "Half of it.", by=world.actor("officer-here"), key=key()) for row in rows]

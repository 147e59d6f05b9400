"""The addresses of rounds, ideas and their costing: what each needs, and who gets in."""

from typing import Any

from tests.web.addresses import Address
from tests.web.budgets.delivery_addresses import ADDRESSES as DELIVERY
from tests.world import World

READ = {"GET": "budgets.read"}
HERE = {"resident", "subject"}
HELPERS = {"outreach", "officer", "officer-here"}
OFFICERS = {"officer", "officer-here"}
CHECKERS = {"checker", "secretary", "board", "treasurer"}
HOLDERS = {"secretary", "checker"}


def both(verb: str) -> dict[str, str]:
    return {"GET": verb, "POST": verb}


def _opened(world: World) -> Any:
    from tests.decide.budgets import made

    return made.opened(world)


def place(world: World) -> dict[str, Any]:
    _opened(world)
    return {"slug": world.places["here"].slug}


def power(world: World) -> dict[str, Any]:
    from tests.decide.budgets import made

    made.rules()
    made.pot(world)
    made.electorate(world)
    return {"power": made.power(world).pk}


def in_round(world: World) -> dict[str, Any]:
    from tests.decide.budgets import made

    at = _opened(world)
    made.said(world, at, title="<script>alert(1)</script>", words="<b>To sit down.</b>")
    return {"in_round": at.pk}


def costing(world: World) -> dict[str, Any]:
    """A round whose days for ideas are over, with one idea that is ready."""
    from datetime import timedelta

    from letgo.commons.record.clock import travel
    from tests.decide.budgets import made

    with travel(by=timedelta(days=-16)):
        at = _opened(world)
        made.ready(world, at)
    made.tick()
    return {"in_round": at.pk}


def voted(world: World) -> dict[str, Any]:
    from tests.decide.budgets import made

    return {"in_round": made.declared(world).pk}


def idea(state: str = "said") -> Any:
    def make(world: World) -> dict[str, Any]:
        from tests.decide.budgets import made

        return {"idea": made.in_state(world, _opened(world), state).pk}

    return make


def appeal(world: World) -> dict[str, Any]:
    from tests.decide.budgets import made

    return {"appeal": made.appealed(world, _opened(world)).pk}


def together(world: World) -> dict[str, Any]:
    from tests.decide.budgets import made

    at = _opened(world)
    one, two = made.said(world, at), made.said(world, at, "subject", "Seats")
    asked = made.actions.ask_together(one.pk, two.pk, by=made.by(world, "subject"), key=made.key())
    return {"together": asked.pk}


def filled(**fields: Any) -> Any:
    return lambda world: {"go": "send", **fields}


SAID = {"words": "To sit down.", "title": "Benches", "where": "", "category": "outdoors", "language": "en"}
NOTHING = {"gains": "no", "what": ""}


def opening(world: World) -> dict[str, Any]:
    from letgo.commons.money.models import Pot
    from letgo.commons.places.models import Electorate

    return {
        "go": "send", "name": "What should it pay for?", "words": "", "purse": "10,000",
        "pot": Pot.objects.filter(name="Estate budget").latest("opened").pk, "electorate": Electorate.objects.last().pk,
        "ideas_until": "1 2 2090", "costing_until": "1 3 2090", "votes_from": "2 3 2090", "votes_until": "9 3 2090",
        "rise_percent": "10", "reserve": "0", "small": "0", "over_rise": "poll",
    }  # fmt: skip


def calling(world: World) -> dict[str, Any]:
    return {"go": "send", "officer": "Canary Administrator", "seed_from": "Dice", "quorum": "0", "seen": "2:0"}


ADDRESSES = {
    "budget": Address(READ, place),
    "round": Address(READ, in_round),
    "ideas": Address(READ, in_round),
    "idea": Address(READ, idea("costed")),
    "round-result": Address(READ, voted),
    "round-open": Address(both("budgets.open-round"), power, HOLDERS, form=opening),
    "round-vote": Address(both("budgets.put-on-the-vote"), costing, HOLDERS, form=calling),
    "idea-say": Address(both("budgets.say-idea"), in_round, HERE, form=filled(**SAID)),
    "idea-write-down": Address(
        both("budgets.write-down"), in_round, HELPERS, form=filled(**SAID, how="phone", whose="")
    ),
    "stall": Address(
        both("budgets.write-down"), in_round, HELPERS, form=filled(where="School", day="1 1 2020", asked="4", group="")
    ),
    "costing-desk": Address({"GET": "budgets.see-desk"}, in_round, HELPERS | CHECKERS),
    "idea-translate": Address(
        both("budgets.translate"), idea(), HERE | HELPERS | CHECKERS - {"treasurer"},
        form=filled(language="so", name="Kuraas", words="Fariiso"),
    ),
    "idea-together": Address(both("budgets.ask-together"), idea(), {"resident"}, form=filled(other="1", how="")),
    "idea-withdraw": Address(both("budgets.withdraw-idea"), idea(), {"resident"}, form=filled(reasons="No more.")),
    "idea-cost": Address(
        both("budgets.estimate"), idea(), OFFICERS,
        form=filled(**NOTHING, pounds="200", upkeep="5", upkeep_from="", reasons="Three prices."),
    ),
    "idea-answer": Address(
        both("budgets.answer-estimate"), idea("costed"), {"resident"}, form=filled(answer="yes", words="")
    ),
    "idea-check": Address(both("budgets.check"), idea(), CHECKERS, form=filled(**NOTHING, answer="yes", reasons="")),
    "idea-appeal": Address(both("budgets.appeal"), idea("refused"), {"resident"}, form=filled(reasons="It is lawful.")),
    "idea-apart": Address(both("budgets.set-apart"), idea(), OFFICERS, form=filled(other="9", reasons="One spot.")),
    "idea-declare": Address(both("budgets.declare"), idea(), OFFICERS | CHECKERS, form=filled(**NOTHING)),
    "appeal": Address(
        both("budgets.decide-appeal"), appeal, HOLDERS, form=filled(votes_for="5", votes_against="1", met="Hall", words="")
    ),
    "together": Address(both("budgets.answer-together"), together, HERE, form=filled(answer="yes")),
}  # fmt: skip
ADDRESSES |= DELIVERY

"""The addresses of powers, demands and the councillor's page: what each needs, and who gets in."""

from collections.abc import Mapping
from typing import Any

from tests.web.addresses import EVERYBODY, SIGNED_IN, Address
from tests.world import World

READ = {"GET": "powers.read"}
GIVERS = {"officer", "officer-here", "councillor"}
SPEAKERS = {"secretary", "checker"}
BOARD = {"secretary", "checker", "board"}
HERE = {"resident", "subject"}


def both(verb: str) -> dict[str, str]:
    return {"GET": verb, "POST": verb}


def place(world: World) -> dict[str, Any]:
    return {"slug": world.places["here"].slug}


def with_demand(world: World) -> dict[str, Any]:
    from tests.commons.powers import made

    made.demand(world)
    return place(world)


def power(state: str = "held") -> Any:
    def make(world: World) -> dict[str, Any]:
        from tests.commons.powers import made

        return {"power": made.in_state(world, state).pk}

    return make


def right(world: World) -> dict[str, Any]:
    from tests.commons.powers import made

    found = made.held(world)
    made.decided(world, found)
    return {"right": found.present_rights()[0].pk}


def stopped(world: World) -> dict[str, Any]:
    from letgo.commons.powers import actions
    from letgo.commons.record.refs import Ref
    from tests.commons.powers import made

    found = made.held(world)
    about = Ref("decision", made.decided(world, found).pk)
    right = found.present_rights()[0].pk
    given = {"by": world.actor("officer"), "key": made.key()}
    return {"veto": actions.veto(right, about, made.GROUNDS[0], "It breaks the law.", **given).pk}


def petition(names: int = 9) -> Any:
    def make(world: World) -> dict[str, Any]:
        from tests.commons.powers import made

        return {"petition": made.petition(world, names).pk}

    return make


def offer(world: World) -> Mapping[str, Any]:
    from tests.commons.powers import made

    return made.filled(world)


def words(**more: Any) -> Any:
    return lambda world: {"reasons": "Because it is so.", **more}


def act(verb: str, who: set[str], state: str = "held", **fields: Any) -> Address:
    return Address(both(verb), power(state), who, form=words(**fields))


ADDRESSES = {
    "powers": Address(READ, place),
    "hand-over": Address(both("powers.hand-over"), place, GIVERS, form=offer),
    "power": Address(READ, power()),
    "power-decided": Address(READ, power()),
    "power-next": Address(READ, power()),
    "power-accept": act("powers.accept", SPEAKERS, "offered"),
    "power-decline": act("powers.decline", SPEAKERS, "offered"),
    "power-use": act("powers.use", SPEAKERS, words="Benches"),
    "power-notice": act("powers.give-notice", GIVERS, last="1 1 2090"),
    "power-take-back-notice": act("powers.take-back-notice", GIVERS, "noticed"),
    "power-end": act("powers.end", GIVERS, "noticed"),
    "power-agree-to-end": act("powers.agree-to-end", GIVERS | SPEAKERS),
    "power-warn": act("powers.warn", GIVERS, until="1 1 2090"),
    "power-help": act("powers.offer-help", GIVERS, "warned", until="1 1 2090"),
    "power-supervise": act("powers.supervise", GIVERS, "helped", until="1 1 2090"),
    "power-give-back": act("powers.give-back", GIVERS, "warned"),
    "power-reply": act("powers.reply", SPEAKERS, "warned", words="We lost our treasurer."),
    "power-review": act("powers.review", GIVERS | SPEAKERS, words="All well.", again="1 1 2090"),
    "power-keep": act("powers.keep", GIVERS, "kept", review="1 1 2090"),
    "power-ask-for": act("powers.ask-for", BOARD, "kept"),
    "power-veto": Address(
        both("powers.veto"), right, GIVERS, form=words(decision="none of them", ground="It breaks the law")
    ),
    "veto-answer": Address(both("powers.answer-veto"), stopped, GIVERS, form=words(words="Show us the drains first.")),
    "petitions": Address(READ, with_demand),
    "petition-start": Address(
        both("powers.start-petition"), with_demand, HERE, form=lambda world: {"title": "A crossing", "words": "Please."}
    ),
    "question-ask": Address(
        both("powers.ask-question"), with_demand, BOARD, form=lambda world: {"title": "Why?", "words": "We asked."}
    ),
    "petition": Address(READ, petition(), EVERYBODY),
    "petition-sign": Address({"POST": "powers.sign"}, petition(), HERE),
    "petition-sign-for": Address(
        both("powers.sign-for"),
        petition(),
        {"outreach", "officer", "officer-here"},
        form=lambda world: {"name": "Canary Subject", "how": "door"},
    ),
    "petition-withdraw-name": Address({"POST": "powers.withdraw-name"}, petition(), SIGNED_IN),
    "petition-answer": Address(
        both("powers.answer"), petition(1), GIVERS, form=lambda world: {"words": "It is mended on Monday."}
    ),
    "petition-take-back": Address(both("powers.withdraw-petition"), petition(), {"resident"}, form=words()),
    "councillor": Address(READ, lambda world: {"slug": world.places["council"].slug}),
}

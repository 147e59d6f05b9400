"""The addresses of projects, small money and cuts: what each needs, and who gets in. Part of addresses.py."""

from typing import Any

from tests.web.addresses import Address
from tests.world import World

READ = {"GET": "budgets.read"}
HERE = {"resident", "subject"}
OFFICERS = {"officer", "officer-here"}
HOLDERS = {"secretary", "checker"}
GIVERS = {"officer", "officer-here", "councillor"}


def both(verb: str) -> dict[str, str]:
    return {"GET": verb, "POST": verb}


def filled(**fields: Any) -> Any:
    return lambda world: {"go": "send", **fields}


def in_round(world: World) -> dict[str, Any]:
    from tests.decide.budgets import funded

    return {"in_round": funded.funded(world, ("<script>alert(1)</script>", "Trees"))[0].round_id}


def project(world: World) -> dict[str, Any]:
    from tests.decide.budgets import funded

    return {"project": funded.project(world).pk}


def told(world: World) -> dict[str, Any]:
    """A project whose cost changed, and whose last stage waits, with a photo."""
    from tests.decide.budgets import funded

    row = funded.started(world, None, 5, 12)
    funded.shown(world, row, 1, photo=funded.photo())
    funded.changed(world, row, 300_000)
    funded.shown(world, row, 2, 180_000)
    return {"project": row.pk}


def stage(number: int) -> Any:
    def make(world: World) -> dict[str, Any]:
        from tests.decide.budgets import funded

        if number == 2:
            return {"stage": funded.waits(world).pk}
        return {"stage": funded.started(world).stages.get(number=1).pk}

    return make


def change(world: World) -> dict[str, Any]:
    from tests.decide.budgets import funded

    return {"change": funded.changed(world, funded.project(world), 300_000).pk}


def rise(world: World) -> dict[str, Any]:
    from tests.decide.ballots.made import give_office

    give_office(world, world.person("administrator").pk)
    return change(world)


def evidence(world: World) -> dict[str, Any]:
    from tests.decide.budgets import funded

    row = funded.started(world)
    return {"evidence": funded.shown(world, row, 1, photo=funded.photo()).evidence.get().pk}


def place(world: World) -> dict[str, Any]:
    from tests.decide.budgets import funded

    funded.asked(world, title="<b>A ball</b>")
    return {"slug": world.places["here"].slug}


def power(world: World) -> dict[str, Any]:
    from tests.decide.budgets import funded

    return {"power": funded.small_power(world).pk}


def small(state: str = "asked") -> Any:
    def make(world: World) -> dict[str, Any]:
        from tests.decide.budgets import funded

        return {"small": funded.small(world, state).pk}

    return make


def cut(plans: bool = False) -> Any:
    def make(world: World) -> dict[str, Any]:
        from tests.decide.ballots.made import give_office
        from tests.decide.budgets import funded

        row = funded.cut(world, to_pence=500_000)
        if plans:
            funded.planned(world, row)
            give_office(world, world.person("administrator").pk)
        return {"cut": row.pk}

    return make


def project_in_cut(world: World) -> dict[str, Any]:
    from letgo.decide.budgets.models import Cut, Project

    found = cut()(world)
    row = Cut.objects.get(pk=found["cut"])
    return {**found, "project": Project.objects.filter(round=row.round_id).earliest("pk").pk}


def plan(world: World) -> dict[str, Any]:
    from tests.decide.budgets import funded

    return {"plan": funded.planned(world, funded.cut(world, to_pence=500_000))[0].pk}


NOTHING = {"gains": "no", "what": ""}
ADDRESSES = {
    "projects": Address(READ, in_round),
    "project": Address(READ, told),
    "project-start": Address(
        both("budgets.deliver"), project, OFFICERS, form=filled(**NOTHING, stage1="The benches are there", day1="1 3 2028")
    ),
    "project-cost": Address(both("budgets.deliver"), project, OFFICERS, form=filled(pounds="1,900", reasons="A sale.")),
    "project-stop": Address(both("budgets.settle"), project, HOLDERS, form=filled(reasons="It cannot be built.")),
    "change": Address(both("budgets.settle"), change, HOLDERS, form=filled(answer="old-cost", met="Hall, 21 for, 4 against")),
    "change-vote": Address(
        both("budgets.vote-on-change"), rise, HOLDERS,
        form=filled(opens="1 3 2090", closes="8 3 2090", officer="Canary Administrator"),
    ),
    "stage-show": Address(both("budgets.deliver"), stage(1), OFFICERS, form=lambda world: {"words": "It is there."}),
    "stage-answer": Address(both("budgets.confirm"), stage(2), HERE | {"checker"}, form=filled(answer="yes", words="")),
    "evidence-photo": Address(READ, evidence),
    "smalls": Address(READ, place),
    "small-ask": Address(
        both("budgets.ask-small"), power, HERE, form=filled(name="A net", group="Children", pounds="40", words="")
    ),
    "small": Address(READ, small()),
    "small-yes": Address(both("budgets.release-small"), small(), HERE, form=filled(concerned="yes")),
    "small-pay": Address(both("budgets.pay-small"), small("released"), {"treasurer"}, form=filled(pounds="25")),
    "small-refuse": Address(both("budgets.pay-small"), small("stopped"), {"treasurer"}, form=filled(reasons="It was stopped.")),
    "small-take-back": Address(both("budgets.take-back-small"), small(), {"resident"}, form=filled(sure="yes")),
    "cut-announce": Address(
        both("budgets.announce-cut"), in_round, GIVERS, form=filled(pounds="9,000", starts="1 3 2090", reasons="Less money.")
    ),
    "cut": Address(READ, cut(plans=True)),
    "cut-plan": Address(both("budgets.deliver"), project_in_cut, OFFICERS, form=filled(pounds="1,000", words="Half.")),
    "cut-vote": Address(
        both("budgets.vote-on-cut"), cut(plans=True), HOLDERS,
        form=filled(opens="1 3 2090", closes="8 3 2090", officer="Canary Administrator"),
    ),
    "plan-object": Address(both("budgets.object"), plan, HERE, form=filled(words="My mother sits there.")),
}  # fmt: skip

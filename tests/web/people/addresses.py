"""The addresses of web/people, and who gets in."""

from letgo.commons.people import actions
from letgo.commons.people.models import Route
from letgo.commons.record.clock import now
from tests.web.addresses import READ, SIGNED_IN, Address, Words
from tests.world import World

LEADS = {"safeguarding"}
ANSWERERS = {"safeguarding", "answerer"}
HELPERS = {"officer", "officer-here", "officer-there", "outreach"}


def route(world: World) -> Words:
    of = {"person": world.person("subject"), "kind": "text", "address": "+447700900123"}
    made, _ = Route.objects.get_or_create(**of, defaults={"made": now()})
    return {"route": made.pk}


def route_first(world: World) -> Words:
    return {**route(world), "do": "first"}


def acting(world: World) -> Words:
    row = actions.give_acting(
        world.person("helper").pk,
        world.person("subject").pk,
        "carer",
        ["details"],
        by=world.actor("subject"),
        key="acting",
    )
    return {"acting": row.pk}


def suspended(world: World) -> Words:
    given = acting(world)
    actions.suspend(given["acting"], by=world.actor("safeguarding"), key="suspended")
    return given


def wording(world: World) -> Words:
    row = actions.add_wording(
        "made.up",
        "May we tell the school?",
        "May we tell the school?",
        "The school.",
        by=world.actor("administrator"),
        key="wording",
    )
    return {"wording": row.pk}


def agreement(world: World) -> Words:
    row = actions.give_agreement(
        world.person("subject").pk, wording(world)["wording"], by=world.actor("subject"), key="agreement"
    )
    return {"agreement": row.pk}


def concern(world: World) -> Words:
    row = actions.raise_concern("Canary worry about a neighbour", by=world.actor("resident"), key="concern")
    return {"concern": row.pk}


def taken(world: World) -> Words:
    given = concern(world)
    actions.answer_concern(given["concern"], "Rang at once.", by=world.actor("answerer"), key="taken")
    return given


def paper(world: World) -> Words:
    row = actions.print_form("my-details", {}, by=world.actor("subject"), key="paper")
    return {"code": f"{row.code[:4]}-{row.code[4:]}"}


WORDS = {"words": "Rang the council."}
ADDRESSES = {
    "leave": Address(READ),
    "worried": Address(
        {"GET": "people.raise-concern", "POST": "people.raise-concern"}, form=lambda world: {"said": "A worry."}
    ),
    "concerns": Address({"GET": "people.read-concerns"}, open_to=ANSWERERS),
    "concern": Address({"GET": "people.read-concerns"}, concern, open_to=ANSWERERS),
    "concern-answer": Address({"POST": "people.answer-concern"}, concern, open_to=ANSWERERS, form=lambda world: WORDS),
    "concern-close": Address({"POST": "people.close-concern"}, taken, open_to=ANSWERERS, form=lambda world: WORDS),
    "concern-forget": Address({"POST": "people.forget-concern"}, concern, open_to=LEADS),
    "my-details": Address({"GET": "people.read-details"}, open_to=SIGNED_IN),
    "change-details": Address(
        {"GET": "people.change-details", "POST": "people.change-details"},
        lambda world: {"what": "name"},
        open_to=SIGNED_IN,
    ),
    "add-route": Address({"GET": "people.add-route", "POST": "people.add-route"}, open_to=SIGNED_IN),
    "use-route": Address({"POST": "people.use-route"}, route_first, open_to={"subject"}),
    "remove-route": Address({"GET": "people.remove-route", "POST": "people.remove-route"}, route, open_to={"subject"}),
    "safe-contact": Address({"GET": "people.set-safe-contact", "POST": "people.set-safe-contact"}, open_to=SIGNED_IN),
    "acting": Address({"GET": "people.choose-acting", "POST": "people.choose-acting"}, open_to=SIGNED_IN),
    "give-acting": Address({"GET": "people.give-acting", "POST": "people.give-acting"}, open_to=SIGNED_IN),
    # The helper is suspended: to them it is as if it had ended, and no answer says which.
    "end-acting": Address(
        {"GET": "people.end-acting", "POST": "people.end-acting"}, suspended, open_to={"subject", "safeguarding"}
    ),
    "acting-leads": Address({"GET": "people.suspend"}, open_to=LEADS),
    "suspend-acting": Address({"POST": "people.suspend"}, acting, open_to=LEADS),
    "restore-acting": Address({"POST": "people.restore"}, suspended, open_to=LEADS),
    "help": Address({"GET": "people.help", "POST": "people.help"}, open_to=HELPERS),
    "new-person": Address({"GET": "people.add-person", "POST": "people.add-person"}, open_to=HELPERS),
    "agreements": Address({"GET": "people.give-agreement"}, open_to=SIGNED_IN),
    "agreement": Address({"GET": "people.give-agreement", "POST": "people.give-agreement"}, wording, open_to=SIGNED_IN),
    "withdraw-agreement": Address({"POST": "people.withdraw-agreement"}, agreement, open_to={"subject"}),
    "print-form": Address({"POST": "people.print-form"}, form=lambda world: {"page": "my-details"}),
    "paper-codes": Address({"GET": "people.open-paper", "POST": "people.open-paper"}, open_to=HELPERS),
    "paper-form": Address(
        {"GET": "people.open-paper", "POST": "people.open-paper"}, paper, open_to=HELPERS - {"officer-there"}
    ),
}

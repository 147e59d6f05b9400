"""The addresses of the door: who may open which. Coming in is for everybody; the rest is one's own, or the desk's."""

from uuid import uuid4

from tests.web.addresses import SIGNED_IN, Address, Words
from tests.world import World

COME_IN = {"GET": "door.come-in", "POST": "door.come-in"}
OWN = {"GET": "door.own", "POST": "door.own"}
POST_OWN = {"POST": "door.own"}
DESK = {"officer", "officer-here", "officer-there", "administrator"}
SECRET = "k" * 43


def a_secret(world: World) -> Words:
    return {"secret": SECRET}


def my_session(world: World) -> Words:
    """A session of the resident, not the one that asks."""
    from letgo.commons.door.actions import open_session

    return {"session": open_session(world.person("resident").pk, "Firefox", "letter")[0].pk}


def someone(world: World) -> Words:
    return {"person": world.person("subject").pk}


def a_knock(world: World) -> Words:
    from letgo.commons.door.knocks.actions import ask_for_help

    return {"knock": ask_for_help("ring", "Canary Knock", "07700900009", "", key=uuid4().hex).pk}


def a_vouch(world: World) -> Words:
    from letgo.commons.door.knocks.actions import vouch
    from letgo.commons.record.refs import Ref

    place = world.places["here"]
    made, _ = vouch(Ref("place", place.pk), place, "Canary New", by=world.actor("resident"), key=uuid4().hex)
    return {"vouch": made.pk}


def to_give(world: World) -> dict[str, str]:
    return {"way": "letter", "seen": "known"}


def a_code(world: World) -> Words:
    """One for a treasurer of the whole council, given by its officer: so one other person is left who can say yes."""
    from letgo.commons.door.actions import give_code
    from tests.world import _role

    _role(world, world.person("stranger"), "treasurer", "council")
    given = {"by": world.actor("officer"), "key": uuid4().hex}
    return {"code": give_code(world.person("stranger"), "person", "known", **given)[0].pk}


ADDRESSES = {
    "sign-in": Address({"GET": "door.come-in"}),
    "sign-in-short": Address({"GET": "door.come-in"}),
    "sign-in-text": Address(COME_IN),
    "sign-in-email": Address(COME_IN),
    "sign-in-sent": Address(COME_IN, lambda world: {"asked": uuid4()}),
    "sign-in-code": Address(COME_IN),
    "sign-in-link": Address(COME_IN, a_secret),
    "sign-in-who": Address(COME_IN, a_secret),
    "sign-in-passkey": Address(COME_IN),
    "sign-in-help": Address(COME_IN),
    "sign-in-account": Address({"GET": "door.come-in"}, open_to=()),  # off unless it is configured
    "sign-in-account-back": Address({"GET": "door.come-in"}, open_to=()),
    "sign-out": Address(COME_IN),
    "sessions": Address({"GET": "door.own"}, open_to=SIGNED_IN),
    "session-end": Address({"POST": "door.end-session"}, my_session, open_to={"resident"}),
    "sessions-end": Address(POST_OWN, open_to=SIGNED_IN),
    "pin": Address(OWN, open_to=SIGNED_IN),
    "passkeys": Address(OWN, open_to=SIGNED_IN),
    "passkey-remove": Address(POST_OWN, lambda world: {"factor": uuid4()}, open_to=()),  # only its owner's own is there
    "second": Address(OWN, open_to=SIGNED_IN),
    "second-start": Address(OWN, open_to=SIGNED_IN),
    "second-app": Address(OWN, open_to=SIGNED_IN),
    "neighbour": Address({"GET": "pages.mine", "POST": "pages.mine"}, open_to=SIGNED_IN),
    "desk": Address({"GET": "door.answer", "POST": "door.answer"}, open_to=DESK),
    "desk-answer": Address({"POST": "door.answer"}, a_knock, open_to=DESK),
    "desk-person": Address(
        {"GET": "door.give-code", "POST": "door.give-code"}, someone, open_to=DESK - {"officer-there"}, form=to_give
    ),
    "desk-enrolment": Address({"POST": "door.give-enrolment"}, someone, open_to={"administrator"}),
    "desk-factors": Address({"POST": "door.end-factor"}, someone, open_to={"administrator"}),
    "desk-account": Address({"POST": "door.bind-account"}, someone, open_to=DESK - {"officer-there"}),  # off: 422
    "desk-confirm": Address({"POST": "door.confirm-code"}, a_code, open_to={"administrator"}),
    "desk-agree": Address({"POST": "door.judge-vouch"}, a_vouch, open_to={"officer", "officer-here"}),
    "desk-take-back": Address({"POST": "door.judge-vouch"}, a_vouch, open_to={"officer", "officer-here"}),
    "desk-messages": Address({"GET": "door.read-messages"}, open_to=DESK),
    "outbox": Address({"GET": "door.read-outbox"}, open_to={"administrator"}),
    "receipts": Address({"POST": "door.come-in"}, open_to=()),  # only who holds Notify's token
}

"""The addresses of web/record, and who gets in."""

from letgo.commons.record import actions
from letgo.commons.record.refs import Ref
from tests.web.addresses import READ, Address, Words
from tests.world import TEST, World

ENTRY = {"GET": "record.read"}


def entry(world: World) -> Words:
    """A public, sealed line about the estate."""
    line = actions.write("test.say", Ref("place", world.places["here"].pk), by=TEST, body={"what": "a bench"})
    actions.seal_now()
    return {"line": line.pk}


ADDRESSES = {
    "record": Address(READ),
    "record-feed": Address(READ),
    "record-all": Address(READ),
    "record-heads": Address(READ),
    "record-key": Address(READ),
    "change-key": Address({"GET": "record.change-key", "POST": "record.change-key"}, open_to={"administrator"}),
    "record-line": Address(ENTRY, entry),
    "record-proof": Address(ENTRY, entry),
    "record-redact": Address(
        {"GET": "record.redact", "POST": "record.redact"},
        entry,
        open_to={"administrator", "safeguarding"},
        form=lambda world: {"reason": "A name stood in it.", "how_much": "words"},
    ),
}

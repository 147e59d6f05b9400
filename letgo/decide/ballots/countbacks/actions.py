"""The only writer of countbacks. The vote itself is not touched: its box stays sealed, its result stays as it was declared."""

import gzip
from collections.abc import Collection
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.ballots import queries
from letgo.decide.ballots.electing import counted_again, faults_again
from letgo.decide.ballots.models import Countback, Poll
from letgo.decide.ballots.moving import locked
from letgo.decide.ballots.rules import TRANSFERS, State, Terms
from letgo.engines.counting.counting import BadSettings
from letgo.engines.sealing.reading import BadFile


@transaction.atomic
def count_back(
    poll: UUID, leaver: int, kept: Collection[int], *, gone: Collection[int] = (), by: Signs, key: str
) -> Countback:
    """Fill the seat of `leaver` from the ballots of a declared vote, where its terms said so before it (Terms.vacancy "countback").

    Numbers are those of options. `kept`: who keeps a seat. `gone`: who stands no longer: moved away, died, does not want to. Who was
    elected or took a seat before, and is not in `kept`, is out as well. The proof is checked before anything is written. In the
    result `filled` is who takes the seat; None: it stays empty, and report["why"] says why. Raises Refused.
    """
    with once("ballots.count-back", key, by) as done:
        row = locked(poll)
        allowed = not isinstance(by, Actor) or may(by, "ballots.count-back", row)
        require(allowed, "Only the returning officer of this vote has its ballots counted again.")
        if done.before:
            return done.before
        if row.state not in (State.DECLARED, State.DONE) or row.method not in TRANSFERS:
            raise Refused("There is no result from which a seat can be filled again.", "Hold an election for it.")
        if Terms.from_data(row.settings).vacancy != "countback":
            raise Refused(
                "Before this vote nobody settled that an empty seat is filled from it.", "Hold an election for it."
            )
        return done.with_result(_filled(row, leaver, frozenset(kept), frozenset(gone), by))


def _filled(row: Poll, leaver: int, kept: frozenset[int], gone: frozenset[int], by: Signs) -> Countback:
    seated, asked = _ever_seated(row), queries.question(row)
    known = {option.number for option in asked.options if not option.none}
    gone -= {option.number for option in asked.options if option.withdrawn}  # they are out already
    if leaver not in seated or leaver in kept:
        raise Refused("They hold no seat by this vote, so none is empty.")
    if not kept <= seated or len(kept) >= asked.terms.seats or not gone <= known - kept:
        raise Refused("Only who took a seat by this vote can keep one, and only who stood in it can be out of it.")
    out = (gone | (seated - kept)) - {leaver}
    try:
        made = counted_again(asked, leaver, kept, out)
    except (BadSettings, BadFile) as error:
        raise Refused(
            "This seat cannot be filled again from these ballots: {why}", "Hold an election for it.", why=error
        ) from None
    if list(faults_again(asked, leaver, kept, out, made.certificate)):
        raise Refused("The proof of this count does not hold.", "Tell who runs this house.")
    digest, number = sha256(made.certificate).hexdigest(), row.countbacks.count() + 1
    filled = next(iter(made.report["won"]), None)
    body = {"leaver": leaver, "kept": sorted(kept), "gone": sorted(out), "filled": filled, "proof": digest}
    line = write("ballots.count-back", Ref("poll", row.pk), by=by, body={"number": number, **body})
    return Countback.objects.create(
        poll=row,
        number=number,
        leaver=leaver,
        kept=sorted(kept),
        gone=sorted(out),
        filled=filled,
        report=made.report,
        certificate=gzip.compress(made.certificate, 5, mtime=0),
        digest=digest,
        line=line,
    )


def _ever_seated(row: Poll) -> frozenset[int]:
    """Who took a seat by this vote: at the declaration, or since. 2 SQL queries."""
    tally = row.tallies.order_by("-number").first()
    later = row.countbacks.exclude(filled=None).values_list("filled", flat=True)
    return frozenset(tally.report["won"] if tally else ()) | frozenset(later)

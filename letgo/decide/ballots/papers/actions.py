"""The only writers of paper votes: slips received, batches opened, typed twice and settled, and all of it into the box at the close."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.ballots.models import (
    Help,
    OpenBallot,
    OpenMark,
    PaperBatch,
    PaperReading,
    PaperReceived,
    PaperSettled,
    Poll,
)
from letgo.decide.ballots.papers import queries
from letgo.decide.ballots.papers.rules import (
    DOUBTFUL,
    FEWEST,
    LARGEST_BATCH,
    ONLINE_WINS,
    SPOILT,
    Paper,
    by_the_clock,
    fits,
    read,
    settled,
    unlike,
)
from letgo.decide.ballots.rules import RANKED, Helped, State
from letgo.engines.sealing.canonical import encode

NOT_YOURS = "You cannot work on the papers of this vote."


def found(poll: UUID) -> Poll:
    """The vote, locked. Raises Refused."""
    row = Poll.objects.select_for_update(of=("self",), no_key=True).select_related("place").filter(pk=poll).first()
    if row is None:
        raise Refused("There is no such vote.", kind="gone")
    return row


def still_open(row: Poll) -> Poll:
    """The same vote, if its box is open. Raises Refused."""
    if row.state != State.OPEN:
        raise Refused("Papers are taken from the opening until the box is sealed, not before and not after.")
    return row


@transaction.atomic
def print_papers(poll: UUID, *, by: Signs, key: str) -> Poll:
    """Say that papers and cover slips were printed: from then on the close waits for papers. Who prints sees names and addresses."""
    with once(queries.PRINTED, key, by) as done:
        row = Poll.objects.select_related("place").get(pk=poll)
        allowed = not isinstance(by, Actor) or may(by, queries.PRINTED, row)
        require(allowed, "Only who runs this vote can print its cover slips.")
        if done.before:
            return done.before
        if row.state not in (State.CALLED, State.OPEN):
            raise Refused("The box is sealed. No paper can come in any more.")
        write(queries.PRINTED, Ref("poll", row.pk), by=by, body={"slips": row.roll_size})
        return done.with_result(row)


@transaction.atomic
def receive(
    poll: UUID, code: str, *, late: bool = False, spoilt: str = "", helper: UUID | None = None, helped: Helped | None = None,
    by: Actor, key: str,
) -> PaperReceived:  # fmt: skip
    """Take in a cover slip. In time, its paper counts; late, only if the returning officer lets it in; spoilt (why), not.

    `late` is for what came after the close; before it nothing is late. `helper` is who helped, as the slip names them.
    """
    with once("ballots.receive-paper", key, by) as done:
        row = found(poll)
        require(may(by, "ballots.receive-paper", row), NOT_YOURS)
        if done.before:
            return done.before
        still_open(row)
        entry = queries.entry_of(row, code)
        if entry is None:
            raise Refused("No cover slip of this vote has this code.", cure="Look at it again, letter by letter.")
        slip = PaperReceived.objects.select_for_update().filter(entry=entry).first()
        if slip is not None and slip.state != "lost":
            raise Refused(
                "A cover slip of this voter came in before. Each voter has one paper.",
                cure="Keep the second envelope closed, and tell the returning officer.",
            )
        late = late and now() > row.closes
        slip = slip or PaperReceived(entry=entry, poll=row)
        slip.when, slip.admitted = "late" if late else "in-time", not late
        online = queries.terms_of(row).paper == ONLINE_WINS and OpenMark.objects.filter(entry=entry).exists()
        slip.state = "spoilt" if spoilt else "aside" if online else "received"
        said = {"when": slip.when, "state": slip.state, "why": spoilt}
        slip.line = write(
            "ballots.receive-paper", Ref("poll", row.pk), audience=Ref("person", entry.person_id), by=by, body=said
        )
        slip.save()
        if helper is not None and helped is not None:
            body = UUID(helped.organisation) if helped.organisation else None
            Help.objects.get_or_create(
                poll=row,
                entry=entry,
                helper_id=helper,
                defaults={"agreed": helped.agreed[:200], "organisation_id": body},
            )
        return done.with_result(slip)


@transaction.atomic
def open_batch(poll: UUID, papers: int, *, by: Actor, key: str) -> PaperBatch:
    """Begin a batch of so many papers, counted by hand. There are never more papers than cover slips that count."""
    with once("ballots.open-batch", key, by) as done:
        row = found(poll)
        require(may(by, "ballots.receive-paper", row), NOT_YOURS)
        if done.before:
            return done.before
        still_open(row)
        if not 1 <= papers <= LARGEST_BATCH:
            raise Refused("A batch has from 1 to {most} papers.", most=LARGEST_BATCH)
        if papers < FEWEST and now() < row.closes:
            raise Refused(
                "So few papers would show how someone voted. Before the close a batch has {least} papers or more.",
                cure="Keep the small envelopes closed until there are more.",
                least=FEWEST,
            )
        if not fits(queries.totals(row), papers):
            raise Refused(
                "There are more papers than cover slips that count.",
                cure="Count again. Look for two papers in one envelope, and for a slip that was not typed.",
            )
        number = row.batches.count() + 1
        line = write("ballots.open-batch", Ref("poll", row.pk), by=by, body={"batch": number, "papers": papers})
        return done.with_result(PaperBatch.objects.create(poll=row, number=number, papers=papers, line=line))


@transaction.atomic
def type_batch(batch: UUID, papers: Sequence[object], *, by: Actor, key: str) -> PaperBatch:
    """Type a whole batch, paper by paper: numbers, or DOUBTFUL. The second person's typing is compared with the first one's."""
    with once("ballots.type-papers", key, by) as done:
        if done.before:
            return done.before
        row = _locked(batch)
        require(
            may(by, "ballots.type-papers", row),
            "You cannot type this batch. Two different people type it, each once.",
            "Ask someone else.",
        )
        before = list(row.readings.order_by("number"))
        if len(before) == 2:
            raise Refused("Two people have typed this batch.")
        typed = _read(row, papers)
        body = {"batch": row.number, "reading": len(before) + 1}
        line = write("ballots.type-papers", Ref("poll", row.poll_id), by=by, body=body)
        PaperReading.objects.create(
            batch=row, typist_id=by.person, number=len(before) + 1, reading=typed, line_id=line.pk
        )
        if before:
            _compare(row, before[0].reading, typed, line)
        return done.with_result(row)


def _compare(row: PaperBatch, first: list[Paper], second: list[Paper], line: Line) -> None:
    """Both readings are there. Where no third person is needed it is settled, but for what both found doubtful."""
    alike = not unlike(first, second)
    if alike:
        PaperSettled.objects.create(batch=row, picks=first, line=line)
    row.state, row.line = ("settled" if alike and DOUBTFUL not in first else "differs"), line
    row.save()


@transaction.atomic
def settle_batch(batch: UUID, papers: Mapping[int, object], *, by: Actor, key: str) -> PaperBatch:
    """A third person reads again the papers at which the readings differ, without seeing either of them.

    What two of the three read counts. Where all three differ, the returning officer decides.
    """
    with once("ballots.settle-papers", key, by) as done:
        row = _locked(batch)
        require(
            may(by, "ballots.settle-papers", row),
            "Only someone who typed neither reading can settle where they differ.",
        )
        if done.before:
            return done.before
        typed = [reading.reading for reading in row.readings.order_by("number")]
        if row.state != "differs" or PaperSettled.objects.filter(batch=row).exists():
            raise Refused("There is nothing to settle in this batch.")
        first, second = typed
        differ = unlike(first, second)
        if sorted(papers) != differ:
            raise Refused("Read these papers again: {papers}.", papers=", ".join(map(str, differ)))
        third = dict(zip(differ, _read(row, [papers[at] for at in differ], len(differ)), strict=True))
        picks = settled(first, second, third)
        body = {"batch": row.number, "papers": len(differ), "doubtful": picks.count(DOUBTFUL)}
        line = write("ballots.settle-papers", Ref("poll", row.poll_id), by=by, body=body)
        PaperSettled.objects.create(batch=row, picks=picks, by_id=by.person, line=line)
        row.state, row.line = ("differs" if DOUBTFUL in picks else "settled"), line
        row.save()
        return done.with_result(row)


@transaction.atomic
def finish_papers(poll: UUID, missing: int, *, by: Actor, key: str) -> Poll:
    """All papers are in and settled: the returning officer says so, and how many cover slips came without a paper."""
    with once(queries.FINISHED, key, by) as done:
        row = found(poll)
        require(may(by, "ballots.rule", row), "Only the returning officer says that all papers are in.")
        if done.before:
            return done.before
        still_open(row)
        if now() < row.closes:
            raise Refused("Papers can come in until the close.")
        if row.batches.exclude(state="settled").exists():
            raise Refused("A batch is not settled yet.")
        total = queries.totals(row)
        if total.missing != missing:
            raise Refused(
                total.words(), cure="Count again, or say that {missing} papers are missing.", missing=total.missing
            )
        write(queries.FINISHED, Ref("poll", row.pk), by=by, body={"papers": total.papers, "missing": missing})
        return done.with_result(row)


@dataclass(frozen=True)
class IntoBox:
    """What papers bring to the close: ballots as canonical JSON, and the voters (entry ids) who voted on paper; neither in order."""

    ballots: tuple[str, ...]
    voters: tuple[UUID, ...]
    replaced: int  # online votes taken out since their voter's paper counts
    spoilt: int  # papers without a vote, and slips that could not be used
    late: int
    lost: int  # papers that were lost, are in no batch, or that nobody typed in time


def into_box(poll: Poll, key_of: Callable[[UUID], str], *, by: Signs) -> IntoBox:
    """In the close's own transaction: put what papers say beside the online votes, and forget which came from where.

    Online votes of those whose paper counts are taken out of the open box (`key_of`: entry -> its key there). What was typed is
    deleted. What is not settled by now counts as far as two people agree, or as the one typed it who did; the line says how many.
    """
    voters = tuple(queries.counting(poll).values_list("entry_id", flat=True))
    OpenMark.objects.filter(poll=poll, entry__in=voters).delete()
    replaced = OpenBallot.objects.filter(poll=poll, key__in=[key_of(entry) for entry in voters]).delete()[0]
    papers, alone, unread = _typed(poll, by)
    total = queries.totals(poll)
    PaperSettled.objects.filter(batch__poll=poll).delete()
    PaperReading.objects.filter(batch__poll=poll).delete()
    ballots = tuple(encode(paper).decode() for paper in papers if paper != SPOILT)
    box = IntoBox(
        ballots,
        voters,
        replaced,
        spoilt=total.spoilt + papers.count(SPOILT),
        late=total.late,
        lost=total.lost + total.missing + unread,
    )
    if voters or total.papers or total.late or total.spoilt or total.lost or total.replaced:
        said = {"paper": len(voters), "counted": len(ballots), "replaced": replaced, "aside": total.replaced}
        said |= {"spoilt": box.spoilt, "late": box.late, "lost": box.lost, "alone": alone, "unread": unread}
        write("ballots.papers-into-box", Ref("poll", poll.pk), by=by, body=said)
    return box


def _typed(poll: Poll, by: Signs) -> tuple[list[Paper], int, int]:
    """Every paper as it counts; how many batches one person alone decided by the clock; how many papers nobody typed."""
    papers: list[Paper] = []
    alone = unread = 0
    for batch in poll.batches.order_by("number").prefetch_related("readings"):
        final = PaperSettled.objects.filter(batch=batch).first()
        typed = [reading.reading for reading in sorted(batch.readings.all(), key=lambda reading: reading.number)]
        found = by_the_clock(typed, final and final.picks, poll.method in RANKED)
        if batch.state != "settled":
            alone += 1
            unread += 0 if found else batch.papers
            batch.alone = True
            batch.line = write("ballots.papers-by-the-clock", Ref("poll", poll.pk), by=by, body={"batch": batch.number})
            batch.save()
        papers += found
    return papers, alone, unread


def _locked(batch: UUID) -> PaperBatch:
    row = PaperBatch.objects.filter(pk=batch).first()
    if row is None:
        raise Refused("There is no such batch.", kind="gone")
    poll = still_open(found(row.poll_id))
    row = PaperBatch.objects.select_for_update().get(pk=batch)
    row.poll = poll
    return row


def _read(row: PaperBatch, papers: Sequence[object], number: int | None = None) -> list[Paper]:
    wanted = row.papers if number is None else number
    if len(papers) != wanted:
        raise Refused(
            "This batch has {wanted} papers, and {typed} were typed.",
            cure="Count the papers, then type them all.",
            wanted=wanted,
            typed=len(papers),
        )
    choices, most, ranked = queries.choices_of(row.poll), queries.terms_of(row.poll).most, row.poll.method in RANKED
    typed: list[Paper] = []
    for at, paper in enumerate(papers, start=1):
        try:
            typed.append(read(paper, choices, most, ranked))
        except ValueError:
            raise Refused(
                "At paper {at} there is a number that is not on the list, or one twice.", cure="Type it again.", at=at
            ) from None
    return typed

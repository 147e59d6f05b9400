"""`letgo paper POLL`: everything a paper vote needs, as one page to print: notice, papers, cover slips, polling list, headers, tallies."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer

from letgo.house import serving

CONSOLE = "console"
SPARE = 2  # batch headers more than the list would fill
BRING_TO = "the office that is named in the notice"


def paper(
    poll: Annotated[str, typer.Argument(metavar="POLL", help="The vote's id: the last part of its page's address.")],
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; else paper-POLL.html here.")] = None,
) -> None:
    """Print what a paper vote needs: a file with names and addresses, to be deleted when printed. The record says that it was made."""
    serving.start()
    from django.db import DatabaseError

    from letgo.commons.record.refusals import Refused

    try:
        page = _page(_id(poll))
    except (DatabaseError, Refused) as error:
        serving.fail(str(error) or type(error).__name__)
    file = out or Path(f"paper-{poll}.html")
    try:
        _write(file, page)
    except OSError as error:
        serving.fail(f"{file}: {error.strerror or 'it cannot be written'}. Choose another file with --out.")
    typer.echo(
        f"{file} is written, for you alone to read. Print it on A4, then delete it: it holds names and addresses.",
        err=True,
    )


def _id(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        serving.fail(f"“{word}” is no vote. Give the last part of its page's address.")


def _write(file: Path, page: str) -> None:
    """Whole or not at all, readable by its owner only."""
    fresh = file.with_name(f".{file.name}.{uuid4().hex[:8]}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(page)
    fresh.replace(file)


def _page(pk: UUID) -> str:
    """Write down that it is printed, then make the page."""
    from django.db import transaction

    from letgo.commons.record.refusals import Refused
    from letgo.commons.record.rules import System
    from letgo.decide.ballots import queries
    from letgo.decide.ballots.papers import actions

    with transaction.atomic():
        row = queries.poll(pk)
        if row is None:
            raise Refused("There is no such vote.")
        actions.print_papers(pk, by=System(CONSOLE), key=uuid4().hex)
        return rendered(row)


def rendered(row: Any) -> str:
    """The page for a vote, as HTML that needs nothing else. SQL as in papers.queries.slips(), and the options."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from letgo.decide.ballots.papers import queries, rules
    from letgo.web.boards import printing

    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "sheets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    small = row.roll_size < rules.SMALL_BODY
    return pages.get_template("paper.html").render(
        vote=_facts(row),
        slips=list(_pictured(row)),
        more=printing.of_vote(row.pk),
        batches=-(-row.roll_size // rules.LARGEST_BATCH) + SPARE,
        largest=rules.LARGEST_BATCH,
        fewest=rules.FEWEST,
        third="The outside checker" if small else "A third person",
        address=queries.address_of(row),
    )


def _facts(row: Any) -> dict[str, Any]:
    from letgo.decide.ballots.papers import queries, rules
    from letgo.decide.ballots.rules import RANKED, TRANSFERS
    from letgo.decide.ballots.rulings.rules import outage_words

    terms = queries.terms_of(row)
    groups: dict[str, list[dict[str, Any]]] = {}
    for option in row.options.filter(withdrawn=False).order_by("number"):
        cost = "" if option.cost_pence is None else _pounds(option.cost_pence)
        said = {
            "number": option.number,
            "title": option.title,
            "words": option.words,
            "cost": cost,
            "none": option.none,
        }
        groups.setdefault(option.category, []).append(said)
    listed = sorted((one for group in groups.values() for one in group), key=lambda one: (one["none"], one["number"]))
    ranked = row.method in RANKED
    return {
        "ranked": ranked,
        "seats": terms.seats,
        "moves": row.method in TRANSFERS,
        "pairs": [(one["number"], one["title"]) for one in listed] if row.method == "ranked-pairs" else [],
        "question": row.question,
        "words": row.words,
        "place": row.place.name,
        "how_many": _how_many(row.method, terms.most),
        "groups": [("", listed)] if ranked else list(groups.items()),
        "opens": _when(row.opens),
        "closes": _when(row.closes),
        "settled_by": _when(rules.settled_by(row.closes, terms)),
        "bring_to": terms.bring_to or BRING_TO,
        "roll_size": row.roll_size,
        "roll_root": row.roll_root,
        "address": queries.address_of(row),
        "rules": [
            rules.BOTH_WAYS[terms.paper],
            rules.LATE_POST[terms.late_post],
            outage_words(terms),
            *_more_rules(row),
        ],
        "officer": "A returning officer from outside decides about doubtful papers, late post, lost papers and objections, with reasons.",
        "object_days": row.object_days,
    }


def _more_rules(row: Any) -> list[str]:
    tie = f"A tie is settled by {row.seed_from}, which nobody knows before the close."
    return [f"At least {row.quorum} people must vote.", tie] if row.quorum else [tie]


def _how_many(method: str, most: int) -> str:
    from letgo.decide.ballots.rules import RANKED

    if method in RANKED:
        return "Write 1 in the box of the one you like most, 2 for the next, and so on. Stop when you like."
    if method == "yes-no":
        return "Mark one: yes or no."
    return f"Mark up to {most}." if most else "Mark as many as you like."


def _pictured(row: Any) -> Iterator[dict[str, Any]]:
    """Each cover slip with the square that opens its page when the paper comes back."""
    import segno
    from markupsafe import Markup

    from letgo.decide.ballots.papers import queries

    for slip in queries.slips(row):
        square = segno.make(queries.address_of(row, slip.code), error="m")
        picture = square.svg_inline(scale=3, border=2, omitsize=True)
        yield {
            "number": slip.number,
            "name": slip.name,
            "address": slip.address or "Hand this over. Post nothing to this person.",
            "code": slip.code,
            "large": slip.large,
            "picture": Markup(picture),  # noqa: S704 made by segno, from an address of ours
        }


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}" if pence % 100 == 0 else f"£{pence / 100:,.2f}"


def _when(at: datetime) -> str:
    from django.utils.timezone import localtime

    here = localtime(at)
    hour = here.strftime("%-I:%M%p").lower().replace(":00", "")
    return f"{here:%A %-d %B %Y}, {hour}"

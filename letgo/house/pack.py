"""`letgo pack`: local settings as files. A pack is read and checked whole before anything is written; rows decide, not the file."""

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, NoReturn
from uuid import uuid4

import typer

from letgo.commons.promises.tables import PackFile
from letgo.house.pack_files import BadPack, shown, with_needs

SAYS = {
    "new": "new, in force now",
    "changed": "changed: the new version waits for a yes",
    "unchanged": "unchanged",
    "proposed": "changed before: the new version waits for a yes",
    "edited-here": "edited here: your version stays",
}

packs = typer.Typer(
    help="Local settings: rules with their dates, names of roles, what could be handed over.", no_args_is_help=True
)


@packs.command()
def apply(
    pack: Annotated[str, typer.Argument(help="The name of a pack, or a file that ends in .toml.", metavar="NAME|FILE")],
    place: Annotated[str, typer.Option(help="Only for the place with this address word.", metavar="SLUG")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Show what a pack would change here, then take it in. What you edited here is never overwritten."""
    wanted = _read(pack)
    _start()
    with _answering():
        where = _place(place)
        changes = [(part, *_compared(part, where.pk if where else None)) for part in wanted]
        for part, rules, settings in changes:
            typer.echo(f"Pack {part.name}, version {part.version}: {part.title}")
            for change in rules:
                typer.echo(f"  {change.rule.name}: {_says(change)}")
            typer.echo(f"  names, words, electorates and powers: {'unchanged' if settings else 'new here'}")
        if all(
            settings and all(change.how not in ("new", "changed") for change in rules) for _, rules, settings in changes
        ):
            typer.echo("Nothing changes.")
            return
        if not (yes or _agreed()):
            typer.echo("Nothing was changed. Say --yes to take it in.")
            return
        _take_in(wanted, where)
    typer.echo("Done. To put a waiting version in force: letgo pack accept RULE")


@packs.command()
def accept(
    rule: Annotated[str, typer.Argument(help="The name of a rule that has a version waiting.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put the waiting version of a rule in force, for what is promised from now on. Running promises keep their version."""
    _start()
    from letgo.commons.promises import queries
    from letgo.commons.promises.versions import actions
    from letgo.commons.record.rules import System

    with _answering():
        found = next((row for row in queries.proposals() if row.name == rule), None)
        if found is None:
            _fail(f"“{shown(rule)}” has no version that waits. See: letgo pack apply NAME")
        typer.echo(
            f"{found.name}, version {found.version}, from {found.pack}: {found.title}, within {found.body['within']}"
        )
        if not (yes or _agreed()):
            typer.echo("Nothing was changed. Say --yes to put it in force.")
            return
        row = actions.accept_rule(found.pk, System("pack apply"), uuid4().hex)
    typer.echo("It is in force now." if row.state == row.State.IN_FORCE else f"It counts from {row.read.valid_from}.")


@packs.command()
def calendar(
    country: Annotated[str, typer.Argument(help="Such as GB-ENG.")],
    first: Annotated[int, typer.Argument(min=1950, max=2100)],
    last: Annotated[int, typer.Argument(min=1950, max=2100)],
    zone: Annotated[str, typer.Option(help="The country's time zone.")] = "Europe/London",
) -> None:
    """Print a calendar of days off work for a pack, worked out by the Python package holidays. Check it before you use it."""
    import holidays

    nation, _, part = country.partition("-")
    known = holidays.list_supported_countries()
    if nation not in known or (part and part not in known[nation]):
        _fail(f"“{shown(country)}” is not known. Write for instance: GB-ENG.")
    days = holidays.country_holidays(nation, subdiv=part or None, years=range(first, last + 1))
    typer.echo(f'country = "{country}"\nfirst = {first}\nlast = {last}\nzone = "{zone}"')
    typer.echo(f'source = "Worked out by the Python package holidays {holidays.__version__}"\n\n[days]')
    for day, name in sorted(days.items()):
        typer.echo(f'{day} = "{name}"')


def _read(pack: str) -> list[PackFile]:
    try:
        return with_needs(pack)
    except BadPack as bad:
        _fail(str(bad))


def _start() -> None:
    from letgo.house import serving

    serving.start()


class _answering:  # noqa: N801 a with-word
    """What a room or the database refuses is one line and exit code 2."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        from django.db import DatabaseError

        from letgo.commons.record.refusals import Refused

        if isinstance(error, Refused):
            _fail(f"{error.sentence} {error.cure}".strip())
        if isinstance(error, DatabaseError):
            _fail(f"The database refused: {(str(error) or type(error).__name__).splitlines()[0]}. Nothing was changed.")


def _place(slug: str) -> Any:
    if not slug:
        return None
    from letgo.commons.places.models import Place

    found = Place.objects.filter(slug=slug).first()
    return found or _fail(f"There is no place “{shown(slug)}”. Check --place.")


def _compared(part: PackFile, place: Any) -> tuple[list[Any], bool]:
    from letgo.commons.promises import queries

    return queries.compare(part.rules), queries.applied(part, place)


def _says(change: Any) -> str:
    kept = (
        " (you edited it here; yours stays until then)"
        if change.edited and change.how in ("changed", "proposed")
        else ""
    )
    return SAYS[change.how] + kept


def _take_in(wanted: list[PackFile], place: Any) -> None:
    """All packs in one transaction, and the catalogue of powers where a place was named."""
    from django.db import transaction

    from letgo.commons.promises.versions import actions
    from letgo.commons.record.rules import System

    by = System("pack apply")
    with transaction.atomic():
        for part in wanted:
            actions.apply_pack(part, place.pk if place else None, by, uuid4().hex)
            if place and part.body["power"]:
                from letgo.commons.powers.catalogue.actions import apply_catalogue

                apply_catalogue(list(_kept(part.body["power"])), place.pk, by=by, key=uuid4().hex)


def _kept(powers: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for power in powers:
        yield {**power, "reasons": power.get("kept_why", ""), "review": date.fromisoformat(power["review"])}


def _agreed() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and typer.confirm("Take this in?")


def _fail(line: str) -> NoReturn:
    typer.echo(f"letgo: {line}", err=True)
    raise typer.Exit(2)

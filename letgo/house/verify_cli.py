"""`letgo verify`: certificates and records by the same checks as verify.py run alone, or this installation's own database."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from letgo.engines.sealing import verify as alone
from letgo.house import fetching

SHOWN = 100  # false things that one verifier names; the rest is counted


def verify(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE_OR_URL]...",
            help="A proof (letgo fund or count, --certificate) or a whole record (/record/all.jsonl). Without any: this installation.",
        ),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out raises where there are very many: less is proven.")
    ] = False,
) -> None:
    """Check certificates, records, or this installation. Exit code 0: all holds. 1: something is false. 2: it cannot be read, or
    (--quick) not all was counted. 3: all holds but a signature that could not be checked."""
    if not files:
        raise typer.Exit(_own())
    codes = set()
    for name in files:
        if len(files) > 1:
            print(f"{ascii(name)[1:-1]}:", flush=True)
        codes.add(_fetched(name, not quick) if fetching.is_address(name) else alone.check_file(name, not quick))
    raise typer.Exit(next(code for code in (1, 2, 3, 0) if code in codes))


def _fetched(address: str, every: bool) -> int:
    try:
        file = fetching.fetch(address)
    except OSError as error:
        print(f"unreadable: {ascii(address)[1:-1]}: {error.strerror or error}", file=sys.stderr)
        return 2
    return alone.check_stream(address, file, every)


def _own() -> int:
    """Every verifier of house/verifiers.py, one after another."""
    from letgo.house import serving

    serving.load_django()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    false = 0
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            serving.fail("The database is not up to date, so it cannot be checked. Run: letgo migrate")
        for line, is_false in _lines():
            false += is_false
            print(line, flush=True)
    except DatabaseError as error:
        print(f"unreadable: the database does not answer ({type(error).__name__})", file=sys.stderr)
        return 2
    finally:
        connection.close()
    print(
        "all holds" if not false else f"FALSE: {false} {'thing is' if false == 1 else 'things are'} not so", flush=True
    )
    return int(false > 0)


def _lines() -> Iterator[tuple[str, bool]]:
    """What each verifier says, and whether that is false."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    for room, path in import_string(settings.LETGO_VERIFIERS).items():
        false = 0
        for holds, text in import_string(path)():
            false += holds is False
            if holds is not False or false <= SHOWN:
                yield f"{'note: ' if holds is None else '' if holds else 'FALSE: '}{room}: {text}", holds is False
        if false > SHOWN:
            yield f"FALSE: {room}: {false - SHOWN:,} more", True

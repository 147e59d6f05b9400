"""`letgo verify`: the same checks and exit codes as verify.py run alone, which it only calls."""

from typing import Annotated

import typer

from letgo.engines.sealing.verify import check_files


def verify(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Certificates written by letgo fund --certificate.")
    ],
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out raises where there are very many: less is proven.")
    ] = False,
) -> None:
    """Check certificates. Exit code 0: all holds. 1: something is false. 2: a file cannot be read, or (--quick) not all was counted."""
    raise typer.Exit(check_files(files, every=not quick))

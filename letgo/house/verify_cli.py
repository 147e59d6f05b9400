"""`letgo verify`: the same checks and exit codes as verify.py run alone, which it only calls."""

from typing import Annotated

import typer

from letgo.engines.sealing.verify import check_files


def verify(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Certificates written by letgo fund --certificate.")
    ],
    every_step: Annotated[bool, typer.Option(help="Re-run every raise, however many there are.")] = False,
) -> None:
    """Check certificates. Exit code 0: all holds. 1: something is false. 2: a file cannot be read."""
    raise typer.Exit(check_files(files, every_step))

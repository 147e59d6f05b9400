"""`letgo tidy`: what was sealed leaves no trace in the database's files."""

import typer


def tidy() -> None:
    """Write the tables of open votes anew after a close, so that the files forget them. As the owner (LETGO_OWNER_URL)."""
    from letgo.house import serving

    serving.become_owner()
    serving.load_django()
    from django.db import DatabaseError

    from letgo.decide.ballots.closing.actions import sweep

    try:
        sweep()
    except DatabaseError as error:
        serving.fail(
            f"The tables could not be written anew ({type(error).__name__}). Run it again as the database's owner."
        )
    typer.echo("The tables of open votes are written anew. Delete the backups that were made while a vote was open.")

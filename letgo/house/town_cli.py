"""`letgo town build` and `letgo town erase`: the made-up town."""

import typer

from letgo.house import serving

town = typer.Typer(help="The made-up demonstration town.", no_args_is_help=True)


@town.command()
def build() -> None:
    """Build the made-up town in an empty database. Harmless when it stands already."""
    serving.start()
    from django.conf import settings

    from letgo.house.town import building

    try:
        made = building.build(settings.LETGO_HOME)
    except ValueError as error:
        serving.fail(str(error))
    typer.echo("The made-up town is built." if made else "The made-up town stands already.")


@town.command()
def erase() -> None:
    """Delete the made-up town and everything done in it. Refused where anything real is kept."""
    serving.become_owner()
    serving.start()
    from django.conf import settings

    from letgo.house.town import building

    try:
        building.erase(settings.LETGO_HOME)
    except ValueError as error:
        serving.fail(str(error))
    typer.echo("The made-up town is gone.")

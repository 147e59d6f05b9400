"""`letgo let-in`: the way back for an administrator who is locked out. Only who may run commands on this machine has it."""

from uuid import uuid4

import typer

from letgo.house import serving

CONSOLE = "console"


def let_in() -> None:
    """Print a one-time link that signs an administrator in, good for 30 minutes. The public record says that it was made, not for whom."""
    serving.start()
    from django.conf import settings
    from django.db import DatabaseError

    from letgo.commons.record.refusals import Refused

    try:
        secret = _link()
    except (DatabaseError, Refused) as error:
        serving.fail(str(error) or type(error).__name__)
    typer.echo("Open this once, in the next 30 minutes, on a device of your own:", err=True)
    typer.echo(f"{settings.LETGO_SITE}/sign-in/link/{secret}")
    typer.echo("Then set up your second step. The public record now holds a line that this was done.", err=True)


def _link() -> str:
    """The secret of the link, for an administrator who is there, or for a first one who is made now."""
    from django.db import transaction

    from letgo.commons.door.actions import let_in as open_the_door
    from letgo.commons.people.actions import add_person
    from letgo.commons.people.rules import Actor, Grant
    from letgo.commons.places.actions import begin
    from letgo.commons.places.queries import administrators
    from letgo.commons.record.rules import System

    by = System(CONSOLE)
    with transaction.atomic():
        role = administrators().order_by("start", "pk").first()
        if role is None:
            console = Actor(grants=frozenset({Grant("officer")}))
            person = add_person("Administrator", by=console, key=uuid4().hex)
            role = begin(person, "letgo let-in, run on the machine itself", by=by, key=uuid4().hex)
        return open_the_door(role.person, by=by, key=uuid4().hex)

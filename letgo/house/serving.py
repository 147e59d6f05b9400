"""`letgo serve`, `letgo work` and `letgo migrate`: the parts that run beside a database. Django is loaded when one of them runs."""

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

FIRST_PAGE = "/"
OWNER_ONLY = 0o077
Process = get_context("fork").Process  # what was loaded is loaded for both

Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing when all is well.")]


def migrate(quiet: Quiet = False) -> None:
    """Make the database, or bring it up to date, and put in what it must refuse. As the owner (LETGO_OWNER_URL) where there is one."""
    app_role = become_owner()
    load_django()
    from django.core.management import call_command
    from django.db import DatabaseError

    from letgo.house import guards, tables

    try:
        if not tables.make():
            call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
        guards.install(app_role)
    except DatabaseError as error:
        fail(_unreachable(error))


def work(
    long: Annotated[
        bool, typer.Option(help="Do jobs that may take minutes too; leave them out beside one that does.")
    ] = True,
) -> None:
    """Do the work that pages leave for later (counting large files), until stopped."""
    start()
    _do_jobs(long)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer.")] = 2,
    worker: Annotated[
        bool, typer.Option("--worker", help="Run the background worker too, and stop it together.")
    ] = False,
    update: Annotated[bool, typer.Option("--migrate", help="Bring the database up to date first.")] = False,
    town: Annotated[
        bool, typer.Option("--town", help="Build the made-up town where nothing is yet, and print ways into it.")
    ] = False,
) -> None:
    """Serve the pages."""
    if (
        update
        and subprocess.run([sys.executable, "-m", "letgo.house.cli", "migrate", "--quiet"], check=False).returncode
    ):
        raise typer.Exit(2)  # said why; a process of its own, so that nobody serves as the owner
    start()
    _clear_uploads()
    _try_port(host, port)
    if town:
        _open_town(host, port)
    if worker:
        # Two: a count need not wait for a long job.
        raise typer.Exit(_together(lambda: _gunicorn(host, port, workers), _do_jobs, lambda: _do_jobs(long=False)))
    _gunicorn(host, port, workers)


def _open_town(host: str, port: int) -> None:
    """The made-up town, built if nothing is there yet, with a one-time link for each kind of person. Nothing where real people are."""
    from django.conf import settings
    from django.db import connection

    from letgo.house.town import building, links

    if not building.is_made_up(settings.LETGO_HOME):
        typer.echo("Building the made-up town. This takes a moment, once.", err=True)
    try:
        building.build(settings.LETGO_HOME)
    except ValueError as error:
        fail(str(error))
    settings.LETGO_DEMONSTRATION = True  # as every later start reads it from the mark
    typer.echo("Come in as (each link opens once, within half an hour; the next start prints new ones):")
    for who, address in links.links(f"http://{host}:{port}"):
        typer.echo(f"  {who}\n    {address}")
    connection.close()


def _do_jobs(long: bool = True) -> None:
    """What `letgo work` does once everything is loaded."""
    from letgo.house import jobs

    jobs.work(long=long)


def load_django() -> None:
    """Make the settings and models ready to use; what is wrong with the environment is said in one line, exit code 2."""
    os.umask(OWNER_ONLY)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "letgo.house.settings")
    import django

    try:
        django.setup()
    except (OSError, ValueError) as error:
        fail(str(error))


def become_owner() -> str:
    """Work on the database as its owner from here on. Returns the role that serves, "" when it is the same one."""
    from letgo.house import databases

    owner = os.environ.get("LETGO_OWNER_URL", "")
    if not owner:
        return ""
    try:
        served_by = databases.from_url(os.environ.get("LETGO_DATABASE_URL", ""))["USER"]
    except ValueError as error:
        fail(str(error))
    os.environ["LETGO_DATABASE_URL"] = owner
    return served_by


def start() -> None:
    """Load Django, and refuse to go on with a table that leads nowhere, a database that is behind, or one without its guards."""
    load_django()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from letgo.house import guards, wiring

    for line in wiring.broken():
        fail(line)
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        unguarded = [] if behind else guards.missing()
    except DatabaseError as error:
        fail(_unreachable(error))
    finally:
        connection.close()
    if behind:
        fail("The database is not up to date. Run: letgo migrate")
    for line in unguarded:
        fail(f"{line} Find out why, then run: letgo migrate")


def _unreachable(error: Exception) -> str:
    return f"The database does not answer: {(str(error) or type(error).__name__).splitlines()[0]}"


def _clear_uploads() -> None:
    from django.conf import settings

    from letgo.commons.record.clock import now
    from letgo.house.home import left_over

    for path in left_over(settings.FILE_UPLOAD_TEMP_DIR, before=now().timestamp() - 3600):
        path.unlink(missing_ok=True)


def _try_port(host: str, port: int) -> None:
    """Refuse at once, in words, where gunicorn would try for five seconds."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        fail(f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --port.")


def fail(line: str) -> NoReturn:
    """Say one line on standard error and end with code 2."""
    typer.echo(f"letgo: {line}", err=True)
    raise typer.Exit(2)


def _gunicorn(host: str, port: int, workers: int) -> None:
    from gunicorn.app.base import BaseApplication

    from letgo.house import logs

    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",  # a slow sender holds one thread, not a process
        "threads": 4,
        "timeout": 60,
        "graceful_timeout": 20,
        "preload_app": True,
        "umask": OWNER_ONLY,
        "accesslog": None,  # it would hold the addresses of results
        "loglevel": "warning",
        "logconfig_dict": logs.config(),
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108 a heartbeat, no data
        "when_ready": _ready,
    }

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from letgo.house.wsgi import application

            return application

    Server().run()


def _ready(server: Any) -> None:
    """Before the processes part: what all of them have is never gone through for garbage again, and stays shared."""
    gc.collect()
    gc.freeze()
    typer.echo(f"Letgo answers at {_address(server)}")


def _address(server: Any) -> str:
    host, port = server.LISTENERS[0].sock.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{FIRST_PAGE}"


def _together(*parts: Callable[[], None]) -> int:
    """Run each part in a process of its own until one ends or we are told to stop; then stop the others too.

    Returns the exit code of the part that ended by itself, 0 when we were told to stop.
    """
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: told.append(number))
    running = [Process(target=_part, args=(part,)) for part in parts]
    for process in running:
        process.start()
    while not told and all(process.is_alive() for process in running):
        time.sleep(0.1)
    ended = [process.exitcode or 0 for process in running if not process.is_alive()]
    for process in running:
        process.terminate()
        process.join(timeout=30)
        process.kill()
    return 0 if told or not ended else abs(ended[0])


def _part(run: Callable[[], None]) -> None:
    os.setsid()  # ctrl-c reaches the parent only, which stops both in order
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    run()

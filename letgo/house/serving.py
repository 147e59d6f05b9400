"""`letgo serve`, `letgo work` and `letgo migrate`: the parts that run beside a database. Django is loaded when one of them runs."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

FIRST_PAGE = "/"

Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing when all is well.")]


def migrate(quiet: Quiet = False) -> None:
    """Make the database, or bring it up to date."""
    _load_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)


def work() -> None:
    """Do the work that pages leave for later (counting large files), until stopped."""
    _start()
    from letgo.house import jobs

    jobs.work()


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer.")] = 2,
    worker: Annotated[
        bool, typer.Option("--worker", help="Run the background worker beside, and stop it together.")
    ] = False,
) -> None:
    """Serve the pages."""
    _start()
    if not worker:
        _gunicorn(host, port, workers)
        return
    command = [sys.executable, "-m", "letgo.house"]
    raise typer.Exit(
        _together(
            [*command, "serve", "--host", host, "--port", str(port), "--workers", str(workers)],
            [*command, "work"],
        )
    )


def _load_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "letgo.house.settings")
    import django

    try:
        django.setup()
    except (OSError, ValueError) as error:
        _fail(str(error))


def _start() -> None:
    """Load Django, and refuse to go on with a table that leads nowhere or a database that is behind."""
    _load_django()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from letgo.house import wiring

    for line in wiring.broken():
        _fail(line)
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        _fail(f"The database does not answer: {str(error).splitlines()[0]}")
    finally:
        connection.close()
    if behind:
        _fail("The database is not up to date. Run: letgo migrate")


def _fail(line: str) -> None:
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
        "preload_app": True,
        "accesslog": None,  # it would hold the addresses of results
        "loglevel": "warning",
        "logconfig_dict": logs.config(),
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108 a heartbeat, no data
        "when_ready": lambda server: typer.echo(f"Letgo answers at {_address(server)}"),
    }

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from letgo.house.wsgi import application

            return application

    Server().run()


def _address(server: Any) -> str:
    host, port = server.LISTENERS[0].sock.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{FIRST_PAGE}"


def _together(*commands: list[str]) -> int:
    """Run `commands` side by side until one ends or we are told to stop; then stop the others too. Returns the first one's exit code."""
    stopped = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: stopped.append(number))
    running = [subprocess.Popen(command, start_new_session=True) for command in commands]
    try:
        while not stopped and all(process.poll() is None for process in running):
            time.sleep(0.2)
        ended = [process.returncode for process in running if process.returncode is not None]
        return 0 if stopped else ended[0]
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()

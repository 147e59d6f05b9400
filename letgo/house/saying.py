"""How commands that count speak: one clear line for what is wrong, JSON or text on standard output, a proof in a file, a bar."""

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

PATIENCE = 1.0  # seconds before a bar is shown


@contextlib.contextmanager
def bar() -> Iterator[Callable[[float, str], None] | None]:
    """A progress bar on standard error, shown only where a person looks and the work takes more than a second."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with contextlib.ExitStack() as stack:
        begun: list[Progress] = []

        def tell(part: float, word: str) -> None:
            if not begun and time.monotonic() - began > PATIENCE:
                begun.append(stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True)))
                begun[0].add_task(word, total=1.0)
            if begun:
                begun[0].update(begun[0].task_ids[0], completed=part, description=word)

        yield tell


def refuse_place(file: Path, proof: Path | None, holds: str = "the votes") -> None:
    """A proof is written to a new file or over a plain one: never over what is read here, a device, a pipe or a folder."""
    if proof is None:
        return
    with contextlib.suppress(OSError):
        if proof.exists() and file.exists() and proof.samefile(file):
            fail(f"{shown(str(proof))}: holds {holds}. Choose another place with --certificate.")
    if not proof.name or (os.path.lexists(proof) and not proof.is_file()):
        fail(f"{shown(str(proof)) or '--certificate'}: is no plain file. Choose another place with --certificate.")


def write(place: Path, data: bytes) -> None:
    """All of `data` at `place`, or nothing; a link is followed."""
    path = Path(os.path.realpath(place))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".proof-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            os.chmod(name, 0o666 & ~_umask())  # as any file that this person makes
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        fail(f"{shown(str(place))}: cannot be written: {error.strerror}. Choose another place with --certificate.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def put(text: str) -> None:
    """Write `text` to standard output; what cannot be written ends with exit code 2."""
    out = sys.stdout
    if out is None:
        fail("standard output is closed. Send it to a file or a screen.")
    if isinstance(out, TextIOWrapper):  # a screen that cannot show a letter gets a question mark, not an accident
        out.reconfigure(errors="replace")
    try:
        out.write(text + "\n")
        out.flush()
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        fail(f"standard output cannot be written: {error.strerror}. Send it to another place.")


def shown(text: str) -> str:
    """One line, without control characters that could drive a terminal."""
    return "".join(c if c.isprintable() else "�" for c in text)


def fail(line: str) -> NoReturn:
    """One line on standard error, exit code 2."""
    with contextlib.suppress(OSError, AttributeError):  # nobody may be there to read it
        if isinstance(sys.stderr, TextIOWrapper):
            sys.stderr.reconfigure(errors="replace")
        sys.stderr.write(f"letgo: {line}\n")
    raise typer.Exit(2)

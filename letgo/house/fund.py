"""`letgo fund`: count a participatory budget from a file, and say why."""

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from letgo.engines.sharing.certificate import certificate as certify
from letgo.engines.sharing.fund import count
from letgo.engines.sharing.problem import BadFile
from letgo.engines.sharing.report import load, report
from letgo.engines.sharing.settings import BadSettings, Settings
from letgo.house.fund_text import as_text

PATIENCE = 1.0  # seconds before a bar is shown
REASONS = ("short", "full", "none")


def fund(
    file: Annotated[Path, typer.Argument(help="A Pabulib file (.pb).", metavar="FILE.pb")],
    rule: Annotated[str, typer.Option(help="equal-shares, greedy, phragmen or recorded.")] = "equal-shares",
    utility: Annotated[str, typer.Option(help="cost, cardinality or score.")] = "cost",
    completion: Annotated[str, typer.Option(help="none, add1, add1u or fill.")] = "add1u",
    increment: Annotated[str, typer.Option(help="By how many currency units Add1 raises each part.")] = "1",
    start: Annotated[str, typer.Option(help="exact or integral.")] = "exact",
    stop: Annotated[str, typer.Option(help="exhaustive or overrun.")] = "exhaustive",
    ties: Annotated[str, typer.Option(help="lot or id.")] = "lot",
    ranks: Annotated[str, typer.Option(help="borda or points:3,2,1 (with --utility score).")] = "borda",
    election: Annotated[str, typer.Option(help="The election's name, for the lot.")] = "",
    seed: Annotated[str, typer.Option(help="The seed, for the lot.")] = "letgo",
    reasons: Annotated[str, typer.Option(help="short, full or none.")] = "short",
    certificate: Annotated[Path | None, typer.Option(help="Write the proof to this file.", metavar="OUT")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    timing: Annotated[bool, typer.Option("--timing", help="Say how long it took.")] = False,
) -> None:
    """Count a participatory budget, say why each project won or lost, and show whether a group was shut out."""
    if not increment.isascii() or not increment.isdigit() or len(increment) > 16:
        _fail("--increment must be a whole number from 1 to 1,000,000,000,000,000.")
    if reasons not in REASONS:
        _fail(f"--reasons cannot be “{_shown(reasons)}”. Use one of: {', '.join(REASONS)}.")
    _refuse_place(file, certificate)
    try:
        settings = Settings(
            rule=rule,  # type: ignore[arg-type]  # Settings checks each word
            utility=utility,  # type: ignore[arg-type]
            completion=completion,  # type: ignore[arg-type]
            increment=int(increment),
            start=start,  # type: ignore[arg-type]
            stop=stop,  # type: ignore[arg-type]
            ties=ties,  # type: ignore[arg-type]
            ranks=ranks,
            election=election,
            seed=seed,
        )
        result = _counted(file, settings, reasons, certificate)
    except BadSettings as bad:
        _fail(_shown(str(bad)))
    except BadFile as bad:
        _fail(_shown(str(bad)))
    seconds = result.pop("seconds")
    if timing:
        result["seconds"] = seconds
    _print(json.dumps(result, ensure_ascii=False, indent=1) if as_json else as_text(result))


def _counted(file: Path, settings: Settings, reasons: Any, certificate: Path | None) -> dict[str, Any]:
    clock, seconds = time.process_time, {}
    with _bar() as tell:
        began = clock()
        election, notes = load(file, progress=tell)
        seconds["load"] = clock() - began
        began = clock()
        counted = count(election, settings, tell)
        seconds["count"] = clock() - began
        began = clock()
        result = report(counted, notes, reasons, tell)
        seconds["report"] = clock() - began
        if certificate is not None:
            began = clock()
            _write(certificate, certify(counted))
            seconds["certificate"] = clock() - began
    return {**result, "seconds": {stage: round(spent, 6) for stage, spent in seconds.items()}}


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[float, str], None] | None]:
    """A progress bar on standard error, shown only where a person looks and the work takes more than a second."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with contextlib.ExitStack() as stack:
        shown: list[Progress] = []

        def tell(part: float, word: str) -> None:
            if not shown and time.monotonic() - began > PATIENCE:
                shown.append(stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True)))
                shown[0].add_task(word, total=1.0)
            if shown:
                shown[0].update(shown[0].task_ids[0], completed=part, description=word)

        yield tell


def _refuse_place(file: Path, proof: Path | None) -> None:
    """A proof is written to a new file or over a plain one: never over the votes, a device, a pipe or a folder."""
    if proof is None:
        return
    with contextlib.suppress(OSError):
        if proof.exists() and file.exists() and proof.samefile(file):
            _fail(f"{_shown(str(proof))}: holds the votes. Choose another place with --certificate.")
    if not proof.name or (os.path.lexists(proof) and not proof.is_file()):
        _fail(f"{_shown(str(proof)) or '--certificate'}: is no plain file. Choose another place with --certificate.")


def _write(place: Path, data: bytes) -> None:
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
        _fail(f"{_shown(str(place))}: cannot be written: {error.strerror}. Choose another place with --certificate.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _print(text: str) -> None:
    out = sys.stdout
    if out is None:
        _fail("standard output is closed. Send it to a file or a screen.")
    if isinstance(out, TextIOWrapper):  # a screen that cannot show a letter gets a question mark, not an accident
        out.reconfigure(errors="replace")
    try:
        out.write(text + "\n")
        out.flush()
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        _fail(f"standard output cannot be written: {error.strerror}. Send it to another place.")


def _shown(text: str) -> str:
    """One line, without control characters that could drive a terminal."""
    return "".join(c if c.isprintable() else "�" for c in text)


def _fail(line: str) -> NoReturn:
    with contextlib.suppress(OSError, AttributeError):  # nobody may be there to read it
        if isinstance(sys.stderr, TextIOWrapper):
            sys.stderr.reconfigure(errors="replace")
        sys.stderr.write(f"letgo: {line}\n")
    raise typer.Exit(2)

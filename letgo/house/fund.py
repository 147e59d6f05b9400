"""`letgo fund`: count a participatory budget from a file, and say why."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from letgo.engines.sharing.certificate import certificate as certify
from letgo.engines.sharing.fund import count
from letgo.engines.sharing.problem import BadFile
from letgo.engines.sharing.report import load, report
from letgo.engines.sharing.settings import BadSettings, Settings
from letgo.house.fund_text import as_text
from letgo.house.saying import bar, fail, put, refuse_place, shown, write

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
        fail("--increment must be a whole number from 1 to 1,000,000,000,000,000.")
    if reasons not in REASONS:
        fail(f"--reasons cannot be “{shown(reasons)}”. Use one of: {', '.join(REASONS)}.")
    refuse_place(file, certificate)
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
        fail(shown(str(bad)))
    except BadFile as bad:
        fail(shown(str(bad)))
    seconds = result.pop("seconds")
    if timing:
        result["seconds"] = seconds
    put(json.dumps(result, ensure_ascii=False, indent=1) if as_json else as_text(result))


def _counted(file: Path, settings: Settings, reasons: Any, certificate: Path | None) -> dict[str, Any]:
    clock, seconds = time.process_time, {}
    with bar() as tell:
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
            write(certificate, certify(counted))
            seconds["certificate"] = clock() - began
    return {**result, "seconds": {stage: round(spent, 6) for stage, spent in seconds.items()}}

"""`letgo count`: count an election from a file of ranked ballots, or a yes or no, and say why."""

import json
import time
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from letgo.engines.counting import yesno
from letgo.engines.counting.certificate import answer_certificate
from letgo.engines.counting.certificate import certificate as certify
from letgo.engines.counting.counting import BadSettings, Settings, count
from letgo.engines.counting.files import load
from letgo.engines.counting.lines import Lines, text_of
from letgo.engines.counting.report import answer_report, report
from letgo.engines.counting.reserve_file import load as load_reserve
from letgo.engines.sealing.reading import BadFile
from letgo.house.count_text import as_text
from letgo.house.saying import bar, fail, put, refuse_place, shown, write

PASS = {"majority": (Fraction(1, 2), False, False), "roll-majority": (Fraction(1, 2), False, True)}
RULES = "scottish-stv, av, meek-nz, ers97, ranked-pairs, schulze, minimax, approval, block, plurality or yes-no."


def count_file(
    file: Annotated[Path, typer.Argument(help="A BLT, council CSV or PrefLib file; for yes-no a CSV.", metavar="FILE")],
    rule: Annotated[str, typer.Option(help=RULES)],
    seats: Annotated[
        int | None, typer.Option(help="How many seats. Default: as the file says.", min=1, max=1000)
    ] = None,
    election: Annotated[str, typer.Option(help="The election's name, for the lot.")] = "",
    seed: Annotated[str, typer.Option(help="The seed, for the lot.")] = "letgo",
    withdraw: Annotated[list[int] | None, typer.Option(help="A candidate who withdrew. May be given again.")] = None,
    ron: Annotated[int | None, typer.Option(help="The number of “re-open nominations”.", min=1)] = None,
    countback: Annotated[int | None, typer.Option(help="Fill the seat of this member, who leaves.", min=1)] = None,
    reserve: Annotated[Path | None, typer.Option(help="Seats kept for some: a TOML file.", metavar="FILE.toml")] = None,
    roll: Annotated[int | None, typer.Option(help="yes-no: how many may vote.", min=1, max=10**9)] = None,
    quorum: Annotated[str, typer.Option(help="yes-no: N votes, or P% of the roll.")] = "0",
    passes: Annotated[str, typer.Option("--pass", help="yes-no: majority, roll-majority, or P%.")] = "majority",
    certificate: Annotated[Path | None, typer.Option(help="Write the proof to this file.", metavar="OUT")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    timing: Annotated[bool, typer.Option("--timing", help="Say how long it took.")] = False,
) -> None:
    """Count an election: who is elected, why, what was lost, and who is left with nobody they ranked."""
    refuse_place(file, certificate)
    try:
        if rule == "yes-no":
            if reserve is not None:
                raise BadSettings("--reserve only counts with --rule scottish-stv, av or meek-nz.")
            result = _answered(file, roll, quorum, passes, certificate)
        else:
            if reserve is not None:
                refuse_place(reserve, certificate, "the reserved seats")
            settings = Settings(
                rule=rule,  # type: ignore[arg-type]  # Settings checks the word
                seats=seats or 0, election=election, seed=seed, withdraw=tuple(withdraw or ()),
                countback=countback or 0, ron=ron or 0, reserve=None if reserve is None else load_reserve(reserve),
            )  # fmt: skip
            if roll is not None or quorum != "0" or passes != "majority":
                raise BadSettings("--roll, --quorum and --pass only count with --rule yes-no.")
            result = _counted(file, settings, certificate)
    except (BadSettings, BadFile) as bad:
        fail(shown(str(bad)))
    seconds = result.pop("seconds")
    if timing:
        result["seconds"] = seconds
    put(json.dumps(result, ensure_ascii=False, indent=1) if as_json else as_text(result))


def _counted(file: Path, settings: Settings, place: Path | None) -> dict[str, Any]:
    clock, seconds = time.process_time, {}
    with bar():
        began = clock()
        ballots, notes = load(file, settings.seats or None)
        seconds["load"] = clock() - began
        began = clock()
        counted = count(ballots, settings)
        seconds["count"] = clock() - began
        began = clock()
        result = report(counted, notes)
        seconds["report"] = clock() - began
    if place is not None:
        write(place, certify(counted))
    return {**result, "seconds": {stage: round(spent, 6) for stage, spent in seconds.items()}}


def _answered(file: Path, roll: int | None, quorum: str, passes: str, place: Path | None) -> dict[str, Any]:
    question = _question(roll, quorum, passes)
    began = time.process_time()
    lines = Lines(file.name, text_of(file).split("\n"))
    yes, no, abstain = yesno.read(lines)
    loaded = time.process_time()
    if roll is not None and yes + no + abstain > roll:
        raise BadFile(f"counts {yes + no + abstain} votes, and only {roll} may vote", "Check --roll", file=file.name)
    answer = yesno.decide(yes, no, abstain, question)
    made = answer_report(answer, question, lines.end())
    if place is not None:
        write(place, answer_certificate(answer, question))
    return {**made, "seconds": {"load": round(loaded - began, 6), "count": round(time.process_time() - loaded, 6)}}


def _question(roll: int | None, quorum: str, passes: str) -> yesno.Question:
    part, at_least, of_roll = PASS.get(passes) or (_percent(passes, "--pass"), True, False)
    if quorum.endswith("%"):
        share = _percent(quorum, "--quorum")
        if roll is None:
            raise BadSettings("--quorum in percent needs --roll N: percent of how many?")
        needed = -(-roll * share.numerator // share.denominator)
    elif quorum.isascii() and quorum.isdigit() and len(quorum) < 12:
        needed = int(quorum)
    else:
        raise BadSettings("--quorum must be a number of votes, or percent of the roll such as 20%.")
    if of_roll and roll is None:
        raise BadSettings("--pass roll-majority needs --roll N: a majority of how many?")
    return yesno.Question(roll, needed, part, at_least, of_roll)


def _percent(word: str, option: str) -> Fraction:
    digits = word.removesuffix("%")
    if word.endswith("%") and len(digits) < 12 and digits.replace(".", "", 1).isdigit() and digits.isascii():
        part = Fraction(digits) / 100
        if 0 < part <= 1:
            return part
    raise BadSettings(f"{option} must be a part such as 66% or 66.7%, above 0 and at most 100%.")

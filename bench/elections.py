"""The files that the bench reads: real elections where they are at hand, else made-up ones of like sizes.

Real data is never part of the repository; LETGO_DATA names its folder (else ../shared/data).
"""

import os
from dataclasses import dataclass
from pathlib import Path
from random import Random

from letgo.engines.sharing import pabulib

ROOT = Path(__file__).resolve().parent.parent
LARGE = ("Poland_Warszawa_2024", "Poland_Warszawa_2026", "Poland_Lodz_2022", "Poland_Wroclaw_2017")
ADD1, GROWTH, FINE = LARGE[0], LARGE[2], "Hungary_Budapest_2024"

# voters, projects, most projects on a ballot, budget, of the files above; then the sizes of the others
SIZES = {
    LARGE[0]: (75_255, 118, 15, 30_400_000),
    LARGE[1]: (61_668, 83, 15, 24_200_000),
    LARGE[2]: (90_494, 160, 5, 6_110_000),
    LARGE[3]: (62_529, 50, 2, 4_000_000),
    FINE: (28_943, 175, 12, 1_000_000_000),
}
OTHERS = (
    74,
    130,
    230,
    330,
    480,
    620,
    780,
    950,
    1_150,
    1_400,
    1_650,
    1_900,
    2_100,
    2_600,
    3_200,
    4_100,
    5_200,
    6_500,
    8_500,
    11_000,
)


@dataclass(frozen=True, slots=True)
class File:
    """One file of ballots: `voters` rows of `vote_type`, `size` bytes."""

    name: str
    path: Path
    vote_type: str
    voters: int
    size: int


def files(folder: Path) -> tuple[dict[str, File], str]:
    """All files by name, and one sentence on where they are from. Made-up ones are written into `folder`."""
    data = Path(os.environ.get("LETGO_DATA") or ROOT.parent / "shared" / "data") / "pb"
    if (data / "instances").is_dir():
        paths = sorted(data.glob("instances/*.pb")) + sorted(data.glob("speed/*.pb"))
        said = f"{len(paths)} real elections (pabulib.org)."
    else:
        paths = _made_up(folder)
        said = f"LETGO_DATA is not at hand: {len(paths)} MADE-UP elections of like sizes. Real ones give other figures."
    return {path.stem: _look(path) for path in paths}, said


def spread(found: list[File], many: int | None) -> list[File]:
    """`many` of them, from the smallest to the largest in even steps; all where `many` is None."""
    found = sorted(found, key=lambda file: (file.voters, file.name))
    if many is None or len(found) <= many:
        return found
    return [found[round(at * (len(found) - 1) / (many - 1))] for at in range(many)]


def short(name: str) -> str:
    """A name that fits into a table."""
    name = name.removeprefix("Poland_").removeprefix("US_Stanford_Dataset_").removeprefix("Canada_Stanford_Dataset_")
    return name if len(name) <= 40 else name[:39] + "…"


def tenfold(file: File, folder: Path) -> Path:
    """The same file with every voter taken ten times, under new ids."""
    path = folder / f"{file.name}_tenfold.pb"
    lines = file.path.read_text(encoding="utf-8-sig").splitlines()
    at = lines.index("VOTES") + 2
    with path.open("w", encoding="utf-8") as out:
        out.writelines(
            f"num_votes;{file.voters * 10}\n" if line.startswith("num_votes;") else f"{line}\n" for line in lines[:at]
        )
        for turn in range(10):
            for row in lines[at:]:
                voter, rest = row.split(";", 1)
                out.write(f"{voter}{turn};{rest}\n")
    return path


def _look(path: Path) -> File:
    election, _ = pabulib.load(path)
    return File(path.stem, path, election.vote_type, election.voters, path.stat().st_size)


def _made_up(folder: Path) -> list[Path]:
    wanted = dict(SIZES)
    for voters in OTHERS:
        wanted[f"made-up_{voters}"] = (voters, 8 + voters // 150, 4, 40_000 + 100 * voters)
    return [_write(folder / f"{name}.pb", *size) for name, size in wanted.items()]


def _write(path: Path, voters: int, projects: int, most: int, budget: int) -> Path:
    """An election in which few projects are liked by many, as is usual; always the same for the same sizes."""
    chance = Random(f"{voters} {projects} {most}")
    ids = [str(c) for c in range(1, projects + 1)]
    liked = [1 / (c + 3) for c in range(projects)]
    lines = ["META", "key;value", "description;Made-up", f"num_projects;{projects}", f"num_votes;{voters}"]
    lines += [f"budget;{budget}", "vote_type;approval", "rule;greedy", "PROJECTS", "project_id;cost;name"]
    lines += [f"{c};{chance.randrange(budget // 100, budget // 8)};Idea {c}" for c in ids]
    lines += ["VOTES", "voter_id;vote"]
    for voter in range(voters):
        named = dict.fromkeys(chance.choices(ids, liked, k=chance.randint(1, most)))
        lines.append(f"{voter};{','.join(named)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path

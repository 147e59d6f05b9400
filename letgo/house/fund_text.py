"""A report in words, for a terminal."""

from typing import Any

from letgo.engines.sharing.words import people, voters

RULES = {
    "equal-shares": "equal shares",
    "greedy": "most votes first",
    "phragmen": "sequential Phragmén",
    "recorded": "the recorded result",
}


def as_text(report: dict[str, Any]) -> str:
    """The whole report as lines of text: the news first, then who won and why, who lost and why, and the audit."""
    projects = {project["id"]: project for project in report["election"]["projects"]}
    lines = [*_head(report), "", "Funded"]
    lines += _listed(report, projects, report["winners"]) or ["  Nothing."]
    lost = [name for name in projects if name not in set(report["winners"])]
    if lost:
        lines += ["", "Not funded", *_listed(report, projects, lost)]
    lines += ["", "Was a group shut out?", *_audits(report, projects)]
    if report["notes"]:
        lines += ["", "About the file", *(f"  {_note(note)}" for note in report["notes"])]
    if "seconds" in report:
        lines += ["", "Seconds: " + ", ".join(f"{stage} {spent}" for stage, spent in report["seconds"].items())]
    return "\n".join(_clean(line) for line in lines)


def _clean(line: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in line)


def _head(report: dict[str, Any]) -> list[str]:
    election, settings = report["election"], report["settings"]
    rule = RULES[settings["rule"]]
    details = [f"{settings['utility']} utilities"]
    if settings["rule"] == "equal-shares":
        details.append(f"completion {settings['completion']}")
        if settings["completion"] in ("add1", "add1u"):
            details.append(f"increment {settings['increment']}, start {settings['start']}, stop {settings['stop']}")
    details.append(f"ties by {settings['ties']}")
    if settings["utility"] == "score" and election["vote_type"] == "ordinal":
        details.append(f"ranks {settings['ranks']}")
    money = f" {election['currency']}".rstrip()
    return [
        election["title"] or "An election",
        f"{voters(election['voters'])}, {_projects(election)}, {report['budget']}{money} to spend.",
        f"Counted by {rule} ({'; '.join(details)}).",
        f"{len(report['winners'])} funded, for {report['spent']}{money}.",
        *_part(report, money),
    ]


def _part(report: dict[str, Any], money: str) -> list[str]:
    counted = report["count"]
    if not counted or not report["election"]["voters"]:
        return []
    raised = f" after {counted['raised']:,} raises" if counted["raised"] else ""
    return [f"Each voter’s part of the money: {counted['endowment_money']}{money}{raised}."]


def _projects(election: dict[str, Any]) -> str:
    many = len(election["projects"])
    return "1 project" if many == 1 else f"{many:,} projects"


def _listed(report: dict[str, Any], projects: dict[str, Any], names: list[str]) -> list[str]:
    lines = []
    for name in names:
        project = projects[name]
        lines.append(f"  {name}  {project['name']}  {project['cost']}")
        reason = report["reasons"].get(name)
        if reason:
            lines.append(f"      {reason['text']}")
    return lines


def _audits(report: dict[str, Any], projects: dict[str, Any]) -> list[str]:
    titles = {"result": "This result", "greedy": "Most votes first", "recorded": "The recorded result"}
    lines = []
    for name, title in titles.items():
        audit = report["audit"][name]
        if audit is None:
            lines.append(f"  {title}: the file has none.")
            continue
        nothing = f"{people(audit['left_with_nothing'])} got nothing they voted for."
        if audit["holds"]:
            lines.append(f"  {title}: no ({audit['axiom']}). {nothing}")
            continue
        worst = audit["excluded"][0]
        named = projects[worst["project"]]["name"]
        lines.append(
            f"  {title}: yes. {people(worst['group_size'])} all chose “{named}”, and their part of the money "
            f"would have paid for it on top of all that any of them got. {nothing}"
        )
        if len(audit["excluded"]) > 1:
            lines.append(
                f"      {len(audit['excluded'])} lost projects shut a group out in this way ({audit['axiom']})."
            )
    return lines


def _note(note: dict[str, Any]) -> str:
    return note["text"] if note["line"] is None else f"Line {note['line']}: {note['text']}"

"""A count as a page of text, for people at a terminal."""

from typing import Any


def as_text(result: dict[str, Any]) -> str:
    """The report of `letgo count` in words: who is elected, each stage, what was lost, what to know."""
    if result["settings"]["rule"] == "yes-no":
        stage = result["stages"][0]
        yes, no, abstain = (total.split(".")[0] for total in stage["totals"])
        return "\n".join([stage["text"], f"Yes {yes}, no {no}, abstain {abstain}.", *_notes(result)])
    names = {each["number"]: each["name"] for each in result["candidates"]}
    rows = [result["title"]] if result["title"] else []
    rows += [
        _elected(result, names),
        *_reserved(result),
        "",
        *_stages(result),
        "",
        *_audit(result, names),
        *_notes(result),
        *_time(result),
    ]
    return "\n".join(rows)


def _elected(result: dict[str, Any], names: dict[int, str]) -> str:
    if not result["winners"]:
        return "Nobody is elected."
    return "Elected: " + ", ".join(f"{names[number]} ({number})" for number in result["winners"])


def _reserved(result: dict[str, Any]) -> list[str]:
    """What was reserved for whom, in a line."""
    told = []
    for group in result["settings"].get("reserve", {}).get("groups", []):
        least = [f"at least {group['minimum']}"] if group["minimum"] else []
        most = [] if group["maximum"] is None else [f"at most {group['maximum']}"]
        told.append(f"“{group['name']}” {' and '.join(least + most) or 'any number'}")
    return [f"Seats reserved: {'; '.join(told)}."] if told else []


def _stages(result: dict[str, Any]) -> list[str]:
    if "pools" in result:
        return [row for pool in result["pools"] for row in _pool(result, pool)]
    rows = [f"Stage {at}: {stage['text']}" for at, stage in enumerate(result["stages"], 1)]
    return [*rows, *([result["last"]] if "last" in result else [])]


def _pool(result: dict[str, Any], pool: dict[str, Any]) -> list[str]:
    seats = "1 seat" if pool["seats"] == 1 else f"{pool['seats']} seats"
    rows = [f"{at}: {stage['text']}" for at, stage in enumerate(result["stages"], 1) if stage["pool"] == pool["name"]]
    last = [pool["last"]] if "last" in pool else []
    return [f"Pool “{pool['name']}”, {seats}:", *(f"  Stage {row}" for row in rows), *(f"  {row}" for row in last)]


def _audit(result: dict[str, Any], names: dict[int, str]) -> list[str]:
    audit = result["audit"]
    left = audit["left_with_nobody"]
    rows = [
        f"Left with nobody they ranked: {left['result']:,} of {result['valid']:,} voters "
        f"(an X for each seat: {left['block']:,}; one X: {left['plurality']:,})."
    ]
    for group in audit["shut_out"]:
        who = ", ".join(names[number] for number in group["candidates"])
        rows.append(
            f"{group['voters']:,} voters put {who} first and are owed {group['owed']}; elected: {group['elected']}."
        )
    if audit["holds"]:
        rows.append("Every group that is large enough for a seat has it.")
    if near := audit["closest"]:
        rows.append(
            f"The closest decision: {names[near['out']]} went out, {near['by']} of a vote behind {names[near['stays']]}."
        )
    return [*rows, f"Votes that nobody elected or standing holds at the end: {result['lost']}."]


def _notes(result: dict[str, Any]) -> list[str]:
    return [
        f"Note{'' if note['line'] is None else ' on line ' + str(note['line'])}: {note['text']}"
        for note in result["notes"]
    ]


def _time(result: dict[str, Any]) -> list[str]:
    if "seconds" not in result:
        return []
    return ["Seconds: " + ", ".join(f"{stage} {spent:.3f}" for stage, spent in result["seconds"].items())]

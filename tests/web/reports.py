"""Reports for pages, in the shape of engines/sharing/report.py, with figures that add up: one for each state a page can be in."""

from typing import Any

AXIOM = "EJR+ up to one project, cost utilities"
SETTINGS = {
    "rule": "equal-shares",
    "utility": "cost",
    "completion": "add1u",
    "increment": 1,
    "start": "exact",
    "stop": "exhaustive",
    "ties": "lot",
    "ranks": "borda",
    "election": "",
    "seed": "letgo",
    "reasons": "short",
}


def projects(*rows: tuple[str, str, int, int, bool | None]) -> list[dict[str, Any]]:
    """(id, name, cost, votes, selected) as the report has them."""
    return [
        {"id": i, "name": name, "cost": str(cost), "votes": votes, "points": None, "selected": selected}
        for i, name, cost, votes, selected in rows
    ]


def audit(left: int, *excluded: tuple[str, int, str, str]) -> dict[str, Any]:
    """(project, group_size, entitled, got) for each excluded group, the largest first."""
    keys = ("project", "group_size", "entitled", "got")
    return {
        "axiom": AXIOM,
        "holds": not excluded,
        "excluded": [dict(zip(keys, case, strict=True)) for case in excluded],
        "left_with_nothing": left,
    }


def purchase(project: str, price: str, full: int, partial: int = 0, partial_money: str = "0.00") -> dict[str, Any]:
    return {
        "project": project,
        "price": price,
        "price_money": price,
        "full": full,
        "partial": partial,
        "partial_money": partial_money,
    }


def canal_street(**changed: Any) -> dict[str, Any]:
    """480 voters, £60,000, ten ideas, seven bought: no recorded result, and nobody left out."""
    rows = projects(
        ("1", "Lights on the path behind Block C", 9800, 191, None),
        ("2", "Six benches in the shade", 3900, 174, None),
        ("3", "Raised beds wheelchair users can reach", 6400, 163, None),
        ("4", "Bin stores that shut", 7200, 154, None),
        ("5", "A mural made with the school", 5200, 138, None),
        ("6", "A kitchen for the hall", 11900, 129, None),
        ("7", "A second gate on the canal side", 12400, 113, None),
        ("8", "Homework club, two evenings a week", 7600, 102, None),
        ("9", "Bike lockers for Blocks A and B", 14800, 113, None),
        ("10", "New surface for the ball court", 18500, 87, None),
    )
    bought = [
        purchase("1", "51.31", 191),
        purchase("2", "22.41", 174),
        purchase("3", "39.26", 163),
        purchase("4", "46.75", 154),
        purchase("5", "38.29", 132, 6, "145.56"),
        purchase("6", "101.67", 89, 38, "2851.15"),
        purchase("7", "116.56", 84, 29, "2609.11"),
    ]
    reasons = {
        p["id"]: {"text": f"Won. {p['votes']} people voted for it.", "won": True, "how": "bought"} for p in rows[:7]
    }
    reasons |= {
        "8": {
            "text": "Not this time. Its 102 voters had £7,539 left of the £7,600 it costs.",
            "won": False,
            "how": "short",
        },
        "9": {"text": "Not this time. Its 113 voters had £7,681 left of £14,800.", "won": False, "how": "short"},
        "10": {"text": "Not this time. Its 87 voters had £6,210 left of £18,500.", "won": False, "how": "short"},
    }
    return {
        "winners": ["1", "2", "3", "4", "5", "6", "7"],
        "filled": [],
        "spent": "56800",
        "budget": "60000",
        "settings": dict(SETTINGS),
        "audit": {"result": audit(12), "greedy": audit(14), "recorded": None},
        "reasons": reasons,
        "notes": [],
        "election": {
            "title": "Canal Street 2026",
            "place": "Canal Street",
            "currency": "GBP",
            "vote_type": "approval",
            "voters": 480,
            "projects": rows,
        },
        "count": {"endowment": "184", "endowment_money": "184.00", "raised": 59, "purchases": bought, "ties": []},
        "greedy": {"winners": ["1", "2", "3", "4", "5", "6", "9"], "spent": "59200"},
        "recorded": None,
    } | changed


def left_out() -> dict[str, Any]:
    """The town recorded a result that gave two groups nothing, and one idea is funded from what was left."""
    report = canal_street(recorded={"winners": ["1", "2", "9", "10"], "spent": "47000"}, filled=["7"])
    for p in report["election"]["projects"]:
        p["selected"] = p["id"] in report["recorded"]["winners"]
    report["count"]["purchases"] = report["count"]["purchases"][:6]
    report["audit"]["recorded"] = audit(96, ("6", 120, "15000", "0"), ("4", 70, "8750", "0"))
    report["reasons"]["7"] = {
        "text": "113 people voted for it. It was paid for from what was left.",
        "won": True,
        "how": "filled",
    }
    report["notes"] = [
        {"code": "duplicate-in-ballot", "line": 31, "text": "The paper names idea 4 twice. We counted it once."},
        {"code": "no-currency", "line": None, "text": "The file does not say which currency."},
    ]
    return report


def partly_left_out() -> dict[str, Any]:
    """One group got something, but less than its part."""
    report = left_out()
    report["audit"]["recorded"] = audit(96, ("6", 150, "18750", "3900"))
    return report


def town_kept() -> dict[str, Any]:
    """The town recorded a result that shut no group out."""
    report = left_out()
    report["audit"]["recorded"] = audit(10)
    return report


def most_votes_leave_out() -> dict[str, Any]:
    """No recorded result; most votes first would leave a group out."""
    report = canal_street()
    report["audit"]["greedy"] = audit(60, ("7", 113, "14125", "0"))
    return report


def nobody_voted() -> dict[str, Any]:
    report = nothing_funded()
    report["election"] |= {"voters": 0}
    for p in report["election"]["projects"]:
        p["votes"] = 0
    report["notes"] = [{"code": "no-voters", "line": None, "text": "Nobody voted. So nothing is funded."}]
    return report


def nothing_funded() -> dict[str, Any]:
    """A budget of 0."""
    report = canal_street(winners=[], spent="0", budget="0", greedy={"winners": [], "spent": "0"})
    report["count"] = {"endowment": "0", "endowment_money": "0.00", "raised": 0, "purchases": [], "ties": []}
    report["audit"] = {"result": audit(480), "greedy": audit(480), "recorded": None}
    text = "Not this time. There was no money to share."
    report["reasons"] = {p["id"]: {"text": text, "won": False, "how": "never"} for p in report["election"]["projects"]}
    return report


def everything_funded() -> dict[str, Any]:
    """One idea, and it is funded: nobody lost."""
    report = canal_street(winners=["1"], spent="9800", greedy={"winners": ["1"], "spent": "9800"})
    report["election"]["projects"] = report["election"]["projects"][:1]
    report["count"]["purchases"] = report["count"]["purchases"][:1]
    report["reasons"] = {"1": report["reasons"]["1"]}
    return report


def many(number: int = 160) -> dict[str, Any]:
    """160 ideas, a third of them funded; no currency; names that are long, wide, or would be a script."""
    names = (
        "<script>alert(1)</script>",
        "Przebudowa chodnika przy ulicy Świętojańskiej wraz z oświetleniem i nasadzeniem drzew (etap II)",
        "W" * 60,
        "公園のベンチと木陰、遊び場の新しい柵と花壇、そして夜の明かり",
        "Skwer",
    )
    rows = projects(
        *(
            (f"2025/KAG/{i:04}", f"{names[i % 5]} {i}", 1000 + 37 * i, 2000 - 7 * i, i < number // 4)
            for i in range(number)
        )
    )
    won = [p["id"] for p in rows[: number // 3]]
    bought = [
        purchase(p["id"], f"{1 + i * 0.37:.2f}", p["votes"] // 2, p["votes"] // 5, "91.20")
        for i, p in enumerate(rows[: number // 3])
    ]
    text = "Not this time. Its voters had 1,204.50 left of what it costs."
    return canal_street(
        winners=won,
        spent="120000",
        budget="130000.50",
        reasons={p["id"]: {"text": "Won." if p["id"] in won else text, "won": p["id"] in won, "how": ""} for p in rows},
        election={
            "title": "",
            "place": "Duże Miasto",
            "currency": "",
            "vote_type": "cumulative",
            "voters": 31000,
            "projects": rows,
        },
        count={"endowment": "4", "endowment_money": "4.19", "raised": 3, "purchases": bought, "ties": []},
        greedy={"winners": won[:40], "spent": "110000"},
        recorded={"winners": won[:40], "spent": "110000"},
        audit={
            "result": audit(1200),
            "greedy": audit(9000, *((p["id"], 9000 - i, "40000.123", "17") for i, p in enumerate(rows[60:90]))),
            "recorded": audit(9000, *((p["id"], 9000 - i, "40000.123", "17") for i, p in enumerate(rows[60:90]))),
        },
        notes=[
            {"code": "x", "line": 10 + i, "text": "The paper names one idea twice. We counted it once."}
            for i in range(30)
        ],
    )


STATES = {
    "no-record": canal_street,
    "left-out": left_out,
    "partly-left-out": partly_left_out,
    "town-kept": town_kept,
    "most-votes": most_votes_leave_out,
    "nobody-voted": nobody_voted,
    "no-money": nothing_funded,
    "all-funded": everything_funded,
    "many": many,
}

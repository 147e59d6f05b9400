"""The rules of sharing in their plainest form, voter by voter in fractions: makes small true certificates for tests."""

import hashlib
import json
from fractions import Fraction

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
}


def seal(document):
    """The document with its digest made anew."""
    body = {key: value for key, value in document.items() if key != "digest"}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**body, "digest": "sha256:" + hashlib.sha256(text.encode()).hexdigest()}


def certificate(projects, voters, budget, scale=1, recorded=None, **settings):
    """`projects` {id: cost}; `voters` a list of {project index: points}; money in minor units; `recorded` ids."""
    settings = SETTINGS | settings
    rows = [tuple(sorted(voter.items())) for voter in voters]
    ballots = []
    for row in sorted(set(rows), key=lambda row: ([p for p, _ in row], [u for _, u in row])):
        ballot = [rows.count(row), [p for p, _ in row]]
        ballots.append([*ballot, [u for _, u in row]] if settings["utility"] == "score" else ballot)
    if settings["utility"] != "score":
        named = sorted({tuple(ballot[1]) for ballot in ballots})
        ballots = [[sum(b[0] for b in ballots if tuple(b[1]) == ids), list(ids)] for ids in named]
    listed = [{"id": name, "cost": str(cost), "name": f"Project {name}"} for name, cost in projects.items()]
    election = {"scale": scale, "budget": str(budget), "voters": len(voters), "projects": listed, "ballots": ballots}
    return seal(claims({"format": "letgo.sharing/1", "election": election, "settings": settings}, recorded))


def claims(document, recorded):
    """`document` (format, election, settings) with everything that follows from it and the recorded winners."""
    count = Count(document["election"], document["settings"])
    result, greedy = count.result(recorded), count.fill([])
    lists = {"greedy": greedy, "recorded": None if recorded is None else [count.ids.index(name) for name in recorded]}
    document = {**document, "result": result}
    for name, won in lists.items():
        document[name] = None if won is None else count.outcome(won)
    lists["result"] = [count.ids.index(name) for name in result["winners"]]
    return {**document, "audit": {name: None if won is None else count.audit(won) for name, won in lists.items()}}


class Count:
    def __init__(self, election, settings):
        self.settings, self.scored = settings, settings["utility"] == "score"
        self.ids = [project["id"] for project in election["projects"]]
        self.cost = [int(project["cost"]) for project in election["projects"]]
        self.budget, self.scale = int(election["budget"]), election["scale"]
        self.voters = []
        for weight, named, *points in election["ballots"]:
            self.voters += weight * [dict(zip(named, points[0] if points else [1] * len(named), strict=True))]
        self.n = len(self.voters)
        self.all = range(len(self.ids))
        self.strength = [sum(voter.get(c, 0) for voter in self.voters) for c in self.all]

    def last(self, c):
        if self.settings["ties"] == "id":
            return self.id_key(self.ids[c])
        words = json.dumps([self.settings["election"], self.settings["seed"], self.ids[c]], ensure_ascii=False)
        return hashlib.sha256(words.replace('", "', '","').encode()).hexdigest()

    @staticmethod
    def id_key(name):
        digits = name != "" and set(name) <= set("0123456789")
        return (0, int(name), name) if digits else (1, 0, name)

    def spent(self, won):
        return sum(self.cost[c] for c in won)

    def outcome(self, won):
        return {"winners": [self.ids[c] for c in won], "spent": str(self.spent(won))}

    def result(self, recorded):
        rule = self.settings["rule"]
        if rule != "equal-shares":
            if rule == "recorded":
                won = [self.ids.index(name) for name in recorded]
            else:
                won = self.fill([]) if rule == "greedy" else self.phragmen()
            return {**self.outcome(won), "filled": [], "endowment": None, "raised": None, "payments": [], "ties": []}
        endowment, raised, (won, payments, ties) = self.add1()
        filled = self.fill(won) if self.settings["completion"] in ("add1u", "fill") else []
        more = {"endowment": str(endowment), "raised": raised, "payments": payments, "ties": ties}
        return {**self.outcome(won + filled), "filled": [self.ids[c] for c in filled], **more}

    def add1(self):
        if self.n == 0 or self.budget == 0:
            return Fraction(0), 0, ([], [], [])
        start = Fraction(self.budget, self.n)
        if self.settings["start"] == "integral":
            start = Fraction(int(start / self.scale)) * self.scale
        before, raised = None, 0
        while True:
            endowment = start + raised * self.settings["increment"] * self.scale
            run = self.equal_shares(endowment)
            if self.spent(run[0]) > self.budget:
                return before
            before = endowment, raised, run
            left = [c for c in self.all if self.strength[c] > 0 and c not in run[0]]
            room = [c for c in left if 0 < self.cost[c] <= self.budget - self.spent(run[0])]
            if self.settings["completion"] in ("none", "fill") or not left:
                return before
            if self.settings["stop"] == "exhaustive" and not room:
                return before
            raised += 1

    def equal_shares(self, endowment):
        money = [endowment] * self.n
        won, payments, ties = [], [], []
        while True:
            prices = {c: self.price(c, money) for c in self.all if c not in won and self.strength[c] > 0}
            rho = {c: self.value(c, price) for c, price in prices.items() if price is not None}
            if not rho:
                return won, payments, ties
            tied = [c for c in rho if rho[c] == min(rho.values())]
            c, by = self.tie(tied)
            if len(tied) > 1:
                names = sorted([self.ids[one] for one in tied], key=self.id_key)
                ties.append({"step": len(won) + 1, "projects": names, "chosen": self.ids[c], "by": by})
            full = partial = 0
            for i, voter in enumerate(self.voters):
                if voter.get(c, 0) > 0:
                    full += money[i] >= prices[c] * voter[c]
                    partial += 0 < money[i] < prices[c] * voter[c]
                    money[i] -= min(money[i], prices[c] * voter[c])
            won.append(c)
            payments.append({"project": self.ids[c], "price": str(prices[c]), "full": full, "partial": partial})

    def value(self, c, price):
        return price / self.cost[c] if self.settings["utility"] == "cost" and self.cost[c] else price

    def price(self, c, money):
        """The least price a point: one of the prices at which so many of the poorest pay all they have."""
        payers = sorted((money[i] / voter[c], voter[c]) for i, voter in enumerate(self.voters) if voter.get(c, 0) > 0)
        for poor in range(len(payers)):
            paid = sum(each * points for each, points in payers[:poor])
            price = Fraction(self.cost[c] - paid) / sum(points for _, points in payers[poor:])
            if price <= payers[poor][0]:
                return price
        return None

    def tie(self, tied):
        strength = self.strength
        keys = {c: (self.cost[c], -strength[c], self.last(c)) for c in tied}
        chosen = min(tied, key=keys.__getitem__)
        same_cost = [c for c in tied if self.cost[c] == self.cost[chosen]]
        same_votes = [c for c in same_cost if strength[c] == strength[chosen]]
        return chosen, "cost" if len(same_cost) == 1 else "votes" if len(same_votes) == 1 else self.settings["ties"]

    def fill(self, won):
        if self.n == 0 or self.budget == 0:
            return []
        added = []
        for c in sorted(set(self.all) - set(won), key=lambda c: (-self.strength[c], self.last(c))):
            if self.spent(won + added) + self.cost[c] <= self.budget:
                added.append(c)
        return added

    def phragmen(self):
        won, since = [], [Fraction(0)] * self.n
        while self.n and self.budget:
            when = {}
            for c in self.all:
                group = [i for i, voter in enumerate(self.voters) if voter.get(c, 0) > 0]
                if c not in won and group:
                    when[c] = (self.cost[c] + sum(since[i] for i in group)) / Fraction(len(group))
            tied = [c for c in when if when[c] == min(when.values())]
            c = self.tie(tied)[0] if tied else None
            if c is None or self.spent([*won, c]) > self.budget:
                break
            won.append(c)
            since = [when[c] if voter.get(c, 0) > 0 else since[i] for i, voter in enumerate(self.voters)]
        return won

    def audit(self, won):
        utility = self.settings["utility"]
        cases = []
        for c in self.all:
            group = [voter for voter in self.voters if voter.get(c, 0) > 0]
            worth = {"cost": lambda one: self.cost[one], "cardinality": lambda one: 1, "score": lambda one: 1}[utility]
            had = [
                (sum(worth(one) * points for one, points in voter.items() if one in won), voter[c]) for voter in group
            ]
            had.sort(key=lambda pair: (pair[0] + pair[1], pair[0]) if self.scored else pair)
            for j in range(len(had), 0, -1):
                got, points = had[j - 1]
                money = {"cost": got + self.cost[c], "cardinality": (got + 1) * self.cost[c]}.get(utility)
                if utility == "score":
                    money = (got + points) * self.cost[c]
                if c not in won and self.cost[c] and money * self.n <= sum(p for _, p in had[:j]) * self.budget:
                    entitled = str(Fraction(j * self.budget, self.n))
                    most = str(max(sum_ for sum_, _ in had[:j]))
                    cases.append({"project": self.ids[c], "group_size": j, "entitled": entitled, "got": most})
                    break
        cases.sort(key=lambda case: (-case["group_size"], self.id_key(case["project"])))
        nothing = sum(not set(voter) & set(won) for voter in self.voters)
        axiom = f"EJR+ up to one project, {utility} utilities"
        return {"axiom": axiom, "holds": cases == [], "excluded": cases, "left_with_nothing": nothing}

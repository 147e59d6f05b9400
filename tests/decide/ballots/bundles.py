"""Whole made-up votes as they are published, with a signed record of their own: for what is found when someone tampers."""

import json
import random
from copy import deepcopy
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from letgo.decide.ballots import rules
from letgo.decide.ballots.counting import Listed, Question, counted
from letgo.engines.sealing.canonical import digest, encode
from letgo.engines.sealing.merkle import Tree

KEY = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
POLL = str(UUID(int=4))
COSTS = {1: 300_00, 2: 200_00, 3: 450_00, 4: 120_00, 5: 80_00}


def voted(number, method="equal-shares", seed=1):
    """`number` ballots of a vote with five options and "none of these" (number 6), or of a yes or no vote."""
    chance = random.Random(f"{number}{method}{seed}")
    if method == "yes-no":
        return [[chance.choice([1, 1, 2])] for _ in range(number)]
    if method == "plurality":
        return [[chance.choice([1, 2, 2, 3, 6])] for _ in range(number)]
    if method in rules.RANKED:
        return [chance.sample([1, 2, 3, 4, 5, 6], chance.randint(0, 6)) for _ in range(number)]
    picks = [sorted(chance.sample([1, 2, 3, 4, 5], chance.randint(0, 4))) for _ in range(number)]
    return [[6] if chance.random() < 0.05 else picked for picked in picks]


def options(method):
    titles = ["Yes", "No"] if method == "yes-no" else [f"Thing {number}" for number in COSTS]
    funds = method in rules.FUNDS
    listed = [Listed(number, title, COSTS[number] if funds else None) for number, title in enumerate(titles, 1)]
    return listed if method == "yes-no" else [*listed, Listed(6, "None of these", none=True)]


def vote(number=210, method="equal-shares", paper=12, roll=400, **terms):
    """(the parts of a bundle but its lines, the sealed ballots, the certificate) of a vote of so many, `paper` of them on paper."""
    chance = random.Random(number)
    ballots = sorted([str(UUID(int=chance.getrandbits(128), version=4)), picks] for picks in voted(number, method))
    settings = rules.Terms(**terms)
    purse = 700_00 if method in rules.FUNDS else None
    question = Question(
        POLL,
        method,
        settings,
        "3 5 1",
        tuple(options(method)),
        tuple(tuple(b[1]) for b in ballots),
        roll,
        number + 3,
        20,
        purse,
    )
    done = counted(question)
    count = json.loads(done.certificate)
    leaves = [rules.box_leaf(UUID(key), encode(picks).decode()) for key, picks in ballots]
    poll = {
        "id": POLL, "question": "What first?", "method": method, "edition": rules.METHODS[method],
        "settings": settings.as_data(), "purse": purse, "quorum": 20, "opens": "2026-11-01T08:00:00.000000Z",
        "closes": "2026-11-08T20:00:00.000000Z", "extended": 0, "seed_from": "three dice", "seed": "3 5 1",
        "options": [
            {"number": o.number, "title": o.title, "cost": o.cost_pence, "none": o.none, "withdrawn": o.withdrawn}
            for o in options(method)
        ],
    }  # fmt: skip
    online = number - paper
    counts = {
        "ballots": number, "online": online, "paper": paper + 3, "replaced": 2, "slips": paper + 8, "counted": paper,
        "spoilt": 3, "late": 1, "lost": 2, "aside": 2,
    }  # fmt: skip
    said = done.report
    whole = {
        "poll": poll,
        "roll": {"size": roll, "root": sha256(b"roll").hexdigest()},
        "counts": counts,
        "slips": sorted(rules.slip(sha256(str(n).encode()).digest()[:12]) for n in range(online)),
        "box": Tree(leaves).root().hex(),
        "ballots": ballots if number >= rules.PUBLISHED_FROM else None,
        "stages": count["result"],
        "count": count if number >= rules.PUBLISHED_FROM else None,
        "proof": count["digest"],
        "result": {
            "won": said["won"],
            "votes": [[row["number"], row["votes"]] for row in said["rows"]],
            "spent": said["spent_pence"],
            "voters": said["voters"],
            "mandate": said["mandate"],
        },
    }
    return whole, ballots, count


def lines(whole):
    """The three entries of a record about a vote, each with its proof under one signed head."""
    poll = whole["poll"]
    called = {name: poll[name] for name in ("question", "method", "edition", "settings", "purse", "quorum")}
    bodies = {
        "call": ("ballots.call", {**called, "seed-from": poll["seed_from"], "list": whole["roll"]}),
        "open": ("ballots.open", {"options": [[o["number"], o["cost"]] for o in poll["options"]]}),
        "close": ("ballots.seal-box", {"root": whole["box"]}),
        "result": ("ballots.publish", {"whole": digest(whole).removeprefix("sha256:")}),
    }
    salt = "ab" * 32
    leaves = {
        name: [str(UUID(int=at)), verb, "poll", poll["id"], "public", None, f"2026-11-0{at}T09:00:00.000000Z",
               sha256(bytes.fromhex(salt) + encode(body)).hexdigest(), "00" * 32]
        for at, (name, (verb, body)) in enumerate(bodies.items(), 1)
    }  # fmt: skip
    tree = Tree([encode(leaf) for leaf in leaves.values()])
    head = signed(len(tree), tree.root().hex())
    return {
        name: sealed({
            "format": "letgo.line/1", "number": at, "leaf": leaves[name], "salt": salt, "body": bodies[name][1],
            "path": [step.hex() for step in tree.inclusion(at)], "head": head,
        })
        for at, name in enumerate(leaves)
    }  # fmt: skip


def signed(size, root, at="2026-11-09T10:00:00.000000Z"):
    public = KEY.public_key().public_bytes_raw().hex()
    signature = KEY.sign(encode(["letgo.head/1", size, root, at, public])).hex()
    return {"size": size, "root": root, "at": at, "key": public, "signature": signature}


def sealed(document):
    """The document with its digest made anew, as a forger would."""
    body = {key: deepcopy(value) for key, value in document.items() if key != "digest"}
    return {**body, "digest": digest(body)}


def public(*asked, **more):
    """A whole true bundle."""
    whole, _, _ = vote(*asked, **more)
    return sealed({"format": "letgo.poll/1", **whole, "lines": lines(whole)})


def for_agents(number=40, **more):
    """What the agents of a small vote are given."""
    whole, ballots, count = vote(number, **more)
    shown = sealed({"format": "letgo.poll/1", **whole, "lines": lines(whole)})
    return sealed({"format": "letgo.poll-sealed/1", "public": shown, "ballots": ballots, "count": count})

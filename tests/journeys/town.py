"""A small made-up town as a Pabulib file, whose own result leaves a third of its voters with nothing."""

NORTH, SOUTH = 100, 200


def made_up_town(currency: str = "GBP") -> str:
    """300 voters, £30,000: the town funds the two dear ideas of the larger half; the north could pay for its own from its part."""
    ideas = [
        ("1", 14_000, "Riverside lights", 1),
        ("2", 13_000, "Skate ramp", 1),
        ("3", 9_000, "North crossing", 0),
        ("4", 30_000, "A fountain", 0),
        ("5", 2_000, "Benches", 1),
    ]
    ballots = ["1,2,4"] * SOUTH + ["3"] * NORTH
    ballots[:60] = ["1,2,5"] * 60
    votes = {idea[0]: sum(idea[0] in ballot.split(",") for ballot in ballots) for idea in ideas}
    head = [
        ("key", "value"), ("description", "Alder Vale 2026"), ("country", "United Kingdom"), ("unit", "Alder Vale"), ("instance", "2026"),
        ("num_projects", len(ideas)), ("num_votes", len(ballots)), ("budget", 30_000), ("vote_type", "approval"), ("rule", "greedy"),
        ("currency", currency),
    ]  # fmt: skip
    lines = ["META", *(f"{key};{value}" for key, value in head), "PROJECTS", "project_id;cost;votes;name;selected"]
    lines += [f"{i};{cost};{votes[i]};{name};{selected}" for i, cost, name, selected in ideas]
    lines += ["VOTES", "voter_id;vote", *(f"{n};{ballot}" for n, ballot in enumerate(ballots))]
    return "\n".join(lines) + "\n"

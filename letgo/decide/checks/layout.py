"""The names of a check's files. Both the web's side (store.py) and the process that counts (child.py) go by them."""

VOTES = "votes"
CHOICES = "choices.json"
REPORT = "report.json.gz"
CERTIFICATE = "certificate.json.gz"
PROBLEM = "problem.json"


def reason_file(place: int) -> str:
    """The file of the full reason of the project at `place` in the report."""
    return f"reason-{place}.json.gz"


def reason_problem(place: int) -> str:
    """The file that says why the full reason of that project was not found."""
    return f"reason-{place}-problem.json"

"""Who may do what with a body and its rows: for one row without SQL (rows come with their body), and for a list alike."""

from functools import partial

from letgo.commons.people.queries import either
from letgo.commons.places import ways
from letgo.commons.places.ways import LIVES, over, own, theirs

# From each kind of row to its body.
PATHS = {
    "body": "", "termschange": "body__", "seat": "body__", "mandate": "body__", "election": "body__",
    "nomination": "election__body__", "vacancy": "body__", "approval": "mandate__body__",
    "appointment": "body__", "applicant": "appointment__body__", "interest": "body__", "review": "mandate__body__",
    "figure": "review__mandate__body__", "removal": "mandate__body__", "recall": "body__", "confidence": "body__",
    "meeting": "body__", "item": "body__", "attendance": "meeting__body__", "proxy": "meeting__body__",
    "resolution": "item__body__", "hand": "resolution__item__body__", "tally": "resolution__item__body__",
    "task": "meeting__body__", "correction": "meeting__body__", "expense": "meeting__body__", "firsttask": "body__",
}  # fmt: skip

policy = partial(ways.policy, PATHS)
inside = partial(ways.inside, "organisation_id")  # a role held in the body's own organisation

ELECTORS = (LIVES, ways.belongs("organisation_id"))  # near enough to ask; the act looks at the electorate itself
DESK = ("secretary",)
SITS = ("board-member", "secretary", "treasurer")

FOUNDER = policy(over("administrator", "officer"), inside(DESK))
CALLER = FOUNDER
SECRETARY = policy(inside(DESK))
BOARD = policy(inside(SITS))
TREASURER = policy(inside(("treasurer",)))
CHANGER = policy(inside((*SITS, "outside-checker")))  # two of these change the terms
CLERK = policy(over("officer"), inside(DESK))
APPROVER = policy(over("councillor", "officer"))  # approves who sits: a veto of those who let go
ELECTOR = policy(*ELECTORS)
COMES = policy(*ELECTORS, inside(SITS))  # to a meeting; the act itself looks at who came
OFFICER = own({"election": "officer_id", "nomination": "election__officer_id"})  # named at the call, and nobody else
ELECTION_DESK = either(SECRETARY, OFFICER)
HOLDER = own({"mandate": "person_id"})
OFFERED = own({"vacancy": "offered__person_id"})
STANDS = theirs({"nomination": "person_id"})
GIVER = theirs({"proxy": "giver_id"})  # takes back the proxy that they gave

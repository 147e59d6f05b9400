"""Which room says what about the health of this installation: each room and a function that reads and yields Findings."""

DOCTORS = {
    "ballots": "letgo.decide.ballots.closing.queries.findings",
    "people": "letgo.commons.people.queries.findings",
    "door": "letgo.commons.door.queries.findings",
    "promises": "letgo.commons.promises.queries.findings",
}

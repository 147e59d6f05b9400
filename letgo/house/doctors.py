"""Which room says what about the health of this installation: each room and a function that reads and yields Findings."""

DOCTORS: dict[str, str] = {}

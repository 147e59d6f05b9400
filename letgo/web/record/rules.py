"""Who may take words out of the record, and change its key. Here because the record stands below the people whom it must ask about."""

from letgo.commons.people.rules import Actor, Policy


def keeps(actor: Actor, *roles: str) -> bool:
    """Whether one of these roles is held at the very top: for the whole house, or for a place that lies in no other."""
    return actor.strong and any(reach.count("/") <= 2 for reach in actor.reaches(*roles))


def _holders(*roles: str) -> Policy:
    return Policy(
        one=lambda actor, subject: keeps(actor, *roles),
        many=lambda actor, rows: rows if keeps(actor, *roles) else rows.none(),
    )


REDACT = _holders("administrator", "safeguarding-lead")
CHANGE_KEY = _holders("administrator")

"""The words for places and roles."""

PLACE_KINDS = ("council", "ward", "area", "estate", "block")
ORGANISATION_KINDS = ("council", "landlord", "board", "co-op", "trust", "provider", "team", "charity")

# What someone can be at a place or in an organisation. Packs give them their names on pages.
ROLES = (
    "administrator",  # keeps the house running: roles and settings, never votes or cases
    "safeguarding-lead",
    "answerer",  # answers "I am worried about someone"
    "officer",
    "councillor",
    "manager",
    "outside-checker",
    "secretary",
    "treasurer",
    "board-member",
    "outreach",  # helps people at the door, by phone, on paper
    "carer",
)
STAFF = frozenset({"administrator", "safeguarding-lead", "answerer", "officer", "councillor", "manager"})

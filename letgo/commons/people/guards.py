"""What the database refuses on this room's tables."""

from letgo.commons.record.guarding import append_only, explained

GUARDS = [
    *explained("people_actingfor"),
    *explained("people_agreement"),
    *explained("people_concern"),
    *append_only("people_wording"),
]

"""What the database refuses at the door: a neighbour's word changes only with a line that says why."""

from letgo.commons.record.guarding import explained

GUARDS = explained("door_vouch")

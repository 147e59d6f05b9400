"""What stands on the agenda of a meeting, and what waits for the next one. Escalations cannot be struck off."""

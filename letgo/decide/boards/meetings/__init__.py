"""Meetings: called with notice, counted for their quorum, held, or held again."""

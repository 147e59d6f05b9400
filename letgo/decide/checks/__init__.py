"""Check a count: an uploaded file of votes is counted for anyone; no person is known."""

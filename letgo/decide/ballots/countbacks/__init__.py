"""Seats that fall empty after a vote was declared, filled again from the same sealed ballots."""

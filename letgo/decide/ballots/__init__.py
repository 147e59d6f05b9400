"""Votes: a question, a frozen list of who can vote, a secret box, a count that can be checked, and what happens because of it."""

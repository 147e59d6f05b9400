"""Demanding an answer: names to a threshold, and then a duty with a date."""

"""The pages of "Check a count"."""

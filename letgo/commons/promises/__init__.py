"""Dated rules, promises made under them, and who is told when one breaks."""

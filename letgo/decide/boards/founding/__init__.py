"""Founding a body from a pack, and changing its terms: by two people, never by one."""

"""Letgo: public services run by the people who use them."""

__version__ = "0.1.0"

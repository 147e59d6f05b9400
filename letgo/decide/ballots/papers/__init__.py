"""Voting papers: printed, brought back, typed by two people, settled, and added up."""

"""Resolutions: named votes on a board, two tellers at a general meeting, and what is carried."""

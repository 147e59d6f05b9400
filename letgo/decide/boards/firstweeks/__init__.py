"""The first weeks of a new board, as a list of tasks."""

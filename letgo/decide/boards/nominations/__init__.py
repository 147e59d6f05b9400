"""Standing for a board: offering oneself, seconding, withdrawing, and whether a name can stand."""

"""A seat without a holder: counting the old papers again, an election, the next in order, or a member chosen by the board."""

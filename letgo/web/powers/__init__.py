"""Pages of who decides what: the register, one power, handing over and ending, demands, and the councillor's page."""

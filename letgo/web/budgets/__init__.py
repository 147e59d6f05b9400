"""Pages on which people spend their own budget: rounds, ideas, their costing, and what came of the vote."""

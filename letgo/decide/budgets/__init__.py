"""An estate spends its own budget: ideas, their costing, the vote, the money, and each project until it stands there."""

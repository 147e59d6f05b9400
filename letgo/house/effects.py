"""What a decision can set going here: each name and the function of the owning room that does it. Checked at every start."""

EFFECTS: dict[str, str] = {}

"""What coming to a meeting cost: asked for, agreed by somebody else, paid."""

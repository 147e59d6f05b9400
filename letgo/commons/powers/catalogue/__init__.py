"""What could be handed over at all: entries from a pack, kept until they are offered."""

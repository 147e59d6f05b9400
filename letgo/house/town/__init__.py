"""The made-up towns of the demonstration. Nothing in them is real."""

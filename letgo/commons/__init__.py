"""What all rooms must agree on: the record and the people."""

"""From a concern to a hearing to a vote: an office ends, and its employer has an instruction with a day."""

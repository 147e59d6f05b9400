"""When the giver gives less: notice and reasons, and the holders choose what stays whole."""

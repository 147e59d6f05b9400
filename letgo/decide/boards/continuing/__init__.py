"""Going on or not: the vote that a management agreement asks for every few years."""

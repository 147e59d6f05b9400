"""An election from its call to the seats it fills: dates, who stands, the vote, the declaration."""

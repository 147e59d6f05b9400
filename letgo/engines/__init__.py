"""Pure computations: a problem goes in, a result with its reasons comes out. No Django, no clock, no network."""

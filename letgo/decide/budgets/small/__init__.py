"""Small money, fast: three residents release it, two of them of the group that it is for."""

"""What a returning officer from outside the body decides, with reasons; what voters challenge; what an outage changes."""

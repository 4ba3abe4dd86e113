"""Pages of the rounds of one year that belong together."""

"""The rounds of one year that belong together."""

"""The lists of all organisations of a round, in one file."""

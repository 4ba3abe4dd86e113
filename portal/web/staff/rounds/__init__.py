"""Pages on a round, from its plan to its responses."""

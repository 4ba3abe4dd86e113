"""Pages on how a round goes."""

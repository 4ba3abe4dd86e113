"""Pages on the lists of all organisations of a round."""

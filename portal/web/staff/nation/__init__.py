"""Pages on what England and its regions are told of a counted round."""

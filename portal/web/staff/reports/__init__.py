"""Pages on what may be told of a counted round."""

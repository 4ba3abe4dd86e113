"""What England and its regions are told of a round."""

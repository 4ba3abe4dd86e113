"""What may be told of a counted round."""

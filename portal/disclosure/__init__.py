"""What may be told of people who answered, and what may not. Pure."""

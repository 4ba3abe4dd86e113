"""What principal social workers are told to do about a round, and when."""

"""What principal social workers do around a round: what is ready, and what they tick off."""

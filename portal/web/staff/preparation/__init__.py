"""Pages on what principal social workers do around a round."""

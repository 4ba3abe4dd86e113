"""Results as values, ready to be drawn. Pure."""

"""Results are values, ready to be drawn. Pure."""

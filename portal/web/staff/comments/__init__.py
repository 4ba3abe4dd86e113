"""Comments of a counted round: read, confirmed, published."""

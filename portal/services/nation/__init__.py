"""What England and its regions are told of a counted round, for staff and for everybody."""

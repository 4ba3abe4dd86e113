"""Every letter, to people and to staff: which are due, what they say, what became of them."""

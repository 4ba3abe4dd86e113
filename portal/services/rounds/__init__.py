"""Which rounds there are, how they are planned, and what an administrator asks of them."""

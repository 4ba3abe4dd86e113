"""Comments are read by two administrators before anybody else sees what is left of them."""

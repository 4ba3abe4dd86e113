"""Pages on the register of organisations."""

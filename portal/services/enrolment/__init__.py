"""A list of organisations put to use: in the register, with accounts, rounds and returns."""

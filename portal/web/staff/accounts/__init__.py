"""Pages on who may come in, and what was done."""

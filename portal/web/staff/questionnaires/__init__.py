"""Pages on questionnaires: reading, trying and adding them."""

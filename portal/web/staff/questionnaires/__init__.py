"""These pages are about questionnaires: reading, trying and adding them."""

"""A questionnaire's pages are rendered once, and answers spliced in."""

"""A questionnaire's pages: rendered once, answers spliced in."""

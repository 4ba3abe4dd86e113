"""Questionnaires are shipped, uploaded, and frozen with a round."""

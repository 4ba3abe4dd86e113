"""Questionnaires' texts: shipped, uploaded, frozen with a round."""

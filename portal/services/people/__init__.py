"""Whom an organisation invites: the list, its file, and links to hand out."""

"""Pages on whom an organisation invites."""

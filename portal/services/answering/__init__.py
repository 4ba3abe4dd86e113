"""One person's way leads from the link to the sealed ballot."""

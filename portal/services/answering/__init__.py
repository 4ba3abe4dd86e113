"""One person's way from the link to the sealed ballot."""

"""What of a comment may name somebody, pointed out to whoever reads it."""

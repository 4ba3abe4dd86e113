"""What depends on the kind of database."""

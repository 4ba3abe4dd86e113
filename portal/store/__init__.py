"""What is kept, and for how long: peewee models on SQLite."""

"""What the worker does to a round: opening, closing, counting, deleting."""

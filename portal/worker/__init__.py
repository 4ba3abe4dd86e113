"""What happens by itself: the passes of the worker, its tools, the post."""

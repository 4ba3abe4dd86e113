"""Pages to find things by: a search, and the guides."""

"""Days and moments are shown as people in London read them, and a round has its own. Pure."""

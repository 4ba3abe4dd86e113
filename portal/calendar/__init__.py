"""Days and moments as people in London read them, and a round's own. Pure."""

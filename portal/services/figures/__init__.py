"""How a round stands, in counts that staff may see."""

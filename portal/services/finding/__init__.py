"""Finding what somebody of the staff may see."""

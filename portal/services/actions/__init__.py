"""What organisations do about what their people said."""

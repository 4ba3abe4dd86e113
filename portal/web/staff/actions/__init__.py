"""Pages on what organisations do about what their people said."""

"""Pages on what organisations wrote in their returns."""

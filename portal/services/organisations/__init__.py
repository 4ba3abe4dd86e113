"""The register of organisations, and the file that it comes from."""

"""Pages: county."""

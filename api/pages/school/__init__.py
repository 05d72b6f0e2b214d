"""Pages: school."""

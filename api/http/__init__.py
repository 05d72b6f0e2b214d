"""The web: the interface for programs and the routes of the pages; FastAPI is known here only."""

"""The interface for programs: the routes of `/api/v1`, a file a subject; collected in `routers.py`."""

"""`python -m api.cli` is `shilu`."""

from api.cli.main import run

run()

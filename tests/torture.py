"""How often races, kills and faults are tried: a sample in CI, all of them by `make torture`."""

import os

TORTURE = bool(os.environ.get("SHILU_TORTURE"))


def times(sample: int, in_all: int) -> int:
    """So many in CI, so many under torture."""
    return in_all if TORTURE else sample

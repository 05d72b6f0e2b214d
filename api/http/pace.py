"""How often one account may ask: as a bucket that fills by itself, so that a short rush is no fault."""

from time import monotonic

_RUSH_SECONDS = 10
"""So many seconds' worth may be asked at once."""
_MOST = 20_000


class Pace:
    """The paces of those who asked of late; for one thread."""

    def __init__(self, a_minute: int) -> None:
        self._a_second = a_minute / 60
        self._most = self._a_second * _RUSH_SECONDS
        self._left: dict[str, tuple[float, float]] = {}

    def allows(self, who: str) -> bool:
        """Whether somebody may ask once more now."""
        now = monotonic()
        left, at = self._left.get(who, (self._most, now))
        left = min(self._most, left + (now - at) * self._a_second)
        if len(self._left) >= _MOST:
            self._left.clear()
        self._left[who] = (max(left - 1, 0.0), now)
        return left >= 1

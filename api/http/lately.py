"""What was lately asked for is kept ready: a few values, each made once, whichever thread asks first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lately(Generic[K, V]):
    """At most `most` values by key; the one that was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._looking = Lock()
        self._making = Lock()  # one at a time: two that are made side by side only make each other slow

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made now if it is not kept. What `make` raises is raised; nothing is kept then."""
        found = self._found(key)
        if found is not None:
            return found
        with self._making:
            found = self._found(key)
            if found is None:
                found = make()
                self._keep(key, found)
            return found

    def those(self) -> list[tuple[K, V]]:
        """All that is kept, in the order in which it was last asked for."""
        with self._looking:
            return list(self._kept.items())

    def _found(self, key: K) -> V | None:
        with self._looking:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: K, value: V) -> None:
        with self._looking:
            self._kept[key] = value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

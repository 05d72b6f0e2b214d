"""What was made of columns and may be asked for again, as far as there is room for it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class KeptColumns:
    """What was made of columns, up to so many bytes of it; what nobody asked for longest goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._looking = Lock()

    def get(self, key: Hashable, made: Callable[[], T], size: Callable[[T], int]) -> T:
        """What stands under a key, made where it is not there; `size` tells its bytes.

        No lock is held while it is made, which may ask for tables that another thread is reading, who asks here in
        turn. Of several threads that make the same at once all are given what is kept first.
        """
        with self._looking:
            if key in self._held:
                found: T = self._asked_again(key)
                return found
        one = made()
        its_bytes = size(one)
        with self._looking:
            if key in self._held:
                one = self._asked_again(key)
            else:
                self._held[key] = one, its_bytes
                self._bytes += its_bytes
            while self._bytes > self._most and len(self._held) > 1:
                _, (_, gone) = self._held.popitem(last=False)
                self._bytes -= gone
        return one

    def _asked_again(self, key: Hashable) -> Any:
        self._held.move_to_end(key)
        return self._held[key][0]

    def __contains__(self, key: Hashable) -> bool:
        return key in self._held

"""A long row of things, each made when it is first asked for: nobody waits for four million records to see twenty."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, Generic, TypeVar, overload

import numpy as np
import numpy.typing as npt

from ledger.bulk import no_collection

T = TypeVar("T")

_MADE_AT_ONCE = 2_000
_IN_A_LOT = 10_000
_KEPT_WHOLE = 100_000


class OnDemand(Sequence[T], Generic[T]):
    """So many things, made by place: a few at once, all of a short row, and a very long row lot by lot."""

    def __init__(self, length: int, made: Callable[[npt.NDArray[np.int64]], list[T]]) -> None:
        self._length = length
        self._made = made
        self._all: list[T] | None = None
        self._some: dict[int, T] = {}

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> list[T]: ...

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return self.taken(range(*place.indices(self._length)))
        if not -self._length <= place < self._length:
            raise IndexError(place)
        return self.taken([place % self._length])[0]

    def __iter__(self) -> Iterator[T]:
        if self._all is None and self._length > _KEPT_WHOLE:
            firsts = range(0, self._length, _IN_A_LOT)
            lots = (np.arange(first, min(first + _IN_A_LOT, self._length)) for first in firsts)
            return chain.from_iterable(map(self._lot, lots))
        return iter(self._whole())

    def taken(self, places: Sequence[int]) -> list[T]:
        """Those at some places, from 0, in the order asked."""
        if self._all is None and self._length > _MADE_AT_ONCE:
            some = self._some  # which another thread may put new ones into, or others in the place of
            known = {place: some[place] for place in places if place in some}
            missing = sorted(set(places) - known.keys())
            if missing:
                made = dict(zip(missing, self._lot(np.array(missing, np.int64)), strict=True))
                known |= made
                if len(some) + len(missing) > _KEPT_WHOLE:
                    self._some = known
                else:
                    some.update(made)
            return [known[place] for place in places]
        whole = self._whole()
        return [whole[place] for place in places]

    def _whole(self) -> list[T]:
        whole = self._all
        if whole is None:
            whole = self._all = self._lot(np.arange(self._length))
        return whole

    def _lot(self, places: npt.NDArray[np.int64]) -> list[T]:
        with no_collection():
            return self._made(places)

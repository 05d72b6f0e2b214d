"""Whether every stream has its versions 1, 2, 3 … in the order of the book, without an object a stream."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ledger.store.rows import Row

if TYPE_CHECKING:
    import numpy as np

_STREAM_BYTES = 16


class Versions:
    """Positions, streams and versions of rows as columns: 20 bytes a row, of a stream's name the first half."""

    def __init__(self) -> None:
        self._positions: list[np.ndarray] = []
        self._streams: list[np.ndarray] = []
        self._versions: list[np.ndarray] = []

    def add(self, rows: Sequence[Row]) -> None:
        """Rows in order of position; positions below 2 ** 63, streams of 16 bytes, versions below 2 ** 32."""
        import numpy as np  # half a tenth of a second to load, and only a book that is read whole needs it

        positions, streams, versions, _, _ = zip(*rows, strict=True)
        self._positions.append(np.fromiter(positions, np.int64, len(rows)))
        self._streams.append(np.frombuffer(b"".join(streams), ">u8")[::2].astype(np.uint64))
        self._versions.append(np.fromiter(versions, np.uint32, len(rows)))

    def wrong(self) -> Iterator[tuple[int, int, int]]:
        """Of each stream with a hole or out of order the first place: position, version expected, version found."""
        import numpy as np

        if not self._positions:
            return
        streams = np.concatenate(self._streams)
        order = np.argsort(streams, kind="stable")  # rows of a stream stay in the order of the book
        streams = streams[order]
        begins = np.concatenate(([True], streams[1:] != streams[:-1]))
        places = np.arange(len(streams))
        expected = places - np.maximum.accumulate(np.where(begins, places, 0)) + 1
        found = np.concatenate(self._versions)[order]
        wrong = np.flatnonzero(found != expected)
        firsts = wrong[np.unique(streams[wrong], return_index=True)[1]]
        positions = np.concatenate(self._positions)[order]
        for at in firsts:
            yield int(positions[at]), int(expected[at]), int(found[at])

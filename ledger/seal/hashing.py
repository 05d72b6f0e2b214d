"""What is hashed for the seal: a stored row as a leaf, two nodes as the node above them (RFC 6962 §2.1).

The leaf of a row is what stands in the book, byte for byte: position (8 bytes, big endian), stream (16), version (4),
the length (4) and bytes of the stored name of its kind, the length (4) and bytes of its body.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from struct import Struct

from ledger.store.rows import Row

HASH_BYTES = 32
STREAM_BYTES = 16
EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""

_LEAF, _NODE = b"\0", b"\1"
_place = Struct(">Q16sI").pack
_length = Struct(">I").pack


def leaf_of(row: Row) -> bytes:
    """The leaf that stands for a row. Raises struct.error for numbers, ValueError for a stream that do not fit."""
    position, stream, version, kind, body = row
    if len(stream) != STREAM_BYTES:
        raise _bad_stream(row)
    name = kind.encode()
    return b"".join((_place(position, stream, version), _length(len(name)), name, _length(len(body)), body))


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(_LEAF + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two others."""
    return sha256(_NODE + left + right).digest()


def hashes_of_rows(rows: Iterable[Row]) -> list[bytes]:
    """The hashes of the rows' leaves, as `leaf_hash(leaf_of(row))` says them, in less time; raises as that does."""
    heads: dict[str, tuple[Callable[..., bytes], bytes]] = {}
    hashes: list[bytes] = []
    add, hashed = hashes.append, sha256
    for row in rows:
        position, stream, version, kind, body = row
        if len(stream) != STREAM_BYTES:  # `struct` would cut or fill it up, and another row have the same hash
            raise _bad_stream(row)
        try:
            head, named = heads[kind]
        except KeyError:
            name = kind.encode()
            named = _length(len(name)) + name
            # All that stands before the body, packed by one call: a fifth of the time is saved.
            head = Struct(f">xQ16sI{len(named)}sI").pack
            heads[kind] = head, named
        add(hashed(head(position, stream, version, named, len(body)) + body).digest())
    return hashes


def paired(hashes: Sequence[bytes]) -> list[bytes]:
    """The nodes above every two; of an odd number the last is left out."""
    hashed, each = sha256, iter(hashes)
    # The walk takes two at a time from one iterator: no copies of halves.
    return [hashed(b"\1" + left + right).digest() for left, right in zip(each, each, strict=False)]


def _bad_stream(row: Row) -> ValueError:
    return ValueError(f"the stream at position {row[0]} has {len(row[1])} bytes, not {STREAM_BYTES}")

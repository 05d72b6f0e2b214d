"""Which characters a font file has: the `cmap` table of OpenType (ISO/IEC 14496-22, 5.2.1), formats 4 and 12."""

from bisect import bisect_right
from functools import cache
from pathlib import Path
from struct import error as StructError  # noqa: N812
from struct import iter_unpack, unpack_from

_UNICODE = [(3, 10), (0, 6), (0, 4), (3, 1), (0, 3)]
"""Platform and encoding of tables that map Unicode, the fullest first."""

_LAST = 0x10FFFF
Ranges = tuple[tuple[int, int], ...]
"""First and last code point of each stretch of characters."""


@cache
def characters_of(path: Path, index: int = 0) -> Ranges:
    """The characters of a font, of a collection the one at `index`; none where the file cannot be read as a font."""
    try:
        return tuple(sorted(_ranges(path.read_bytes(), index)))
    except (OSError, StructError, StopIteration, ValueError):
        return ()


def has(ranges: Ranges, character: str) -> bool:
    """Whether a character is among those of a font."""
    place = bisect_right(ranges, (ord(character), _LAST)) - 1
    return place >= 0 and ord(character) <= ranges[place][1]


def _ranges(font: bytes, index: int) -> Ranges:
    start = unpack_from(">I", font, 12 + 4 * index)[0] if font[:4] == b"ttcf" else 0
    tables = [unpack_from(">4sIII", font, start + 12 + 16 * n) for n in range(unpack_from(">H", font, start + 4)[0])]
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    count = unpack_from(">H", font, cmap + 2)[0]
    listed = {(p, e): cmap + at for p, e, at in (unpack_from(">HHI", font, cmap + 4 + 8 * n) for n in range(count))}
    at = next(listed[one] for one in _UNICODE if one in listed)
    return _format_12(font, at) if unpack_from(">H", font, at)[0] == 12 else _format_4(font, at)


def _format_12(font: bytes, at: int) -> Ranges:
    groups = unpack_from(">I", font, at + 12)[0]
    said = font[at + 16 : at + 16 + 12 * groups]
    return tuple((first, last) for first, last, _ in iter_unpack(">III", said))


def _format_4(font: bytes, at: int) -> Ranges:
    """Stretches as they are told; that single characters within may be left out is not looked into."""
    double = unpack_from(">H", font, at + 6)[0]
    ends = unpack_from(f">{double // 2}H", font, at + 14)
    starts = unpack_from(f">{double // 2}H", font, at + 16 + double)
    return tuple((first, last) for first, last in zip(starts, ends, strict=True) if first != 0xFFFF)

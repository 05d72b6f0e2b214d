"""The nearest known names, to put into a refusal of an unknown one."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from string import ascii_uppercase, digits

_MOST = 3
_OF_CODES = digits + ascii_uppercase


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Known names most like `name`, best first; where nothing is alike, the first few that exist."""
    names = sorted(set(known))
    return _alike(name, names) or names[:_MOST]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A clause to end a refusal with: the nearest known names, or that there are none yet."""
    names = sorted(set(known))
    if alike := _alike(name, names):
        return f"最接近的有:{'、'.join(alike)}"
    return f"现有的如:{'、'.join(names[:_MOST])}" if names else "目前一个也没有"


def one_slip_away(code: str) -> Iterator[str]:
    """The code itself, then every code that differs from it by one slip: two characters swapped, one wrong, one lost
    or one too many.
    """
    yield code
    places = range(len(code))
    yield from (code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in places[:-1])
    yield from (code[:at] + one + code[at + 1 :] for at in places for one in _OF_CODES)
    yield from (code[:at] + code[at + 1 :] for at in places)
    yield from (code[:at] + one + code[at:] for at in (*places, len(code)) for one in _OF_CODES)


def _alike(name: str, names: list[str]) -> list[str]:
    return get_close_matches(name, names, n=_MOST, cutoff=0.5)

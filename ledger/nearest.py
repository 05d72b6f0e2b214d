"""The nearest known names, to put into a refusal of an unknown one."""

from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 3


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


def _alike(name: str, names: list[str]) -> list[str]:
    return get_close_matches(name, names, n=_MOST, cutoff=0.5)

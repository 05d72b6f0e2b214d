"""The nearest known names, to put into a refusal of an unknown one."""

from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 3


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Known names most like `name`, best first; where nothing is alike, the first few that exist."""
    names = sorted(set(known))
    return get_close_matches(name, names, n=_MOST, cutoff=0.5) or names[:_MOST]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A clause to end a refusal with: the nearest known names, or that there are none yet."""
    names = nearest(name, known)
    return f"最接近的有:{'、'.join(names)}" if names else "目前一个也没有"

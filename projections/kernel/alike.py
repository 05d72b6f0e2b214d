"""Whether two results are the same, and for which subjects they differ, whatever they are made of."""

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.language.columns import Column
from projections.language.exact import Exact

Mask = npt.NDArray[np.bool_]


def alike(left: Any, right: Any) -> bool:
    """Whether two values are the same; what cannot be compared is so only if it is one and the same object."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray):
        return left.dtype == right.dtype and np.array_equal(left, right)
    if isinstance(left, Exact):
        return alike(left.num, right.num) and alike(left.den, right.den)
    if is_dataclass(left) and not isinstance(left, type):
        return all(alike(getattr(left, one.name), getattr(right, one.name)) for one in fields(left))
    if isinstance(left, dict):
        return list(left) == list(right) and all(map(alike, left.values(), right.values()))
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(alike, left, right))
    return isinstance(left, str | int) and bool(left == right)


def differ(left: Any, right: Any, length: int) -> Mask | None:
    """For which of so many subjects two results differ; None where that cannot be told one by one."""
    if left is right:
        return np.zeros(length, np.bool_)
    if type(left) is not type(right):
        return None
    if isinstance(left, Exact):
        return np.broadcast_to(left.compared(right) != 0, (length,)) if _fits(left.num, length) else None
    if isinstance(left, np.ndarray):
        return _arrays_differ(left, right, length)
    if isinstance(left, Column):
        return differ(left.values, right.values, length) if left.type is right.type else None
    if is_dataclass(left) and not isinstance(left, type):
        return _parts_differ([(getattr(left, one.name), getattr(right, one.name)) for one in fields(left)], length)
    if isinstance(left, dict) and list(left) == list(right):
        return _parts_differ(list(zip(left.values(), right.values(), strict=True)), length)
    if isinstance(left, tuple) and len(left) == len(right):
        return _parts_differ(list(zip(left, right, strict=True)), length)
    return np.zeros(length, np.bool_) if alike(left, right) else None


def _parts_differ(parts: list[tuple[Any, Any]], length: int) -> Mask | None:
    found = np.zeros(length, np.bool_)
    for left, right in parts:
        one = differ(left, right, length)
        if one is None:
            return None
        found |= one
    return found


def _arrays_differ(left: Any, right: Any, length: int) -> Mask | None:
    """Of arrays with a row for each subject, or with one value for all."""
    if left.shape != right.shape and left.ndim and right.ndim:
        return None
    if not (_fits(left, length) and _fits(right, length)):
        return None if not alike(left, right) else np.zeros(length, np.bool_)
    different = left != right
    if different.ndim > 1:
        different = different.any(axis=tuple(range(1, different.ndim)))
    return np.broadcast_to(different, (length,))


def _fits(values: Any, length: int) -> bool:
    return values.ndim == 0 or len(values) == length

"""The canonical form of a result, so that the same answers have the same digest: RFC 8785 JSON and its SHA-256."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

import msgspec


def canonical(value: Any) -> bytes:
    """RFC 8785 JSON of a value made of objects, lists, texts, booleans and numbers from `number`.

    msgspec writes the same bytes forty-five times as fast as the reference implementation (docs/benchmarks.md), but
    sorts keys by code point and not by UTF-16 unit; the two differ only where a key has a character beyond the
    Basic Multilingual Plane, and then the keys are sorted here.
    """
    written = msgspec.json.encode(value, order="sorted")
    if _has_astral(written):
        return msgspec.json.encode(_sorted_by_utf16(value))
    return written


def canonical_object(members: Mapping[str, bytes]) -> bytes:
    """The canonical form of an object, given the canonical form of each of its members."""
    names = sorted(members, key=lambda name: name.encode("utf-16-be"))
    return b"{" + b",".join(msgspec.json.encode(name) + b":" + members[name] for name in names) + b"}"


def digest(value: Any) -> str:
    """The SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(value)).hexdigest()


def number(units: int, scale: int = 1) -> int | float:
    """A number of JSON from units of 1 / `scale`: an integer where it is whole, as RFC 8785 writes it."""
    return units // scale if units % scale == 0 else units / scale


def as_json(value: Any) -> Any:
    """A value of YAML, exact numbers and days among it, as JSON has it."""
    if isinstance(value, Fraction):
        return number(value.numerator, value.denominator)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): as_json(one) for name, one in value.items()}
    return [as_json(one) for one in value] if isinstance(value, list | tuple) else value


def _has_astral(written: bytes) -> bool:
    """Whether any character needs four bytes of UTF-8."""
    return any(lead in written for lead in (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4"))


def _sorted_by_utf16(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted_by_utf16(value[key]) for key in sorted(value, key=lambda k: k.encode("utf-16-be"))}
    if isinstance(value, list):
        return [_sorted_by_utf16(item) for item in value]
    return value

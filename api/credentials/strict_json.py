"""JSON as credentials need it: read so that one text has one meaning, written in its canonical form (RFC 8785).

What readers understand differently (a name twice in an object, numbers that do not fit a double, halves of
characters) is refused: a signature over the one meaning must not seem to cover the other (RFC 8785, section 3.1).
"""

import json
from decimal import Decimal
from typing import Any, NoReturn

import msgspec

from projections.canonical import canonical

MOST_BYTES = 1 << 20
MOST_DEPTH = 40
_SAFE = 2**53 - 1


class NotJson(ValueError):
    """The text is no JSON with one meaning; says what is wrong, in Chinese, without what the text holds."""


def read_json(text: str) -> Any:
    """The value of a text. Raises NotJson."""
    if len(text) > MOST_BYTES:
        raise NotJson("文件太大")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_int=_integer)
        _check(value, MOST_DEPTH)
    except (json.JSONDecodeError, RecursionError) as error:
        raise NotJson("不是 JSON") from error
    return value


def canonical_json(value: Any) -> bytes:
    """The canonical form (RFC 8785) of what `read_json` gives."""
    return canonical(_with_numbers(value))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotJson("同一个名字在一个对象里写了两次")
    return value


def _no_number(text: str) -> NoReturn:
    raise NotJson("有 JSON 没有的数")


def _integer(text: str) -> int:
    if len(text) > 17 or not -_SAFE <= int(text) <= _SAFE:
        raise NotJson("有超出 2 的 53 次方、各家程序读法不一的整数")
    return int(text)


def _check(value: Any, depth: int) -> None:
    if depth == 0:
        raise NotJson("嵌套太深")
    if isinstance(value, str):
        if any("\ud800" <= one <= "\udfff" for one in value):
            raise NotJson("有半个字符")
    elif isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            raise NotJson("有太大的数")
    elif isinstance(value, dict):
        for name, one in value.items():
            _check(name, depth)
            _check(one, depth - 1)
    elif isinstance(value, list):
        for one in value:
            _check(one, depth - 1)


def _with_numbers(value: Any) -> Any:
    """The value, its fractions spelled as ECMAScript spells them, which msgspec does not at the edges."""
    if isinstance(value, float):
        return msgspec.Raw(_spelled(value).encode())
    if isinstance(value, dict):
        return {name: _with_numbers(one) for name, one in value.items()}
    return [_with_numbers(one) for one in value] if isinstance(value, list) else value


def _spelled(number: float) -> str:
    """ECMAScript's Number::toString (RFC 8785, section 3.2.2.3): exponents from 1e21 on, and below 1e-6."""
    if number == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    assert isinstance(exponent, int)
    shown, before = "".join(map(str, digits)), len(digits) + exponent
    if before > 21 or before <= -6:
        rest = f".{shown[1:]}" if shown[1:] else ""
        told = f"{shown[0]}{rest}e{'+' if before > 0 else '-'}{abs(before - 1)}"
    elif before <= 0:
        told = f"0.{'0' * -before}{shown}"
    elif before >= len(shown):
        told = shown + "0" * (before - len(shown))
    else:
        told = f"{shown[:before]}.{shown[before:]}"
    return "-" * sign + told

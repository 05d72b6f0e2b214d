"""Whether a credential is what Open Badges 3.0 and the VC Data Model say it must be: contexts, types, properties.

Either of VC Data Model 2.0, or of 1.1, which Open Badges 3.0 has verifiers take too: the first context tells which.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from api.credentials.moments import moment
from api.credentials.published_contexts import BADGE_CONTEXTS, CREDENTIALS_V1, CREDENTIALS_V2
from api.credentials.shapes import CLASSES, CLOSED_WORDS, WORDS, Property, Shape

ACHIEVEMENT_TYPES = frozenset(("AchievementCredential", "OpenBadgeCredential"))
_ENDORSEMENT = "EndorsementCredential"

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._|-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_MOST = 20


class Fault(NamedTuple):
    """What is wrong, and where: `credentialSubject.achievement.name`."""

    where: str
    what: str

    def __str__(self) -> str:
        """One clause of a sentence."""
        return f"{self.where}:{self.what}" if self.where else self.what


def is_uri(value: object) -> bool:
    """Whether a value is an address with a scheme, as identifiers must be."""
    return isinstance(value, str) and _URI.fullmatch(value) is not None


def listed(value: Any) -> list[Any]:
    """A property that may be one value or an array of them, as an array; none where it is not there."""
    return [] if value is None else value if isinstance(value, list) else [value]


def is_of_1_1(credential: Mapping[str, Any]) -> bool:
    """Whether the first context is that of VC Data Model 1.1."""
    return listed(credential.get("@context"))[:1] == [CREDENTIALS_V1]


def faults_of(credential: Any) -> list[Fault]:
    """All that is wrong with a credential of an achievement, or with an endorsement; the first twenty."""
    if not isinstance(credential, dict):
        return [Fault("", "不是一个 JSON 对象")]
    types = [one for one in listed(credential.get("type")) if isinstance(one, str)]
    endorsement = _ENDORSEMENT in types and not ACHIEVEMENT_TYPES & set(types)
    return list(islice(_credential(credential, "", endorsement), _MOST))


def _credential(value: Mapping[str, Any], where: str, endorsement: bool = False) -> Iterator[Fault]:
    yield from _contexts(value, where)
    yield from _credential_types(value, where, endorsement)
    name = (_ENDORSEMENT if endorsement else "AchievementCredential") + (" of VC 1.1" if is_of_1_1(value) else "")
    yield from _properties(value, CLASSES[name], where)
    if not endorsement:
        subject = value.get("credentialSubject")
        if isinstance(subject, dict) and not subject.get("id") and not subject.get("identifier"):
            yield Fault(_at(where, "credentialSubject"), "id 和 identifier 都没有,不知道是给谁的")
    first, last = (moment(value.get(one)) for one in _DATES[is_of_1_1(value)])
    if first and last and last < first:
        yield Fault(_at(where, _DATES[is_of_1_1(value)][1]), "失效在生效之前")


_DATES = {False: ("validFrom", "validUntil"), True: ("issuanceDate", "expirationDate")}


def dates_of(credential: Mapping[str, Any]) -> tuple[Any, Any]:
    """From when and until when it is valid, as it is written; None where nothing is said."""
    first, last = _DATES[is_of_1_1(credential)]
    return credential.get(first), credential.get(last)


def _contexts(value: Mapping[str, Any], where: str) -> Iterator[Fault]:
    contexts: Any = value.get("@context")
    at = _at(where, "@context")
    if not isinstance(contexts, list) or len(contexts) < 2:
        yield Fault(at, "要依次列出 VC 和 Open Badges 3.0 的 @context")
    elif contexts[0] not in (CREDENTIALS_V1, CREDENTIALS_V2):
        yield Fault(at, f"第一个要是 {CREDENTIALS_V2}")
    elif contexts[1] not in BADGE_CONTEXTS:
        yield Fault(at, "第二个要是 Open Badges 3.0 的 @context")
    elif not all(is_uri(one) or isinstance(one, dict) for one in contexts):
        yield Fault(at, "只能列地址和对象")


def _credential_types(value: Mapping[str, Any], where: str, endorsement: bool) -> Iterator[Fault]:
    types: Any = value.get("type")
    at = _at(where, "type")
    if not _are_texts(types):
        yield Fault(at, "缺少,或不是文字")
    elif "VerifiableCredential" not in listed(types):
        yield Fault(at, "缺少 VerifiableCredential")
    elif endorsement and _ENDORSEMENT not in listed(types):
        yield Fault(at, f"缺少 {_ENDORSEMENT}")
    elif not endorsement and not ACHIEVEMENT_TYPES & set(listed(types)):
        yield Fault(at, "缺少 OpenBadgeCredential 或 AchievementCredential")


def _object(value: Any, shape: Shape, where: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(where, "要是一个对象")
        return
    if shape.type:
        types = value.get("type")
        among = shape.types_listed and isinstance(types, list) and _are_texts(types) and shape.type in types
        if types != shape.type and not among:
            yield Fault(_at(where, "type"), f"缺少 {shape.type}")
    if not shape.open:
        known = {"type", *(one.name for one in shape.properties)}
        for name in value:
            if name not in known:
                yield Fault(_at(where, name[:60]), "这里没有这一项")
    yield from _properties(value, shape, where)


def _properties(value: Mapping[str, Any], shape: Shape, where: str) -> Iterator[Fault]:
    for name, one in value.items():
        if one is None or one == []:
            yield Fault(_at(where, name[:60]), "没有内容的项不能写出来")
    for wanted in shape.properties:
        if wanted.name in value:
            if value[wanted.name] is not None:
                yield from _property(value[wanted.name], wanted, _at(where, wanted.name))
        elif wanted.many == "!":
            yield Fault(_at(where, wanted.name), "缺少")


def _property(value: Any, wanted: Property, where: str) -> Iterator[Fault]:
    if wanted.many in "!?":
        yield from _value(value, wanted.holds, where)
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _value(one, wanted.holds, f"{where}[{place}]")
    elif wanted.many == "*":
        yield Fault(where, "要写成数组")
    else:
        yield from _value(value, wanted.holds, where)


def _value(value: Any, holds: str, where: str) -> Iterator[Fault]:
    if holds == "ProfileRef":
        if isinstance(value, str):
            holds = "uri"
        else:
            holds = "Profile"
    if holds == _ENDORSEMENT:
        if isinstance(value, dict):
            yield from _credential(value, where, endorsement=True)
        else:
            yield Fault(where, "要是一个对象")
    elif holds in CLASSES:
        yield from _object(value, CLASSES[holds], where)
    elif holds in WORDS:
        extended = holds not in CLOSED_WORDS and isinstance(value, str) and _EXTENSION.fullmatch(value)
        if not (isinstance(value, str) and value in WORDS[holds]) and not extended:
            yield Fault(where, "不是规定的词")
    elif not _PLAIN[holds](value):
        yield Fault(where, _TOLD[holds])


_PLAIN: dict[str, Any] = {
    "uri": is_uri,
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "truth": lambda value: isinstance(value, bool),
    "time": lambda value: moment(value) is not None,
    "day": lambda value: _is_day(value),
    "language": lambda value: isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None,
    "jws": lambda value: isinstance(value, str) and _JWS.fullmatch(value) is not None,
}
_TOLD = {
    "uri": "要是完整的地址(带 https:、urn:、did: 等)",
    "text": "要是文字",
    "number": "要是数",
    "truth": "要是 true 或 false",
    "time": "要是带时区的时间,如 2023-09-10T00:00:00Z",
    "day": "要是日期,如 2023-09-10",
    "language": "要是语言代码,如 zh-CN",
    "jws": "要是 JWS",
}


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _are_texts(value: object) -> bool:
    return bool(value) and all(isinstance(one, str) and one for one in listed(value))


def _at(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name

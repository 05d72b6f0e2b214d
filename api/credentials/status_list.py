"""Lists of what was taken back: W3C Bitstring Status List 1.0, a bit for every credential, compressed."""

import gzip
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from api.credentials.conforming import is_uri, listed
from api.credentials.multikey import from_base64url, to_base64url

ENTRY, LIST, LIST_CREDENTIAL = "BitstringStatusListEntry", "BitstringStatusList", "BitstringStatusListCredential"
REVOCATION, SUSPENSION = "revocation", "suspension"
LEAST = 131_072
"""Entries that a list must have at least, so that its reader does not learn whom somebody asks about."""

_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")
_MOST_BYTES = 1 << 24


class StatusUnknown(ValueError):
    """The status cannot be told; why, in Chinese."""


def encode(places: Iterable[int], length: int = LEAST) -> str:
    """The list with the bits of the places set, the first bit being the highest of the first byte."""
    bits = bytearray(length // 8)
    for place in places:
        bits[place // 8] |= 128 >> place % 8
    return "u" + to_base64url(gzip.compress(bytes(bits), mtime=0))


def decode(encoded: object) -> bytes:
    """The bits of an encoded list. Raises StatusUnknown."""
    if not isinstance(encoded, str) or not encoded:
        raise StatusUnknown("状态清单里没有 encodedList")
    try:
        unpacking = zlib.decompressobj(wbits=31)
        packed = from_base64url(encoded[1:] if encoded.startswith("u") else encoded)
        bits = unpacking.decompress(packed, _MOST_BYTES)
    except (ValueError, zlib.error):
        raise StatusUnknown("状态清单的 encodedList 读不通") from None
    if not unpacking.eof:
        raise StatusUnknown("状态清单的 encodedList 不完整,或太长")
    if len(bits) * 8 < LEAST:
        raise StatusUnknown(f"状态清单不到规定的 {LEAST} 项")
    return bits


def is_list(credential: Mapping[str, Any]) -> bool:
    """Whether a credential is a status list."""
    return LIST_CREDENTIAL in listed(credential.get("type"))


def address_of(entry: Mapping[str, Any]) -> str:
    """Where the list of an entry is. Raises StatusUnknown for an entry that is not as it must be."""
    address, index = entry.get("statusListCredential"), entry.get("statusListIndex")
    if not is_uri(address):
        raise StatusUnknown("credentialStatus 缺少 statusListCredential")
    if not isinstance(index, str) or not _INDEX.fullmatch(index):
        raise StatusUnknown("credentialStatus 的 statusListIndex 不是用文字写的整数")
    if not isinstance(entry.get("statusPurpose"), str):
        raise StatusUnknown("credentialStatus 缺少 statusPurpose")
    size = entry.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= 64:
        raise StatusUnknown("credentialStatus 的 statusSize 不对")
    return str(address)


def value_in(entry: Mapping[str, Any], credential: Mapping[str, Any]) -> int:
    """What the list says of an entry: 0 where nothing. Raises StatusUnknown."""
    address_of(entry)
    subject = credential.get("credentialSubject")
    if not is_list(credential) or not isinstance(subject, dict):
        raise StatusUnknown("给出的不是状态清单(BitstringStatusListCredential)")
    if LIST not in listed(subject.get("type")):
        raise StatusUnknown("状态清单的 credentialSubject 不是 BitstringStatusList")
    if entry["statusPurpose"] not in listed(subject.get("statusPurpose")):
        raise StatusUnknown("状态清单的用途(statusPurpose)和证书写的不一样")
    bits, size = decode(subject.get("encodedList")), entry.get("statusSize", 1)
    first = int(entry["statusListIndex"]) * size
    if first + size > len(bits) * 8:
        raise StatusUnknown("证书的编号超出状态清单")
    return sum(1 << (size - 1 - at) for at in range(size) if bits[(first + at) // 8] & 128 >> (first + at) % 8)

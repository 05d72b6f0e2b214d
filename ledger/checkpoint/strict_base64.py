"""Base 64 with exactly one spelling for each content (RFC 4648 section 4, canonical as in 3.5)."""

from base64 import b64decode, b64encode


def to_base64(content: bytes) -> str:
    """The standard alphabet, padded, on one line."""
    return b64encode(content).decode()


def from_base64(text: str) -> bytes | None:
    """What the text stands for; None where it is not base 64, or another spelling of what `to_base64` writes.

    A second spelling (stray bits before the padding) would let somebody change the bytes of a note unseen.
    """
    try:
        content = b64decode(text, validate=True)
    except ValueError:
        return None
    return content if to_base64(content) == text else None

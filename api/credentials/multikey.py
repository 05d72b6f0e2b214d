"""Public keys as credentials write them: base 58, Multikey, did:key and JWK, each read with one spelling only."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"
_DID_KEY = "did:key:"
_LONGEST = 200

PublicKey = Ed25519PublicKey | RSAPublicKey


def to_base58(content: bytes) -> str:
    """Multibase base58btc: `z` and the digits."""
    number, digits = int.from_bytes(content, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _ALPHABET[digit] + digits
    return "z" + "1" * (len(content) - len(content.lstrip(b"\0"))) + digits


def from_base58(text: str) -> bytes | None:
    """What multibase base58btc stands for; None where it is none."""
    digits = text[1:]
    if not text.startswith("z") or len(text) > _LONGEST or not set(digits) <= set(_ALPHABET):
        return None
    number = 0
    for digit in digits:
        number = number * 58 + _ALPHABET.index(digit)
    return b"\0" * (len(digits) - len(digits.lstrip("1"))) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def to_multikey(key: bytes) -> str:
    """An Ed25519 public key, 32 bytes, as `z6Mk…`."""
    return to_base58(_ED25519 + key)


def from_multikey(text: object) -> Ed25519PublicKey | None:
    """The key of a `publicKeyMultibase`; None where it is no Ed25519 key."""
    content = from_base58(text) if isinstance(text, str) else None
    if content is None or len(content) != 34 or content[:2] != _ED25519:
        return None
    return Ed25519PublicKey.from_public_bytes(content[2:])


def did_key(key: bytes) -> str:
    """The DID that is the Ed25519 public key itself."""
    return _DID_KEY + to_multikey(key)


def method_of(did: str) -> str:
    """The verification method of a did:key, `did:key:z6Mk…#z6Mk…`."""
    return f"{did}#{did.removeprefix(_DID_KEY)}"


def key_of_did(did: str) -> Ed25519PublicKey | None:
    """The key that a did:key is; None where it is none, or no Ed25519 key."""
    return from_multikey(did.removeprefix(_DID_KEY)) if did.startswith(_DID_KEY) else None


def from_jwk(jwk: Mapping[str, Any]) -> PublicKey | None:
    """The key of a JWK (RFC 7517, RFC 8037); None where it is neither an Ed25519 nor a sound RSA key."""
    try:
        if jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519":
            return Ed25519PublicKey.from_public_bytes(from_base64url(jwk["x"]))
        if jwk.get("kty") == "RSA":
            exponent, modulus = (int.from_bytes(from_base64url(jwk[one]), "big") for one in ("e", "n"))
            if 2048 <= modulus.bit_length() <= 8192:
                return RSAPublicNumbers(exponent, modulus).public_key()
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    return None


def to_base64url(content: bytes) -> str:
    """Base 64 for addresses, without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """What it stands for. Raises ValueError for another spelling than that of `to_base64url`."""
    content = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    if to_base64url(content) != text:
        raise ValueError("not canonical base64url")
    return content


def is_signed(key: PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether the signature is that of the key: Ed25519, or RSASSA-PKCS1-v1_5 with SHA-256."""
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, message)
        else:
            key.verify(signature, message, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True

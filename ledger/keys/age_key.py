"""The age key that backups are encrypted to: 32 bytes written as age writes them (Bech32, BIP 173)."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def age_identity(secret: bytes) -> str:
    """The secret key (32 bytes) as `AGE-SECRET-KEY-1…`."""
    return _bech32("age-secret-key-", secret).upper()


def age_recipient(secret: bytes) -> str:
    """The public key of the same, `age1…`: whoever has it can encrypt, not read."""
    return _bech32("age", X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())


def age_secret(identity: str) -> bytes | None:
    """The 32 bytes of an identity, None where the text is none."""
    prefix, digits = identity[:15], identity[16:].lower()
    if prefix != "AGE-SECRET-KEY-" or not set(digits) <= set(_ALPHABET) or len(digits) != 58:
        return None
    number = 0
    for digit in digits[:52]:
        number = number << 5 | _ALPHABET.index(digit)
    secret = (number >> 4).to_bytes(32, "big")
    return secret if age_identity(secret) == identity else None


def _bech32(prefix: str, content: bytes) -> str:
    bits = len(content) * 8
    number = int.from_bytes(content, "big") << -bits % 5
    digits = [number >> at & 31 for at in range((bits + 4) // 5 * 5 - 5, -1, -5)]
    told = [ord(character) >> 5 for character in prefix] + [0] + [ord(character) & 31 for character in prefix]
    check = _polymod([*told, *digits, 0, 0, 0, 0, 0, 0]) ^ 1
    digits += [check >> 5 * (5 - at) & 31 for at in range(6)]
    return prefix + "1" + "".join(_ALPHABET[digit] for digit in digits)


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate(_GENERATOR):
            if top >> at & 1:
                check ^= generator
    return check

"""The keys of signed notes (C2SP signed-note, tlog-cosignature): who signs, and with what those who read can check."""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.checkpoint.strict_base64 import from_base64, to_base64
from ledger.refusals import Refused

ED25519, COSIGNATURE = 1, 4
"""Signature types: of a log over its own text; of a witness, with the time (tlog-cosignature)."""
KEY_BYTES = 32
_PRIVATE = "PRIVATE+KEY+"
_SECRETS = re.compile(r"PRIVATE\+KEY\+|AGE-SECRET-KEY-|\A\s*[0-9a-fA-F]{64}\s*\Z")
"""What a secret of a ledger looks like: to sign with, to read backups with, to open the vault with."""
_LAST_TIME = 2**63 - 1


class NoteRefused(Refused):
    """A text is no signed note of the keys asked for, or a key is none: nothing in it may be believed."""


@dataclass(frozen=True)
class Verifier:
    """A public key with its name. `text` is `name+8 hexadecimal digits+base64(type and key)`."""

    text: str
    name: str
    key_id: bytes
    type: int
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read a verifier key. Raises NoteRefused `bad-key`."""
        if is_secret(text):
            raise NoteRefused("bad-key", "这是私钥,不要交出;这里要的是公钥,在 keys 文件夹的 seal.pub 里。")
        name, key_id, kind, public = _parts(text)
        if key_id != _key_id(name, kind, public):
            raise _bad_key()
        return cls(text, name, key_id, kind, public)

    @classmethod
    def of(cls, name: str, kind: int, public: bytes) -> "Verifier":
        """The verifier of a public key. Raises NoteRefused `bad-key` where the name is none."""
        key_id = _key_id(name, kind, public)
        return cls.parse(f"{name}+{key_id.hex()}+{to_base64(bytes([kind]) + public)}")

    def signed_at(self, body: str, signature: bytes) -> int | None:
        """When a body was signed, for a cosignature in seconds since 1970, else None. Raises InvalidSignature."""
        at = None
        if self.type == COSIGNATURE:
            at, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            if at > _LAST_TIME:
                raise InvalidSignature
        if len(signature) != 64:
            raise InvalidSignature
        Ed25519PublicKey.from_public_bytes(self.public).verify(signature, _message(body, at))
        return at


@dataclass(frozen=True)
class Signer:
    """A secret key with its name, from `PRIVATE+KEY+name+8 hexadecimal digits+base64(type and seed)`.

    Of the type of a cosignature it is a witness's, and signs with `cosign` only.
    """

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        """Raises NoteRefused `bad-key`."""
        name, key_id, kind, seed = _parts(self.text.removeprefix(_PRIVATE))
        key = Ed25519PrivateKey.from_private_bytes(seed)
        verifier = Verifier.of(name, kind, key.public_key().public_bytes_raw())
        if not self.text.startswith(_PRIVATE) or verifier.key_id != key_id:
            raise _bad_key()
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "verifier", verifier)

    _key: Ed25519PrivateKey = field(init=False, repr=False, compare=False)
    verifier: Verifier = field(init=False, compare=False)

    @classmethod
    def of(cls, name: str, seed: bytes, kind: int = ED25519) -> "Signer":
        """The signer of a seed of 32 bytes. Raises NoteRefused `bad-key` where the name is none."""
        public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        return cls(f"{_PRIVATE}{name}+{_key_id(name, kind, public).hex()}+{to_base64(bytes([kind]) + seed)}")

    @property
    def name(self) -> str:
        """The name in its signature lines."""
        return self.verifier.name

    @property
    def verifier_key(self) -> str:
        """The public key, to be handed out."""
        return self.verifier.text

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes."""
        return self._key.private_bytes_raw()

    def sign(self, body: str) -> str:
        """A log's signature line over a body, ended by a newline."""
        if self.verifier.type != ED25519:
            raise ValueError("a witness's key signs with the time: cosign")
        return self._line(self._key.sign(_message(body, None)))

    def cosign(self, body: str, at: int) -> str:
        """A witness's signature line over a body, made at that many seconds since 1970."""
        if self.verifier.type != COSIGNATURE:
            raise ValueError("a log's key signs without a time: sign")
        return self._line(at.to_bytes(8, "big") + self._key.sign(_message(body, at)))

    def _line(self, signature: bytes) -> str:
        return f"— {self.name} {to_base64(self.verifier.key_id + signature)}\n"


def is_secret(text: str) -> bool:
    """Whether a text holds a secret key, of whatever use; such a text is never to be shown."""
    return _SECRETS.search(text) is not None


def is_name(name: str) -> bool:
    """Whether a key may bear the name: not empty, no Unicode space, no plus."""
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


def _message(body: str, at: int | None) -> bytes:
    """What is signed: the body; a witness sets two lines before it."""
    return (body if at is None else f"cosignature/v1\ntime {at}\n{body}").encode()


def _key_id(name: str, kind: int, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def _parts(text: str) -> tuple[str, bytes, int, bytes]:
    """Name, key id, type and 32 bytes of a key's text."""
    name, _, rest = text.partition("+")
    key_id, _, key = rest.partition("+")
    content = from_base64(key) or b""
    digits = len(key_id) == 8 and set(key_id) <= set("0123456789abcdef")
    try:
        name.encode()
    except UnicodeError:
        raise _bad_key() from None
    if not is_name(name) or not digits or len(content) != 1 + KEY_BYTES or content[0] not in (ED25519, COSIGNATURE):
        raise _bad_key()
    return name, bytes.fromhex(key_id), content[0], content[1:]


def _bad_key() -> NoteRefused:
    """What was read is never shown: whoever names the wrong file may have named a secret one."""
    return NoteRefused("bad-key", "给出的不是完整的密钥(名称+8 位编号+base64);请从原处重新复制整行,或核对文件。")

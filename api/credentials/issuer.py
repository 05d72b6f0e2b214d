"""Who issues: the county's own key for certificates, made when it is first needed, and what it is called.

The key (`keys/credential.key`, Ed25519) is not that of the seal: what it signs goes to other offices and to teachers.
It is derived (HKDF, RFC 5869) from the vault's key, so that the paper copy of the keys brings it back too.
`issuer.toml` in the ledger's folder may say `name`, `did` (a did:web) and `address` (where lists are to be had).
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.credentials.multikey import did_key, method_of, to_multikey
from ledger.keys import Keys
from ledger.locks import alone
from ledger.on_disk import make_folder, write_whole
from ledger.refusals import Misuse, Refused

KEY, PUBLIC, SETTINGS = "credential.key", "credential.pub", "issuer.toml"
DEFAULT_NAME = "县教育局"
_SPACE = UUID("0b6c7c4e-4f0e-5d0e-9d0b-7f2f6a4f1c11")
_SECRET_BYTES = 32


@dataclass(frozen=True)
class Issuer:
    """Who signs: identifier, name, address of its lists (empty where none is said), and the key."""

    did: str
    name: str
    address: str
    secret: Ed25519PrivateKey

    @property
    def multikey(self) -> str:
        """The public key as others write it, `z6Mk…`."""
        return to_multikey(self.secret.public_key().public_bytes_raw())

    @property
    def method(self) -> str:
        """The verification method of its proofs; the key stands in it."""
        return method_of(self.did) if self.did.startswith("did:key:") else f"{self.did}#{self.multikey}"

    def name_of(self, *what: object) -> str:
        """A lasting identifier, `urn:uuid:…`, for something of this issuer."""
        return uuid5(uuid5(_SPACE, self.did), "/".join(map(str, what))).urn

    def document(self) -> dict[str, object]:
        """The identity document, for the address that a did:web means."""
        method = {"id": self.method, "type": "Multikey", "controller": self.did, "publicKeyMultibase": self.multikey}
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.did,
            "verificationMethod": [method],
            "assertionMethod": [self.method],
        }


def own_did(folder: Path) -> str:
    """The identifier of a ledger's issuer, given the ledger's folder; empty where nothing was issued yet."""
    said = settings_of(folder)
    try:
        return said.get("did") or (folder / "keys" / PUBLIC).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def issuer_of(folder: Path) -> Issuer:
    """The issuer of a ledger, given the ledger's folder; its key is made where there is none.

    Raises Misuse `bad-configuration`, Refused `credential-key-lost`, `vault-unreadable`.
    """
    said, keys = settings_of(folder), folder / "keys"
    make_folder(keys)
    with alone(keys, None):
        if not (keys / KEY).exists():
            secret = _derived(keys)
            if (keys / PUBLIC).exists() and _did_of(secret) != (keys / PUBLIC).read_text(encoding="utf-8").strip():
                raise Refused(
                    "credential-key-lost",
                    f"证书的签名密钥 {keys / KEY} 不见了,公钥不是由现在的姓名库密钥来的;请放回原来的文件,"
                    f"或把 {PUBLIC} 移开,另造一把(以前签发的证书照样能核对,标识不同)。",
                )
            write_whole(keys / KEY, (secret.hex() + "\n").encode(), mode=0o600)
        key = _secret(keys / KEY)
        did = did_key(key.public_key().public_bytes_raw())
        if not (keys / PUBLIC).exists():
            write_whole(keys / PUBLIC, (did + "\n").encode())
    return Issuer(said.get("did") or did, said.get("name") or DEFAULT_NAME, said.get("address", "").rstrip("/"), key)


def _derived(keys: Path) -> bytes:
    """The secret that goes with the vault's key. Raises Refused `vault-unreadable`."""
    derivation = HKDF(SHA256(), _SECRET_BYTES, salt=None, info=b"shilu/credential/1")
    return derivation.derive(Keys(keys).vault_key())


def _did_of(secret: bytes) -> str:
    return did_key(Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())


def _secret(path: Path) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="utf-8").strip()))
    except (OSError, ValueError):
        raise Refused(
            "credential-key-lost", f"证书的签名密钥 {path} 读不出;请放回另存的文件,或移开它另造一把。"
        ) from None


def settings_of(folder: Path) -> dict[str, str]:
    """What `issuer.toml` says. Raises Misuse `bad-configuration`."""
    path = folder / SETTINGS
    if not path.is_file():
        return {}
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        raise _bad(path, "不是 TOML") from None
    for name, value in said.items():
        if name not in ("name", "did", "address") or not isinstance(value, str):
            raise _bad(path, "只能写 name、did、address,都是文字")
    if said.get("did") and not said["did"].startswith("did:web:"):
        raise _bad(path, "did 要是 did:web:…;不写就用密钥本身作标识")
    if said.get("address") and not said["address"].startswith("https://"):
        raise _bad(path, "address 要是 https:// 的地址")
    return said


def _bad(path: Path, what: str) -> Misuse:
    return Misuse("bad-configuration", f"{path}:{what};见 docs/credentials.md。")

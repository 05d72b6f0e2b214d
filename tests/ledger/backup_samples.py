"""What tests of backups stand on: a ledger with something of everything, read and compared; archives taken apart."""

import hmac
import io
import tarfile
from collections.abc import Callable, Iterable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.backup.archive import DIGESTS, Archive
from ledger.backup.contents import END, TABLES
from ledger.backup.encryption import decrypted, encrypt
from ledger.backup.keys_for import KeysFor
from ledger.backup.restoring import Restored, restore
from ledger.home import KEYS, Home
from ledger.keys.age_key import age_secret
from ledger.store.rows import Row
from ledger.store.vault_tables import vault_tables
from projections.verifying.whole import verify


def keys_of(home: Home) -> KeysFor:
    return KeysFor.at(home.folder / KEYS)


def restored(home: Home, target: Path, *paths: Path, **more: Any) -> Restored:
    """The backups of a ledger restored to a folder, with the ledger's own keys."""
    return restore(Home(target), paths, keys_of(home), **more)


def rows_of(home: Home) -> list[Row]:
    with home.opened() as ledger:
        return ledger.book.stored.rows()


def vault_of(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the vault as stored."""
    with closing(vault_tables(home.vault_place)) as tables:
        return {table: sorted(tables.select(f"SELECT * FROM {table}")) for table in TABLES}


def files_of(home: Home) -> dict[str, bytes]:
    """What is kept beside the book: attached files, results, what the county made for itself."""
    return {
        str(path.relative_to(home.folder)): path.read_bytes()
        for folder in ("evidence", "statements", "mappings", "dossier")
        for path in sorted((home.folder / folder).rglob("*"))
        if path.is_file()
    }


def assert_clean(home: Home) -> None:
    """`verify` finds nothing."""
    report = verify(home)
    assert report.ok, report.faults


def content_of(path: Path, home: Home) -> list[tuple[str, bytes]]:
    """Names and contents of the files in a backup, in order."""
    with decrypted(path, [home.keys.backup_identity]) as archive:
        parts = b"".join(iter(lambda: archive.read(1 << 16), b""))
    with tarfile.open(fileobj=io.BytesIO(parts)) as tar:
        opened = [(told.name, tar.extractfile(told)) for told in tar]
        return [(name, file.read()) for name, file in opened if file]


def forged(
    path: Path, home: Home, target: Path, change: Callable[[list[tuple[str, bytes]]], Iterable[tuple[str, bytes]]]
) -> Path:
    """A backup altered by somebody who has its content and the public key to encrypt it again, not the signing key.

    The list of digests is made anew for what was changed.
    """
    archive = Archive(0)
    files = [one for one in change(content_of(path, home)) if one[0] not in (DIGESTS, END)]
    [end] = [content for name, content in content_of(path, home) if name == END]
    pieces = [piece for name, content in files for piece in archive.file(name, content)]
    pieces += [*archive.digests(), *archive.end(END, end)]
    with target.open("wb") as file:
        encrypt(pieces, file, [home.keys.backup_recipient])
    return target


def opened_by_the_specification(content: bytes, identity: str) -> bytes:
    """An age file decrypted after age-encryption.org/v1, word by word: for one recipient, of type X25519."""
    head, _, rest = content.partition(b"\n--- ")
    mac, _, payload = rest.partition(b"\n")
    version, *lines = head.split(b"\n")
    assert version == b"age-encryption.org/v1"
    secret = age_secret(identity)
    assert secret
    key = X25519PrivateKey.from_private_bytes(secret)
    at = next(number for number, line in enumerate(lines) if line.startswith(b"-> X25519 "))
    share = _base64(lines[at].split(b" ")[2])
    shared = key.exchange(X25519PublicKey.from_public_bytes(share))
    wrapping = _derived(shared, share + key.public_key().public_bytes_raw(), b"age-encryption.org/v1/X25519")
    file_key = ChaCha20Poly1305(wrapping).decrypt(bytes(12), _base64(lines[at + 1]), None)
    assert hmac.digest(_derived(file_key, b"", b"header"), head + b"\n---", sha256) == _base64(mac)
    stream, chunks = ChaCha20Poly1305(_derived(file_key, payload[:16], b"payload")), payload[16:]
    size, parts = 64 * 1024 + 16, []
    for number in range((len(chunks) + size - 1) // size):
        last = (number + 1) * size >= len(chunks)
        nonce = number.to_bytes(11, "big") + bytes([last])
        parts.append(stream.decrypt(nonce, chunks[number * size : (number + 1) * size], None))
    return b"".join(parts)


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def _base64(text: bytes) -> bytes:
    from base64 import b64decode

    return b64decode(text + b"=" * (-len(text) % 4))

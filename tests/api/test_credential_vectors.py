"""The test vectors that W3C publishes (Data Integrity EdDSA Cryptosuites 1.0, appendix B), byte for byte."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.credentials.data_integrity import JCS, RDFC, ProofWrong, check_proof
from api.credentials.meaning import canonical_graph
from api.credentials.multikey import from_base58, from_multikey, key_of_did, to_base58, to_multikey
from api.credentials.published_contexts import context_of
from api.credentials.strict_json import canonical_json

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"]
KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
ISSUER = "https://vc.example/issuers/5678"
METHOD = f"did:key:{KEY}#{KEY}"
CREDENTIAL: dict[str, Any] = {
    "@context": CONTEXTS,
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": ISSUER,
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
OPTIONS = {
    "type": "DataIntegrityProof",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": METHOD,
    "proofPurpose": "assertionMethod",
}
VECTORS = {
    RDFC: (
        "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017",
        "bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0",
        "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme",
    ),
    JCS: (
        "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19",
        "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db",
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX",
    ),
}
DOCUMENT = {"id": ISSUER, "assertionMethod": [METHOD]}


def contexts(address: str) -> dict[str, Any]:
    """The program's, and that of W3C's examples, which is no part of it."""
    if address == CONTEXTS[1]:
        return {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
    return context_of(address)


def _options(suite: str) -> dict[str, Any]:
    return {"@context": CONTEXTS, "cryptosuite": suite, **OPTIONS}


@pytest.mark.parametrize("suite", VECTORS)
def test_hashes_and_signatures_of_the_text(suite: str) -> None:
    document, options, value = VECTORS[suite]
    canonical = canonical_json if suite == JCS else lambda one: canonical_graph(one, contexts)
    hashes = [sha256(canonical(one)) for one in (_options(suite), CREDENTIAL)]
    assert [one.hexdigest() for one in hashes] == [options, document]
    secret = from_base58(SECRET)
    assert secret is not None
    key = Ed25519PrivateKey.from_private_bytes(secret[2:])
    assert to_multikey(key.public_key().public_bytes_raw()) == KEY
    assert to_base58(key.sign(b"".join(one.digest() for one in hashes))) == value


@pytest.mark.parametrize("suite", VECTORS)
def test_the_secured_credential_of_the_text_is_verified(suite: str) -> None:
    proof = _options(suite) | {"proofValue": VECTORS[suite][2]}
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert check_proof({**CREDENTIAL, "proof": proof}, proof, ISSUER, at, [DOCUMENT], contexts=contexts) == "did"
    with pytest.raises(ProofWrong):
        check_proof({**CREDENTIAL, "name": "x"}, proof, ISSUER, at, [DOCUMENT], contexts=contexts)
    with pytest.raises(ProofWrong, match="不是签发者的"):
        check_proof(CREDENTIAL, proof, ISSUER, at, [], contexts=contexts)


def test_multikeys_have_one_spelling() -> None:
    assert from_multikey(KEY) is not None
    assert key_of_did(f"did:key:{KEY}") is not None
    assert [from_multikey(one) for one in (KEY[1:], "z" + KEY, KEY[:-1], "", None, "z" * 5000)] == [None] * 6
    for content in (b"", b"\0", b"\0\0x", bytes(range(40))):
        assert from_base58(to_base58(content)) == content

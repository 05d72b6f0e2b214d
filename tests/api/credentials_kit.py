"""Credentials to check, as others would write them: a good one, to be changed before it is signed, or after."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.credentials.data_integrity import RDFC, add_proof
from api.credentials.multikey import did_key, method_of
from api.credentials.status_list import LEAST, encode
from api.credentials.verdict import Verdict
from api.credentials.verifying import Given, verify

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CREATED = "2025-06-01T00:00:00Z"
ISSUER, STRANGER, ENDORSER = (Ed25519PrivateKey.from_private_bytes(bytes([one]) * 32) for one in (1, 2, 3))
LIST = "https://county.example/status/3"

Badge = dict[str, Any]
Change = Callable[[Badge], object]


def did_of(secret: Ed25519PrivateKey) -> str:
    """The did:key of a key."""
    return did_key(secret.public_key().public_bytes_raw())


def badge() -> Badge:
    """A badge as the text of Open Badges 3.0 has it, not signed yet."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:7c1f1d4e-24a3-4f3b-9d0a-6f4d4f7b8f10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "县级优秀教师",
        "issuer": {"id": did_of(ISSUER), "type": ["Profile"], "name": "某县教育局"},
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:teacher",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://county.example/achievements/1",
                "type": ["Achievement"],
                "name": "优秀教师",
                "description": "县级荣誉称号。",
                "criteria": {"narrative": "县教育局评选。"},
            },
        },
    }


def entry(index: int = 9, purpose: str = "revocation") -> Badge:
    """A status entry."""
    return {
        "id": f"{LIST}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": LIST,
    }


def status_list(
    *places: int, purpose: str = "revocation", change: Change = lambda one: None, secret: Ed25519PrivateKey = ISSUER
) -> str:
    """A signed status list with the places taken back."""
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(secret),
        "validFrom": "2025-02-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode(places, LEAST),
        },
    }
    change(document)
    return json.dumps(add_proof(document, secret, method_of(did_of(secret)), CREATED))


def endorsement(secret: Ed25519PrivateKey = ENDORSER, change: Change = lambda one: None) -> Badge:
    """A signed endorsement of the badge's achievement."""
    document = {
        "@context": badge()["@context"],
        "id": "urn:uuid:0d3dd8a2-5f0e-4b9c-8a63-07d6a0a51d8e",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "背书",
        "issuer": {"id": did_of(secret), "type": ["Profile"], "name": "某市教育局"},
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://county.example/achievements/1",
            "type": ["EndorsementSubject"],
            "endorsementComment": "属实。",
        },
    }
    change(document)
    return add_proof(document, secret, method_of(did_of(secret)), CREATED)


def signed(change: Change = lambda one: None, suite: str = RDFC, secret: Ed25519PrivateKey = ISSUER) -> Badge:
    """A badge, changed, then signed."""
    document = badge()
    change(document)
    return add_proof(document, secret, method_of(did_of(secret)), CREATED, suite)


def spoilt(change: Change, suite: str = RDFC) -> Badge:
    """A badge that was signed, then changed."""
    document = deepcopy(signed(suite=suite))
    change(document)
    return document


def checked(credential: Badge | str, *lists: str, **given: Any) -> Verdict:
    """What the check says of it on the first of June 2026."""
    text = credential if isinstance(credential, str) else json.dumps(credential, ensure_ascii=False)
    return verify(text, replace(Given(at=NOW, lists=lists), **given))


def jws(claims: Badge, header: Badge, sign: Callable[[bytes], bytes]) -> str:
    """A compact JWS."""
    head, body = (urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in (header, claims))
    return (head + b"." + body + b"." + urlsafe_b64encode(sign(head + b"." + body)).rstrip(b"=")).decode()

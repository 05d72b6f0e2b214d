"""What is a sound credential, and what is none: each breakage by its name, found by the check that is there for it."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.credentials.at_hand import beside, credential_text, keys_in, sorted_out
from api.credentials.data_integrity import JCS, add_proof
from api.credentials.multikey import method_of, to_base64url, to_multikey
from api.credentials.strict_json import NotJson
from tests.api.credentials_kit import (
    CREATED,
    ENDORSER,
    ISSUER,
    LIST,
    STRANGER,
    Badge,
    badge,
    checked,
    did_of,
    endorsement,
    entry,
    jws,
    signed,
    spoilt,
    status_list,
)

ALIGNED = {"type": ["Alignment"], "targetName": "师德", "targetUrl": "https://county.example/standards/1"}
RESULT = {"type": ["Result"], "status": "Completed", "value": "优秀"}
PERSON = {"type": "IdentityObject", "hashed": False, "identityHash": "张三", "identityType": "name"}
SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


def _only_identifier(one: Badge) -> None:
    del one["credentialSubject"]["id"]
    one["credentialSubject"]["identifier"] = [PERSON]


def _compacted(one: Badge) -> None:
    one["issuer"]["type"] = "Profile"
    one["credentialSubject"]["type"] = "AchievementSubject"
    one["credentialSubject"]["achievement"]["type"] = "Achievement"
    one["credentialSchema"] = SCHEMA


def _context(version: str) -> Callable[[Badge], None]:
    def change(one: Badge) -> None:
        one["@context"][1] = f"https://purl.imsglobal.org/spec/ob/v3p0/context-{version}.json"

    return change


def _of_1_1(one: Badge) -> None:
    one["@context"] = [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "https://w3id.org/security/data-integrity/v1",
    ]
    one["issuanceDate"] = one.pop("validFrom")


def _several_suites() -> Badge:
    one, other = signed(), signed(suite=JCS)
    return {**one, "proof": [one["proof"], other["proof"]]}


GOOD: dict[str, Callable[[], Badge]] = {
    "as in the text": signed,
    "canonical JSON": lambda: signed(suite=JCS),
    "both suites": _several_suites,
    "a holder by name only": lambda: signed(_only_identifier),
    "compacted": lambda: signed(_compacted),
    "AchievementCredential": lambda: signed(
        lambda one: one.update(type=["VerifiableCredential", "AchievementCredential"])
    ),
    "context 3.0.2": lambda: signed(_context("3.0.2")),
    "VC data model 1.1": lambda: signed(_of_1_1),
    "valid until next year": lambda: signed(lambda one: one.update(validUntil="2027-01-01T00:00:00+08:00")),
    "evidence": lambda: signed(lambda one: one.update(evidence=[{"type": ["Evidence"], "narrative": "公开课录像。"}])),
    "an endorsement": lambda: signed(lambda one: one.update(endorsement=[endorsement()])),
    "alignment and result": lambda: signed(
        lambda one: (
            one["credentialSubject"].update(result=[RESULT])
            or one["credentialSubject"]["achievement"].update(alignment=[ALIGNED], achievementType="ext:Honour")
        )
    ),
    "issuer as an address": lambda: signed(lambda one: one.update(issuer=did_of(ISSUER))),
    "a list of 1EdTech's that is not at hand": lambda: listed_by_1edtech(),
}


def listed_by_1edtech() -> Badge:
    """A credential whose revocation is told by the kind of list that 1EdTech has."""
    return signed(
        lambda one: (
            one["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
            or one.update(credentialStatus={"id": "https://county.example/r", "type": "1EdTechRevocationList"})
        )
    )


def revocations(*revoked: Badge, issuer: str = did_of(ISSUER), address: str = "https://county.example/r") -> str:
    return json.dumps({"id": address, "issuer": issuer, "revokedCredential": list(revoked)})


def test_a_list_of_1edtech_tells_what_was_revoked_by_its_issuer_alone() -> None:
    credential = listed_by_1edtech()
    own = {"id": credential["id"], "revoked": True, "revocationReason": "误发"}
    assert checked(credential, revocations(own)).status == "revoked"
    assert not checked(credential, revocations(own)).ok
    assert checked(credential, revocations({"id": credential["id"]})).status == "revoked"
    assert checked(credential, revocations({"id": "urn:uuid:other"})).status == "valid"
    assert checked(credential, revocations({**own, "revoked": False})).status == "valid"
    for strange in (revocations(own, issuer="did:example:other"), revocations(own, address="https://county.example/q")):
        assert (checked(credential, strange).status, checked(credential, strange).ok) == ("unknown", True)


@pytest.mark.parametrize("name", GOOD)
def test_sound_credentials_are_sound(name: str) -> None:
    verdict = checked(GOOD[name]())
    assert verdict.ok, verdict.failed
    assert verdict.achievement == "优秀教师"
    assert verdict.holder in ("did:example:teacher", "张三")


def _without(*path: str) -> Callable[[Badge], object]:
    def change(one: Badge) -> object:
        for step in path[:-1]:
            one = one[step]
        return one.pop(path[-1])

    return change


def _set(value: object, *path: str) -> Callable[[Badge], object]:
    def change(one: Badge) -> object:
        for step in path[:-1]:
            one = one[step]
        one[path[-1]] = value
        return None

    return change


ACHIEVEMENT = ("credentialSubject", "achievement")

NOT_CONFORMING: dict[str, Callable[[Badge], object]] = {
    "no @context": _without("@context"),
    "contexts the wrong way round": lambda one: one["@context"].reverse(),
    "only the VC context": lambda one: one["@context"].pop(),
    "no id": _without("id"),
    "an id that is no address": _set("badge 7", "id"),
    "no type": _without("type"),
    "no VerifiableCredential": _set(["OpenBadgeCredential"], "type"),
    "another type": _set(["VerifiableCredential", "AlumniCredential"], "type"),
    "no issuer": _without("issuer"),
    "issuer without id": _without("issuer", "id"),
    "issuer is no Profile": _set(["Person"], "issuer", "type"),
    "no validFrom": _without("validFrom"),
    "issuanceDate of 1.1": lambda one: one.update(issuanceDate=one.pop("validFrom")),
    "validFrom without a zone": _set("2025-01-01T00:00:00", "validFrom"),
    "validFrom is a day": _set("2025-01-01", "validFrom"),
    "validUntil before validFrom": _set("2024-01-01T00:00:00Z", "validUntil"),
    "no credentialSubject": _without("credentialSubject"),
    "neither id nor identifier": _without("credentialSubject", "id"),
    "no AchievementSubject": _set(["Person"], "credentialSubject", "type"),
    "no achievement": _without(*ACHIEVEMENT),
    "achievement without id": _without(*ACHIEVEMENT, "id"),
    "achievement without name": _without(*ACHIEVEMENT, "name"),
    "achievement without description": _without(*ACHIEVEMENT, "description"),
    "achievement without criteria": _without(*ACHIEVEMENT, "criteria"),
    "achievement without type": _without(*ACHIEVEMENT, "type"),
    "an unknown achievementType": _set("Honour", *ACHIEVEMENT, "achievementType"),
    "evidence that is no array": _set({"type": ["Evidence"]}, "evidence"),
    "an empty array": _set([], "evidence"),
    "null": _set(None, "description"),
    "image by its address only": _set("https://county.example/x.png", "image"),
    "identifier without hashed": _set([{**PERSON, "hashed": "no"}], "credentialSubject", "identifier"),
    "a status without type": _set({"id": LIST}, "credentialStatus"),
    "a schema without type": _set([{"id": SCHEMA["id"]}], "credentialSchema"),
    "an endorsement without a name": lambda one: one.update(endorsement=[endorsement(change=_without("name"))]),
}


@pytest.mark.parametrize("name", NOT_CONFORMING)
def test_what_does_not_conform_is_told(name: str) -> None:
    verdict = checked(spoilt(NOT_CONFORMING[name]))
    assert not verdict.ok
    assert "conforms" in {one.check for one in verdict.failed}


def _proof(value: object, name: str) -> Callable[[Badge], object]:
    return lambda one: one["proof"].__setitem__(name, value)


NOT_PROVED: dict[str, Callable[[], Any]] = {
    "no proof": lambda: spoilt(_without("proof")),
    "a changed name": lambda: spoilt(_set("特级教师", *ACHIEVEMENT, "name")),
    "a changed name, canonical JSON": lambda: spoilt(_set("特级教师", *ACHIEVEMENT, "name"), JCS),
    "a changed holder": lambda: spoilt(_set("did:example:other", "credentialSubject", "id")),
    "a changed day": lambda: spoilt(_set("2025-01-02T00:00:00Z", "validFrom")),
    "a changed time of signing": lambda: spoilt(_proof("2025-06-02T00:00:00Z", "created")),
    "signed by a stranger": lambda: signed(secret=STRANGER),
    "the method of another key": lambda: spoilt(_proof(method_of(did_of(STRANGER)), "verificationMethod")),
    "a did:key without the key named": lambda: spoilt(_proof(did_of(ISSUER), "verificationMethod")),
    "another purpose": lambda: spoilt(_proof("authentication", "proofPurpose")),
    "no purpose": lambda: spoilt(lambda one: one["proof"].pop("proofPurpose")),
    "no method": lambda: spoilt(lambda one: one["proof"].pop("verificationMethod")),
    "no value": lambda: spoilt(lambda one: one["proof"].pop("proofValue")),
    "a value of another alphabet": lambda: spoilt(_proof("z0OIl", "proofValue")),
    "an unknown suite": lambda: spoilt(_proof("ecdsa-rdfc-2019", "cryptosuite")),
    "no suite": lambda: spoilt(lambda one: one["proof"].pop("cryptosuite")),
    "an unknown type of proof": lambda: spoilt(_proof("RsaSignature2018", "type")),
    "the other suite's name": lambda: spoilt(_proof(JCS, "cryptosuite")),
    "a proof that has expired": lambda: spoilt(_proof("2025-07-01T00:00:00Z", "expires")),
    "a time of signing without zone": lambda: spoilt(_proof("2025-06-01T00:00:00", "created")),
    "a property that means nothing": lambda: spoilt(_set("x", "credentialSubject", "salary")),
    "a property that means nothing, canonical JSON": lambda: spoilt(_set("x", "credentialSubject", "salary"), JCS),
    "an unknown context": lambda: spoilt(lambda one: one["@context"].append("https://county.example/context.json")),
    "one proof of two is wrong": lambda: {
        **signed(),
        "proof": [signed()["proof"], spoilt(_proof("2024-01-01T00:00:00Z", "created"))["proof"]],
    },
}


@pytest.mark.parametrize("name", NOT_PROVED)
def test_what_is_not_proved_is_told(name: str) -> None:
    verdict = checked(NOT_PROVED[name]())
    assert {"proof"} <= {one.check for one in verdict.failed} <= {"proof", "conforms"}, verdict.failed


def test_days() -> None:
    early = checked(signed(_set("2027-01-01T00:00:00Z", "validFrom")))
    late = checked(signed(_set("2026-01-01T00:00:00Z", "validUntil")))
    assert [one.check for one in early.failed] == ["valid_from"]
    assert [one.check for one in late.failed] == ["valid_until"]


class TestStatus:
    def test_not_taken_back(self) -> None:
        verdict = checked(signed(_set(entry(), "credentialStatus")), status_list(8, 10))
        assert (verdict.ok, verdict.status) == (True, "valid")

    def test_revoked(self) -> None:
        verdict = checked(signed(_set(entry(), "credentialStatus")), status_list(9))
        assert ([one.check for one in verdict.failed], verdict.status) == (["status"], "revoked")

    def test_suspended(self) -> None:
        credential = signed(_set(entry(purpose="suspension"), "credentialStatus"))
        assert checked(credential, status_list(9, purpose="suspension")).status == "suspended"

    def test_the_newer_list_counts(self) -> None:
        newer = status_list(9, change=_set("2026-02-01T00:00:00Z", "validFrom"))
        assert checked(signed(_set(entry(), "credentialStatus")), newer, status_list()).status == "revoked"

    def test_without_the_list_it_is_not_verified_and_says_why(self) -> None:
        credential = signed(_set(entry(), "credentialStatus"))
        verdict = checked(credential)
        assert (verdict.ok, verdict.status) == (False, "unknown")
        assert "没有核对" in verdict.failed[0].why
        assert checked(credential, skip_status=True).ok

    @pytest.mark.parametrize(
        "broken",
        [
            status_list(secret=STRANGER),
            status_list(purpose="suspension"),
            status_list(change=_set("2025-03-01T00:00:00Z", "validUntil")),
            status_list(change=_set(["VerifiableCredential"], "type")),
            status_list(change=_set("uAAAA", "credentialSubject", "encodedList")),
            status_list().replace("2025-02-01", "2025-02-02"),
        ],
        ids=["a stranger's", "of another purpose", "out of date", "no list", "unreadable", "changed"],
    )
    def test_a_list_that_is_not_sound_says_nothing(self, broken: str) -> None:
        verdict = checked(signed(_set(entry(), "credentialStatus")), broken)
        assert (verdict.ok, verdict.status) == (False, "unknown")

    @pytest.mark.parametrize("index", ["131072", "-1", "nine"])
    def test_a_place_outside_the_list(self, index: str) -> None:
        credential = signed(_set({**entry(), "statusListIndex": index}, "credentialStatus"))
        assert not checked(credential, status_list()).ok


def test_an_endorsement_that_was_changed_or_has_expired_is_told() -> None:
    changed = {**endorsement(), "name": "另一份"}
    over = endorsement(change=_set("2026-01-01T00:00:00Z", "validUntil"))
    for one in (changed, over, endorsement(change=_set(did_of(STRANGER), "issuer"))):
        verdict = checked(signed(_set([one], "endorsement")))
        assert [check.check for check in verdict.failed] == ["endorsement"]


class TestIssuersElsewhere:
    """An issuer with an address of its own: its key is handed over, or written in the method itself."""

    WHERE = "https://county.example/issuer"

    def _signed(self, method: str) -> Badge:
        document = badge()
        document["issuer"]["id"] = self.WHERE
        return add_proof(document, ISSUER, method, CREATED)

    def _multikey(self) -> str:
        return to_multikey(ISSUER.public_key().public_bytes_raw())

    def test_the_key_in_the_method(self) -> None:
        verdict = checked(self._signed(f"{self.WHERE}#{self._multikey()}"))
        assert (verdict.ok, verdict.key_from) == (True, "fragment")

    def test_a_document_of_the_issuer(self) -> None:
        method = f"{self.WHERE}#key-1"
        key = {"id": method, "type": "Multikey", "controller": self.WHERE, "publicKeyMultibase": self._multikey()}
        document = {"id": self.WHERE, "verificationMethod": [key], "assertionMethod": [method]}
        credential = self._signed(method)
        assert not checked(credential).ok
        assert checked(credential, documents=[document]).key_from == "document"
        assert not checked(credential, documents=[{**document, "assertionMethod": []}]).ok
        revoked = {**document, "verificationMethod": [{**key, "revoked": "2025-01-01T00:00:00Z"}]}
        assert not checked(credential, documents=[revoked]).ok

    def test_a_key_that_is_not_the_issuers(self) -> None:
        assert not checked(self._signed(method_of(did_of(ISSUER)))).ok
        assert not checked(signed(), issuer=self.WHERE).ok


class TestJws:
    def _claims(self) -> Badge:
        one = badge()
        return one | {
            "iss": one["issuer"]["id"],
            "jti": one["id"],
            "sub": one["credentialSubject"]["id"],
            "nbf": 1735689600,
        }

    def _signed(self, claims: Badge, **header: object) -> str:
        return jws(claims, {"alg": "EdDSA", "kid": method_of(did_of(ISSUER)), "typ": "JWT"} | header, ISSUER.sign)

    def test_eddsa(self) -> None:
        assert checked(self._signed(self._claims())).ok

    def test_rs256_with_the_key_in_the_header(self) -> None:
        key = rsa.generate_private_key(65537, 2048)
        numbers = key.public_key().public_numbers()
        jwk = {"kty": "RSA", "e": "AQAB", "n": to_base64url(numbers.n.to_bytes(256, "big"))}
        claims = self._claims() | {"issuer": {"id": "https://county.example/issuer", "type": ["Profile"]}}
        claims["iss"] = claims["issuer"]["id"]
        text = jws(claims, {"alg": "RS256", "jwk": jwk}, lambda one: key.sign(one, PKCS1v15(), SHA256()))
        assert checked(text).ok
        assert not checked(text[:-8] + "AAAAAAAA").ok
        private = jws(
            claims, {"alg": "RS256", "jwk": {**jwk, "d": "AQAB"}}, lambda one: key.sign(one, PKCS1v15(), SHA256())
        )
        assert not checked(private).ok

    @pytest.mark.parametrize(
        ("claim", "value"),
        [("iss", "did:example:x"), ("sub", "did:example:x"), ("jti", "urn:uuid:x"), ("nbf", 1), ("exp", 1_740_000_000)],
    )
    def test_claims_that_differ(self, claim: str, value: object) -> None:
        assert not checked(self._signed(self._claims() | {claim: value})).ok

    def test_headers(self) -> None:
        assert not checked(self._signed(self._claims(), alg="none")).ok
        assert not checked(self._signed(self._claims(), crit=["x"])).ok
        assert not checked(self._signed(self._claims(), kid=method_of(did_of(ENDORSER)))).ok


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "7", '{"a":1,"a":2}', '{"a":9007199254740993}', '{"a":NaN}', '{"a":"\\ud800"}', "[" * 100_000],
)
def test_what_is_no_json_of_one_meaning(text: str) -> None:
    verdict = checked(text)
    assert [one.check for one in verdict.failed] == ["form"]


@pytest.mark.parametrize("value", [None, 7, "x", [], [7], {}, True])
@pytest.mark.parametrize("name", [*badge(), "proof", "credentialStatus", "endorsement", "credentialSchema"])
def test_whatever_stands_in_a_property_it_answers(name: str, value: object) -> None:
    verdict = checked({**signed(), name: value})
    assert not verdict.ok
    json.dumps([one.why for one in verdict.checks])


class TestFilesAtHand:
    """Status lists and identity documents are found where people lay them; a file is read however it comes."""

    def _folder(self, folder: Path) -> Path:
        (folder / "good").mkdir()
        path = folder / "good" / "badge.json"
        path.write_text(json.dumps(signed(_set(entry(), "credentialStatus"))), encoding="utf-8")
        return path

    @pytest.mark.parametrize("place", ["good/anything.json", "status-list.json", "status/3.json", "good/lists/3"])
    def test_a_list_beside_or_near(self, tmp_path: Path, place: str) -> None:
        path = self._folder(tmp_path)
        assert sorted_out(beside(path)) == ([], [])
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(status_list(9))
        lists, _ = sorted_out(beside(path))
        assert checked(credential_text(path), *lists).status == "revoked"

    def test_pictures_with_a_certificate_in_them(self, tmp_path: Path) -> None:
        text = json.dumps(signed(), ensure_ascii=False)
        chunk = b"iTXt" + b"openbadgecredential\0\0\0\0\0" + text.encode()
        png = b"\x89PNG\r\n\x1a\n" + (len(chunk) - 4).to_bytes(4, "big") + chunk + b"\0" * 4
        svg = '<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential><![CDATA[{}]]>'
        (tmp_path / "one.png").write_bytes(png)
        (tmp_path / "one.svg").write_text(svg.format(text) + "</openbadges:credential></svg>", encoding="utf-8")
        for name in ("one.png", "one.svg"):
            assert checked(credential_text(tmp_path / name)).ok, name
        (tmp_path / "none.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        assert not checked(credential_text(tmp_path / "none.png")).ok

    def test_keys_in_every_form(self) -> None:
        public = ISSUER.public_key()
        multikey = to_multikey(public.public_bytes_raw())
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(public.public_bytes_raw())}
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        forms = [multikey, did_of(ISSUER), pem, json.dumps(jwk), json.dumps({"keys": [jwk]})]
        assert [keys_in(one)[0] for one in forms] == [[public]] * len(forms)
        document = badge()
        document["issuer"]["id"] = "https://county.example/issuer"
        credential = add_proof(document, ISSUER, "https://county.example/keys/1", CREATED)
        assert not checked(credential).ok
        assert checked(credential, keys=[public]).key_from == "given"
        assert not checked(credential, keys=[STRANGER.public_key()]).ok
        for nothing in ("", "x", "[]", "{}", "-----BEGIN PUBLIC KEY-----\nx"):
            with suppress(NotJson):
                assert keys_in(nothing)[0] == []

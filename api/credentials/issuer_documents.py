"""Whose key a verification method is: from the method itself (did:key), or from a key or document handed over.

Nothing is fetched. A document is that of W3C's Controlled Identifiers 1.0: an issuer's identifier, its verification
methods, and which of them it lets make assertions; or a single Multikey or JWK of a known method.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from api.credentials.conforming import listed
from api.credentials.moments import moment
from api.credentials.multikey import PublicKey, from_jwk, from_multikey, key_of_did


class NoKey(ValueError):
    """No key is to be had for a method, or not for this use; why, in Chinese."""


class Found(NamedTuple):
    """The key of a method, who controls it, and where it was taken from: `did`, `fragment`, `document`, `given`."""

    key: PublicKey
    controller: str
    source: str
    revoked: str = ""
    expires: str = ""


def find_key(
    method: str, issuer: str, documents: Iterable[Mapping[str, Any]] = (), keys: Sequence[PublicKey] = ()
) -> Found:
    """The key of a verification method that an issuer may make assertions with. Raises NoKey.

    `documents`: what was handed over; `keys`: keys that whoever checks holds to be the issuer's.
    """
    controller, _, fragment = method.partition("#")
    if controller.startswith("did:key:"):
        key = key_of_did(controller)
        if key is None or fragment != controller.removeprefix("did:key:"):
            raise NoKey("验证方法不是完整的 did:key,或不是 Ed25519 公钥")
        found = Found(key, controller, "did")
        if controller == issuer or key in keys or _may_assert(issuer, method, documents):
            return found
        raise NoKey("验证方法不是签发者的:密钥属于另一个 did:key")
    for one in _methods(documents):
        if one.get("id") == method:
            return _from_document(one, method, issuer, documents)
    if keys:  # whoever checks answers for it that this is the issuer's
        return Found(keys[0], controller, "given")
    if controller != issuer:
        raise NoKey("验证方法不是签发者的")
    key = from_multikey(fragment)
    if key:
        return Found(key, controller, "fragment")
    raise NoKey("验证方法的公钥不在手边:请用 --key 给出签发者的公钥或身份文件")


def _from_document(said: Mapping[str, Any], method: str, issuer: str, documents: Iterable[Mapping[str, Any]]) -> Found:
    controller = said.get("controller", method.partition("#")[0])
    if issuer not in listed(controller):
        raise NoKey("验证方法不是签发者的")
    holders = [one for one in documents if one.get("id") == issuer]
    if holders and not _may_assert(issuer, method, documents):
        raise NoKey("签发者的身份文件没有让这把密钥作证明(assertionMethod)")
    jwk = said.get("publicKeyJwk")
    key = from_multikey(said.get("publicKeyMultibase")) or (from_jwk(jwk) if isinstance(jwk, dict) else None)
    if key is None:
        raise NoKey("验证方法里没有能用的公钥")
    return Found(key, issuer, "document", str(said.get("revoked", "")), str(said.get("expires", "")))


def _may_assert(issuer: str, method: str, documents: Iterable[Mapping[str, Any]]) -> bool:
    for one in documents:
        if one.get("id") == issuer:
            for said in listed(one.get("assertionMethod")):
                named = said.get("id") if isinstance(said, dict) else said
                if named == method or (isinstance(named, str) and named.startswith("#") and issuer + named == method):
                    return True
    return False


def _methods(documents: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Every verification method of the documents, its identifier whole."""
    for document in documents:
        if "publicKeyMultibase" in document or "publicKeyJwk" in document:
            yield document
        for part in ("verificationMethod", "assertionMethod"):
            for one in listed(document.get(part)):
                if isinstance(one, dict):
                    named = one.get("id")
                    whole = isinstance(named, str) and named.startswith("#")
                    yield {**one, "id": f"{document.get('id')}{named}"} if whole else one


def is_over(found: Found, at: Any) -> bool:
    """Whether the key was revoked, or has expired, at a time."""
    said = [one for one in (found.revoked, found.expires) if one]
    return any((when := moment(one)) is None or when <= at for one in said)


def is_ed25519(key: PublicKey) -> bool:
    """Whether the key can be that of a Data Integrity proof of the eddsa suites."""
    return isinstance(key, Ed25519PublicKey)

"""The other form of a credential: a compact JWS (Open Badges 3.0, section 8.2), signed with EdDSA or RS256."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from api.credentials.conforming import dates_of, is_of_1_1
from api.credentials.data_integrity import ProofWrong
from api.credentials.issuer_documents import NoKey, find_key, is_ed25519, is_over
from api.credentials.moments import moment
from api.credentials.multikey import PublicKey, from_base64url, from_jwk, is_signed
from api.credentials.strict_json import NotJson, read_json

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_YEAR_9999 = 253_370_764_800
_HEADERS = frozenset(("alg", "kid", "jwk", "typ"))
_PRIVATE = frozenset(("d", "p", "q", "dp", "dq", "qi", "oth", "k"))


def is_jws(text: str) -> bool:
    """Whether a text is a compact JWS."""
    return _COMPACT.fullmatch(text.strip()) is not None


def claims_of(jws: str) -> dict[str, Any]:
    """What a JWS says, unchecked. Raises NotJson."""
    return _object(jws.strip().split(".")[1])


def credential_of(claims: Mapping[str, Any]) -> dict[str, Any]:
    """The credential in the claims: they are it, or, of VC 1.1, it is their `vc`. `exp` ends its validity."""
    inner = claims.get("vc")
    credential = dict(inner) if isinstance(inner, dict) else dict(claims)
    ends = claims.get("exp")
    if isinstance(ends, int | float) and dates_of(credential)[1] is None and 0 <= ends < _YEAR_9999:
        until = "expirationDate" if is_of_1_1(credential) else "validUntil"
        credential[until] = datetime.fromtimestamp(ends, UTC).isoformat()
    return credential


def check_jws(
    jws: str, issuer: str, at: Any, documents: Sequence[Mapping[str, Any]] = (), keys: Sequence[PublicKey] = ()
) -> str:
    """Whether signature and claims of a JWS hold; where its key is from. Raises ProofWrong."""
    head, body, tail = jws.strip().split(".")
    try:
        header, signature = _object(head), from_base64url(tail)
    except (NotJson, ValueError):
        raise ProofWrong("JWS 的头或签名读不通") from None
    if extra := set(header) - _HEADERS:
        raise ProofWrong(f"JWS 的头里不能有 {sorted(extra)[0][:40]}")
    if header.get("alg") not in ("EdDSA", "RS256"):
        raise ProofWrong("JWS 的算法(alg)不是 EdDSA 或 RS256")
    if "typ" in header and header["typ"] != "JWT":
        raise ProofWrong("JWS 的 typ 不是 JWT")
    key, source = _key(header, issuer, at, documents, keys)
    if isinstance(key, RSAPublicKey) != (header["alg"] == "RS256"):
        raise ProofWrong("JWS 的算法和公钥不是一种")
    if not is_signed(key, signature, f"{head}.{body}".encode()):
        raise ProofWrong("签名不对:内容在签发后改过,或不是这把密钥签的")
    _check_claims(_object(body))
    return source


def _key(
    header: Mapping[str, Any],
    issuer: str,
    at: Any,
    documents: Sequence[Mapping[str, Any]],
    keys: Sequence[PublicKey],
) -> tuple[PublicKey, str]:
    jwk, kid = header.get("jwk"), header.get("kid")
    if isinstance(jwk, dict):
        if _PRIVATE & set(jwk):
            raise ProofWrong("JWS 的头里放了私钥")
        key = from_jwk(jwk)
        if key is None:
            raise ProofWrong("JWS 的头里没有能用的公钥")
        if not issuer.startswith("did:key:"):
            return key, "header"
        found = find_key(f"{issuer}#{issuer.removeprefix('did:key:')}", issuer)
        if is_ed25519(key) and found.key == key:
            return key, found.source
        raise ProofWrong("JWS 的公钥不是签发者的")
    if not isinstance(kid, str):
        raise ProofWrong("JWS 的头缺少 kid 或 jwk")
    if kid.startswith("did:key:") and "#" not in kid:
        kid = f"{kid}#{kid.removeprefix('did:key:')}"
    try:
        found = find_key(kid, issuer, documents, keys)
    except NoKey as error:
        raise ProofWrong(str(error)) from None
    if is_over(found, at):
        raise ProofWrong("签名的密钥已经作废或过期")
    return found.key, found.source


def _check_claims(claims: Mapping[str, Any]) -> None:
    """What section 8.2.4.1 demands of `iss`, `sub`, `nbf`, `jti` and `exp`."""
    credential = credential_of(claims)
    issuer, subject = credential.get("issuer"), credential.get("credentialSubject")
    first, last = dates_of(credential)
    wanted = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "sub": subject.get("id") if isinstance(subject, dict) else None,
        "jti": credential.get("id"),
    }
    for name, value in wanted.items():
        if name not in claims or claims[name] != value:
            raise ProofWrong(f"JWS 的 {name} 缺少,或和证书里的不一样")
    for name, said in (("nbf", first), ("exp", last)):
        when = moment(said)
        if name not in claims and (name == "nbf" or when is not None):
            raise ProofWrong(f"JWS 缺少 {name}")
        number = claims.get(name)
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ProofWrong(f"JWS 的 {name} 不是数")
        if when is not None and int(number) != int(when.timestamp()):
            raise ProofWrong(f"JWS 的 {name} 和证书里的时间不一样")


def _object(part: str) -> dict[str, Any]:
    try:
        value = read_json(from_base64url(part).decode())
    except (ValueError, UnicodeDecodeError) as error:
        raise NotJson("JWS 读不通") from error
    if not isinstance(value, dict):
        raise NotJson("JWS 里不是一个 JSON 对象")
    return value

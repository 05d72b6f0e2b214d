"""Proofs of W3C Data Integrity 1.0, suites eddsa-rdfc-2022 and eddsa-jcs-2022: made, and checked.

Both hash the proof without its value, then the document without its proofs, and sign the two hashes (Data Integrity
EdDSA Cryptosuites 1.0, sections 3.2 and 3.3). Credentials of VC 1.1 may carry Ed25519Signature2020, which is the same.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.credentials.conforming import listed
from api.credentials.issuer_documents import NoKey, find_key, is_ed25519, is_over
from api.credentials.meaning import ContextOf, NotMeant, canonical_graph
from api.credentials.moments import moment
from api.credentials.multikey import PublicKey, from_base58, is_signed, to_base58
from api.credentials.published_contexts import context_of
from api.credentials.strict_json import canonical_json

PROOF, PURPOSE = "DataIntegrityProof", "assertionMethod"
RDFC, JCS = "eddsa-rdfc-2022", "eddsa-jcs-2022"
_OF_1_1 = "Ed25519Signature2020"


class ProofWrong(ValueError):
    """A proof does not hold; why, in Chinese."""


class Unsupported(ProofWrong):
    """A proof of a kind that this program cannot check."""


def suite_of(proof: Mapping[str, Any]) -> str:
    """How a proof was made: RDFC or JCS. Raises Unsupported."""
    if proof.get("type") == _OF_1_1:
        return RDFC
    if proof.get("type") != PROOF:
        raise Unsupported("证明的类型不是 DataIntegrityProof")
    suite = proof.get("cryptosuite")
    if suite == "eddsa-2022":  # what the suite of canonical graphs was called before 2023
        return RDFC
    if suite not in (RDFC, JCS):
        raise Unsupported("证明的算法(cryptosuite)不是 eddsa-rdfc-2022 或 eddsa-jcs-2022")
    return str(suite)


def add_proof(
    document: Mapping[str, Any], secret: Ed25519PrivateKey, method: str, created: str, suite: str = RDFC
) -> dict[str, Any]:
    """The document with a proof of the suite; `created` is a time with its zone."""
    proof: dict[str, Any] = {
        "type": PROOF,
        "cryptosuite": suite,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": PURPOSE,
    }
    if suite == JCS:
        proof = {"@context": document["@context"], **proof}
    value = to_base58(secret.sign(_to_sign(document, proof, suite, context_of)))
    return {**document, "proof": {**proof, "proofValue": value}}


def check_proof(
    credential: Mapping[str, Any],
    proof: Any,
    issuer: str,
    at: datetime,
    documents: Sequence[Mapping[str, Any]] = (),
    keys: Sequence[PublicKey] = (),
    contexts: ContextOf = context_of,
) -> str:
    """Whether one proof of a credential holds at a time; where its key is from. Raises ProofWrong, Unsupported."""
    if not isinstance(proof, dict):
        raise ProofWrong("proof 不是对象")
    suite = suite_of(proof)
    for name in ("verificationMethod", "proofPurpose", "proofValue"):
        if not isinstance(proof.get(name), str):
            raise ProofWrong(f"证明缺少 {name}")
    if proof["proofPurpose"] != PURPOSE:
        raise ProofWrong("证明的用途(proofPurpose)不是 assertionMethod")
    _check_times(proof, at)
    signature = from_base58(proof["proofValue"])
    if signature is None or len(signature) != 64:
        raise ProofWrong("证明的值(proofValue)不是 base58 写的 64 字节签名")
    try:
        found = find_key(proof["verificationMethod"], issuer, documents, keys)
        if not is_ed25519(found.key):
            raise NoKey("验证方法里不是 Ed25519 公钥")
        if is_over(found, at):
            raise NoKey("签名的密钥已经作废或过期")
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        message = _to_sign(_secured(credential, proof), options, suite, contexts)
    except (NoKey, NotMeant) as error:
        raise ProofWrong(str(error)) from None
    if not is_signed(found.key, signature, message):
        raise ProofWrong("签名不对:内容在签发后改过,或不是这把密钥签的")
    return found.source


def _check_times(proof: Mapping[str, Any], at: datetime) -> None:
    for name in ("created", "expires"):
        if name in proof and moment(proof[name]) is None:
            raise ProofWrong(f"证明的 {name} 不是带时区的时间")
    expires = moment(proof.get("expires"))
    if expires is not None and expires < at:
        raise ProofWrong("证明已经过期")


def _secured(credential: Mapping[str, Any], proof: Mapping[str, Any]) -> dict[str, Any]:
    """What a proof is over: the document without proofs, but for those that it says come before it."""
    document = {name: value for name, value in credential.items() if name != "proof"}
    before = listed(proof.get("previousProof"))
    if before:
        earlier = [one for one in listed(credential.get("proof")) if isinstance(one, dict) and one.get("id") in before]
        if len(earlier) != len(before):
            raise ProofWrong("证明所接续的前一个证明(previousProof)不在")
        document["proof"] = earlier
    return document


def _to_sign(document: Mapping[str, Any], options: Mapping[str, Any], suite: str, contexts: ContextOf) -> bytes:
    """The hash of the proof's options, then that of the document."""
    if suite == RDFC:
        options = {**options, "@context": document.get("@context")}
        hashed = canonical_graph(options, contexts), canonical_graph(document, contexts)
    else:
        named = listed(options.get("@context"))
        if named:
            if listed(document.get("@context"))[: len(named)] != named:
                raise ProofWrong("证明里的 @context 和证书的不一样")
            document = {**document, "@context": options["@context"]}
        canonical_graph(document, contexts)  # every name must mean something here, too
        hashed = canonical_json(options), canonical_json(document)
    return b"".join(sha256(one).digest() for one in hashed)

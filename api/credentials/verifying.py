"""A credential checked from beginning to end, as Open Badges 3.0 says (section 9.1), with nothing but what is at hand.

Conformance, proof, status, days, endorsements. A status list that is not at hand leaves the status unknown, and what
is unknown is not verified: "if present, the status check succeeds".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from api.credentials.conforming import dates_of, faults_of, listed
from api.credentials.data_integrity import ProofWrong, Unsupported, check_proof
from api.credentials.issuer_documents import NoKey
from api.credentials.jws import check_jws, claims_of, credential_of, is_jws
from api.credentials.moments import moment
from api.credentials.multikey import PublicKey
from api.credentials.revocation_list import ENTRY as REVOCATION_LIST
from api.credentials.revocation_list import is_revoked
from api.credentials.status_list import ENTRY, REVOCATION, SUSPENSION, StatusUnknown, address_of, is_list, value_in
from api.credentials.strict_json import NotJson, read_json
from api.credentials.verdict import Check, Verdict, holder_of, issuer_id, text_of

_REFRESH = "1EdTechCredentialRefresh"
_SCHEMA = "1EdTechJsonSchemaValidator2019"
_TOLD = {"valid": "状态清单里没有撤销、也没有暂停", "revoked": "已经撤销", "suspended": "已经暂停"}


@dataclass(frozen=True)
class Given:
    """What whoever checks hands over beside the credential.

    `lists`: status lists, as JSON objects or JWS; `documents`: issuers' identity documents; `keys`: what is held to be
    the issuer's key; `issuer`: who it must be; `status_of`: asks a ledger at hand for the state of an entry.
    """

    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    lists: Sequence[str] = ()
    documents: Sequence[Mapping[str, Any]] = ()
    keys: Sequence[PublicKey] = ()
    issuer: str = ""
    skip_status: bool = False
    status_of: Callable[[str, Mapping[str, Any]], bool | None] | None = None


def verify(text: str, given: Given) -> Verdict:
    """Check the credential in a text: JSON with a proof in it, or a compact JWS."""
    try:
        credential, jws = opened(text)
    except NotJson as error:
        return _verdict({}, [Check("form", False, f"读不出证书:{error}。")], given)
    checks = [Check("form", True, "读出了一份证书。")]
    checks += _conformance(credential)
    if not all(one.ok for one in checks):
        checks.append(_proof_unless_broken(credential, jws, given)[0])
        return _verdict(credential, checks, given)
    proof, source = _proof(credential, jws, given)
    checks += [proof, *_days(credential, given.at)]
    status, told = _status(credential, given)
    checks.append(told)
    if given.issuer:
        same = issuer_id(credential) == given.issuer
        checks.append(Check("issuer", same, "签发者是指定的那一个。" if same else "签发者不是指定的那一个。"))
    checks += _endorsements(credential, given)
    return _verdict(credential, checks, given, status, source)


def opened(text: str) -> tuple[dict[str, Any], str]:
    """The credential in a text, and the JWS that it came in, if it did. Raises NotJson."""
    if is_jws(text):
        credential = credential_of(claims_of(text))
        return credential, text.strip()
    value = read_json(text)
    if not isinstance(value, dict):
        raise NotJson("不是一个 JSON 对象")
    return value, ""


def _conformance(credential: Mapping[str, Any]) -> list[Check]:
    if faults := faults_of(credential):
        return [Check("conforms", False, f"不合 Open Badges 3.0:{one}。") for one in faults]
    return [Check("conforms", True, "内容合乎 Open Badges 3.0。")]


def _proof_unless_broken(credential: Mapping[str, Any], jws: str, given: Given) -> tuple[Check, str]:
    """The proof of what does not conform; whatever that makes stumble is no proof."""
    try:
        return _proof(credential, jws, given)
    except (TypeError, KeyError, AttributeError, ValueError):
        return Check("proof", False, "证书残缺,证明无从核对。"), ""


def _proof(credential: Mapping[str, Any], jws: str, given: Given) -> tuple[Check, str]:
    """Whether the proofs hold: every one that can be checked, and at least one."""
    issuer, source, other = issuer_id(credential), "", ""
    try:
        if jws:
            source = check_jws(jws, issuer, given.at, given.documents, given.keys)
        for one in listed(credential.get("proof")):
            try:
                source = check_proof(credential, one, issuer, given.at, given.documents, given.keys) or source
            except Unsupported as error:
                other = str(error)
    except (ProofWrong, NotJson, NoKey) as error:
        return Check("proof", False, f"证明不成立:{error}。"), ""
    if not source:
        return Check("proof", False, f"证明不成立:{other or '证书没有证明(proof)'}。"), ""
    return Check("proof", True, "签名成立,内容在签发后没有改过。"), source


def _days(credential: Mapping[str, Any], at: datetime) -> Iterator[Check]:
    first, last = dates_of(credential)
    since, until = moment(first), moment(last)
    begun = since is not None and since <= at
    yield Check("valid_from", begun, "已经生效。" if begun else f"还没有生效,{first} 起有效。")
    if last is not None:
        over = until is None or until < at
        yield Check("valid_until", not over, f"已经过期,有效期到 {last}。" if over else f"没有过期,有效期到 {last}。")


def _status(credential: Mapping[str, Any], given: Given) -> tuple[str, Check]:
    """The worst that the lists say: revoked before suspended, unknown before valid.

    A list of 1EdTech's that is not at hand is said and is no failure: it bears no proof, so that a copy of it would
    prove nothing either. A status of a kind that nobody here knows is said likewise.
    """
    entries, unread = list(listed(credential.get("credentialStatus"))), ""
    if not entries:
        return "none", Check("status", True, "证书没有写状态清单,没有是否撤销可核对。")
    if given.skip_status:
        return "unknown", Check("status", True, "按要求没有核对是否撤销;要知道是否撤销,请向签发者要状态清单。")
    found, why = [], ""
    for entry in entries:
        try:
            found.append(_one_status(entry, credential, given))
        except StatusUnknown as error:
            if entry.get("type") == ENTRY:
                found.append("unknown")
                why = str(error)
            else:
                unread = str(error)
    for state in ("revoked", "suspended", "unknown"):
        if state in found:
            told = f"没有核对是否撤销:{why}" if state == "unknown" else f"证书{_TOLD[state]}"
            return state, Check("status", False, f"{told}。")
    if unread:
        return "unknown", Check("status", True, f"没有核对是否撤销:{unread};要知道是否撤销,请向签发者要。")
    return "valid", Check("status", True, f"{_TOLD['valid']}。")


def _one_status(entry: Mapping[str, Any], credential: Mapping[str, Any], given: Given) -> str:
    if entry.get("type") == REVOCATION_LIST:
        lists = (one for one, _ in _opened(given.lists))
        return "revoked" if is_revoked(entry.get("id"), credential.get("id"), lists, issuer_id(credential)) else "valid"
    if entry.get("type") != ENTRY:
        raise StatusUnknown(f"不认识的状态种类“{entry.get('type')}”")
    address, issuer, purpose = address_of(entry), issuer_id(credential), entry["statusPurpose"]
    taken_back = given.status_of(issuer, entry) if given.status_of else None
    if taken_back is None:
        taken_back = value_in(entry, _list(address, issuer, given)) != 0
    if not taken_back or purpose not in (REVOCATION, SUSPENSION):
        return "valid"
    return "revoked" if purpose == REVOCATION else "suspended"


def _opened(lists: Sequence[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """The lists that can be read, each with the JWS that it came in, if it did."""
    for text in lists:
        with suppress(NotJson):
            yield opened(text)


def _list(address: str, issuer: str, given: Given) -> dict[str, Any]:
    """The newest list of an address, sound and of the same issuer. Raises StatusUnknown."""
    why, sound = "状态清单不在手边,请用 --status-list 给出,或放在证书旁边", []
    for one, jws in _opened(given.lists):
        if one.get("id") != address:
            continue
        proof, _ = _proof_unless_broken(one, jws, given)
        over = next((check for check in _days(one, given.at) if not check.ok), None)
        if issuer_id(one) != issuer:
            why = "状态清单不是同一个签发者的"
        elif not proof.ok:
            why = f"状态清单的{proof.why.rstrip('。')}"
        elif not is_list(one):
            why = "给出的不是状态清单(BitstringStatusListCredential)"
        elif over is not None and (over.check == "valid_until" or dates_of(one)[0] is not None):
            why = f"状态清单{over.why.rstrip('。')}"
        else:
            sound.append(one)
    if not sound:
        raise StatusUnknown(why)
    return max(sound, key=lambda one: moment(dates_of(one)[0]) or datetime.min.replace(tzinfo=UTC))


def _endorsements(credential: Mapping[str, Any], given: Given) -> Iterator[Check]:
    """Whether every endorsement in the credential holds by itself (section 9.2)."""
    for place, (one, jws) in enumerate(_endorsing(credential), start=1):
        try:
            if jws:
                one = credential_of(claims_of(jws))
            proof, _ = _proof_unless_broken(one, jws, given)
            status = _status(one, given)[1]
            failed = next((check for check in (proof, *_days(one, given.at), status) if not check.ok), None)
        except (NotJson, TypeError, AttributeError):
            failed = Check("proof", False, "读不通。")
        told = f"第 {place} 份背书(EndorsementCredential)"
        yield Check("endorsement", failed is None, f"{told}{failed.why if failed else '成立。'}")


def _endorsing(value: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Every endorsement, wherever it stands, with the JWS that it is."""
    if isinstance(value, list):
        for one in value:
            yield from _endorsing(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name == "endorsement":
                yield from ((each, "") for each in listed(one) if isinstance(each, dict))
            elif name == "endorsementJwt":
                yield from (({}, each) for each in listed(one) if isinstance(each, str))
            if name != "@context":
                yield from _endorsing(one)


def _verdict(
    credential: Mapping[str, Any], checks: list[Check], given: Given, status: str = "unknown", source: str = ""
) -> Verdict:
    issuer, subject = credential.get("issuer"), credential.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    first, last = dates_of(credential)
    identifier = issuer_id(credential)
    return Verdict(
        ok=all(one.ok for one in checks),
        checks=checks,
        holder=holder_of(subject),
        achievement=text_of(achievement.get("name")) if isinstance(achievement, dict) else "",
        issued_on=text_of(first),
        issuer=(text_of(issuer.get("name")) if isinstance(issuer, dict) else "") or identifier,
        issuer_id=identifier,
        id=text_of(credential.get("id")),
        valid_until=text_of(last),
        status=status,
        key_from=source,
        checked_at=given.at,
        notices=list(_notices(credential, source)),
    )


def _notices(credential: Mapping[str, Any], source: str) -> Iterator[str]:
    if source in ("did", "fragment", "header"):
        yield "签名只说明这把密钥签过;签发者是不是那家单位,请和单位公布的签发者标识比对。"
    refresh = credential.get("refreshService")
    if isinstance(refresh, dict) and refresh.get("type") == _REFRESH:
        yield "证书写了更新地址(refreshService);离线核对不去取新的一份,按手里这份核对。"
    for one in listed(credential.get("credentialSchema")):
        if isinstance(one, dict) and one.get("type") != _SCHEMA:
            yield "证书还写了别家的内容规定(credentialSchema),没有按它核对。"

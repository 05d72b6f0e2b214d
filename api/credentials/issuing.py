"""A credential made of an entry of the book, and the lists that tell which ones were taken back."""

from datetime import UTC, datetime, timedelta
from typing import Any

from api.credentials.data_integrity import add_proof
from api.credentials.given import Given, positions
from api.credentials.issuer import Issuer
from api.credentials.published_contexts import BADGES, CREDENTIALS_V2, EXTENSIONS
from api.credentials.status_list import ENTRY, LEAST, LIST, LIST_CREDENTIAL, REVOCATION, encode
from ledger.book import Book
from ledger.home import Ledger
from ledger.pen import COUNTY_TIME

SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
LIST_DAYS = 31
"""How long a list may be relied on: within it, what was taken back shows at the latest."""


def credential_for(ledger: Ledger, issuer: Issuer, given: Given) -> dict[str, Any]:
    """The signed credential of what an entry gives."""
    register = ledger.register()
    person = ledger.names(register).get(given.teacher, "")
    document = _credential(given, person, issuer, ledger.keys.origin)
    return add_proof(document, issuer.secret, issuer.method, _now(ledger.book))


def status_list(book: Book, issuer: Issuer, number: int = 0) -> dict[str, Any]:
    """The signed list of a number: places `number * LEAST` and the following of the book."""
    first, now = number * LEAST, book.clock()
    taken = [at - first for at, stands in positions(book) if not stands and first <= at < first + LEAST]
    address = list_address(issuer, number)
    document = {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", LIST_CREDENTIAL],
        "issuer": issuer.did,
        "validFrom": _stamp(now),
        "validUntil": _stamp(now + timedelta(days=LIST_DAYS)),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": LIST,
            "statusPurpose": REVOCATION,
            "encodedList": encode(taken),
        },
    }
    return add_proof(document, issuer.secret, issuer.method, _stamp(now))


def list_address(issuer: Issuer, number: int) -> str:
    """Where a list is to be had; where the issuer has no address, what it is called."""
    return f"{issuer.address}/credentials/status/{number}" if issuer.address else issuer.name_of("status", number)


def _credential(given: Given, person: str, issuer: Issuer, origin: str) -> dict[str, Any]:
    by = f"{given.by}授予。" if given.by else ""
    number = f"证书号 {given.number}。" if given.number else ""
    papers = f"文号 {given.document}。" if given.document else ""
    list_number, place = divmod(given.position, LEAST)
    address = list_address(issuer, list_number)
    who = [{"type": "IdentityObject", "hashed": False, "identityHash": given.teacher, "identityType": "sourcedId"}]
    if person:
        who.insert(0, {"type": "IdentityObject", "hashed": False, "identityHash": person, "identityType": "name"})
    subject: dict[str, Any] = {
        "id": issuer.name_of("teacher", given.teacher),
        "type": ["AchievementSubject"],
        "identifier": who,
        "achievement": {
            "id": issuer.name_of("achievement", given.called, given.name, given.by),
            "type": ["Achievement"],
            "achievementType": given.type,
            "name": given.name,
            "description": f"{given.called}:{given.name}。{by}",
            "criteria": {"narrative": f"由授予单位评定,经县教育局审核入账。{papers}"},
        },
    }
    if given.number:
        subject["licenseNumber"] = given.number
    return {
        "@context": [CREDENTIALS_V2, BADGES, EXTENSIONS],
        "id": issuer.name_of("credential", given.entry, given.position),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": given.name,
        "description": f"{given.called}。{by}{number}",
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": issuer.name},
        "validFrom": _day(given),
        "awardedDate": _day(given),
        "credentialSubject": subject,
        "evidence": [
            {
                "type": ["Evidence"],
                "name": "账本里的记录",
                "description": f"账本 {origin} 第 {given.position} 条,记录 {given.entry}。",
            }
        ],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {
            "id": f"{address}#{place}",
            "type": ENTRY,
            "statusPurpose": REVOCATION,
            "statusListIndex": str(place),
            "statusListCredential": address,
        },
    }


def _day(given: Given) -> str:
    return datetime.combine(given.on, datetime.min.time(), COUNTY_TIME).isoformat()


def _now(book: Book) -> str:
    return _stamp(book.clock())


def _stamp(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

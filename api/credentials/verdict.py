"""What the check of a credential comes to, told the same way on the command line and on the page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from api.credentials.moments import moment
from ledger.pen import COUNTY_TIME


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at: `check` is stable and for programs, `why` a sentence for a person."""

    check: str
    ok: bool
    why: str


class Verdict(msgspec.Struct, frozen=True):
    """All that was looked at, and what the credential says of itself, which counts only where all is well.

    `status`: `valid`, `revoked`, `suspended`, `unknown` (there is a list, and it is not at hand), `none` (it names no
    list). `issued_on`: the time from which it is valid, as written. `key_from`: `did` (the issuer is the key),
    `fragment` or `header` (the credential itself names it), `document` or `given` (handed over by who checks).
    """

    ok: bool
    checks: list[Check]
    holder: str
    achievement: str
    issued_on: str
    issuer: str
    issuer_id: str
    id: str
    valid_until: str
    status: str
    key_from: str
    checked_at: datetime
    notices: list[str]

    @property
    def days(self) -> tuple[str, str]:
        """From when and until when it is valid, as days of the county; the second empty where nothing is said."""
        return _day(self.issued_on), _day(self.valid_until)

    @property
    def proved(self) -> bool:
        """Whether what it says was signed as it stands, be it over or taken back."""
        return any(one.check == "proof" and one.ok for one in self.checks)

    @property
    def failed(self) -> list[Check]:
        """What is wrong."""
        return [one for one in self.checks if not one.ok]


def holder_of(subject: Any) -> str:
    """Who is meant: the name where one is written plainly, else another plain identifier, else the identifier."""
    if not isinstance(subject, dict):
        return ""
    plain: dict[Any, str] = {}
    for one in subject.get("identifier") or []:
        if isinstance(one, dict) and one.get("hashed") is False and isinstance(one.get("identityHash"), str):
            plain.setdefault(one.get("identityType"), one["identityHash"])
    if "name" in plain:
        others = [value for kind, value in plain.items() if kind != "name"]
        return str(plain["name"]) + (f"({others[0]})" if others else "")
    named = subject.get("name")
    return named if isinstance(named, str) else next(iter(plain.values()), "") or text_of(subject.get("id"))


def _day(text: str) -> str:
    when = moment(text)
    return when.astimezone(COUNTY_TIME).date().isoformat() if when else text


def text_of(value: Any) -> str:
    """A text as it is, nothing for anything else."""
    return value if isinstance(value, str) else ""


def issuer_id(credential: Mapping[str, Any]) -> str:
    """Who issued it: the identifier, whether it stands by itself or in a profile; empty where none is told."""
    issuer = credential.get("issuer")
    return text_of(issuer.get("id") if isinstance(issuer, dict) else issuer)

"""Times in credentials: XML Schema's dateTimeStamp, which always names its zone (VC Data Model 2.0, section 4.9)."""

import re
from datetime import UTC, datetime

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)", re.ASCII
)


def moment(text: object) -> datetime | None:
    """The time, in UTC; None where it is none, or names no zone."""
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        return None
    whole, fraction, zone = _parts(text)
    try:
        return datetime.fromisoformat(f"{whole}.{fraction}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _parts(text: str) -> tuple[str, str, str]:
    """Date and time, six digits of the second, the zone."""
    whole, rest = text[:19], text[19:]
    zone = "+00:00" if rest.endswith("Z") else rest[-6:]
    fraction = rest[: -1 if rest.endswith("Z") else -6].lstrip(".")
    return whole, fraction[:6].ljust(6, "0"), zone

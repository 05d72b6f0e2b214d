"""What the stories of studios are told with: studios of teachers, led by 90 and up, and the limits announced."""

from datetime import date
from decimal import Decimal

from ledger.records.record import TeacherId
from ledger.records.studio import (
    StudioAssessed,
    StudioDissolved,
    StudioFounded,
    StudioJoined,
    StudioLeft,
    StudioLimitsAnnounced,
)
from ledger.vocabulary import StudioKind
from tests.ledger.stories import TOWN

TEACHERS, PRINCIPALS = StudioKind.TEACHERS, StudioKind.PRINCIPALS
SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (date(2022, month, 1) for month in (9, 10, 11, 12))


def person(number: int) -> TeacherId:
    return TeacherId(f"{number:06d}")


def limits(studios: int, members: int, since: date = SEPTEMBER, kind: StudioKind = TEACHERS) -> StudioLimitsAnnounced:
    return StudioLimitsAnnounced(since, kind, studios, members)


def founded(number: int, on: date = OCTOBER, kind: StudioKind = TEACHERS, leader: int = 0) -> StudioFounded:
    return StudioFounded(f"GZS-{number}", person(leader or 90 + number), kind, on, TOWN)


def joined(number: int, teacher: int, on: date = OCTOBER) -> StudioJoined:
    return StudioJoined(f"GZS-{number}", person(teacher), on)


def left(number: int, teacher: int, on: date = NOVEMBER) -> StudioLeft:
    return StudioLeft(f"GZS-{number}", person(teacher), on)


def assessed(number: int, rank: int, on: date = NOVEMBER, year: str = "2022") -> StudioAssessed:
    return StudioAssessed(f"GZS-{number}", year, Decimal("88.5"), rank, on)


def dissolved(number: int, on: date = NOVEMBER) -> StudioDissolved:
    return StudioDissolved(f"GZS-{number}", on, "末位淘汰")

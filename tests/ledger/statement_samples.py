"""One record of every kind that makes a result official, every field filled in; and their keys and days."""

from datetime import date
from hashlib import sha256

from msgspec.structs import replace

from ledger.records.pack_adopted import PackAdopted
from ledger.records.record import Record, TermId
from ledger.records.statement import (
    Scope,
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementId,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
)
from tests.ledger.people import LI

AUTUMN = TermId("2022-2023-1")
TEXT = "id: 某县办法\nversion: '1'\n"
FIRST = StatementId("JG-1")

ADOPTED = PackAdopted(date(2023, 1, 16), "mou-xian", "1", sha256(TEXT.encode()).hexdigest(), TEXT)
DRAFTED = StatementDrafted(
    FIRST,
    date(2023, 1, 16),
    ADOPTED.pack,
    ADOPTED.version,
    ADOPTED.digest,
    AUTUMN,
    Scope("county"),
    date(2023, 1, 13),
    1200,
    "ab" * 32,
    "cd" * 32,
)
NOTICED = StatementNoticed(FIRST, date(2023, 1, 17), date(2023, 1, 19), 3, ("name", "points.total"))
OBJECTED = StatementObjected(FIRST, LI, date(2023, 1, 18), "少算一次公开课。")
DECIDED = StatementObjectionDecided(
    FIRST, LI, date(2023, 1, 18), date(2023, 1, 19), False, "已核对听课记录。", date(2023, 1, 19)
)
FINAL = StatementFinalised(FIRST, date(2023, 1, 20))


def drafted(number: int, scope: str = "county") -> StatementDrafted:
    """Another draft by the same pack, of the same term."""
    return replace(DRAFTED, statement=StatementId(f"JG-{number}"), scope=Scope(scope))


UNNOTICED = StatementFinalised(StatementId("JG-3"), date(2023, 1, 20), True, "按规定不需要公示")
SUPERSEDED = StatementSuperseded(StatementId("JG-4"), StatementId("JG-5"), date(2023, 1, 30), "补登了三条听课记录。")
DROPPED = StatementDropped(StatementId("JG-6"), date(2023, 1, 19), "异议成立,更正后重新拟定。")

STATEMENT_SAMPLES: dict[str, Record] = {
    record.kind: record
    for record in (
        ADOPTED,
        DRAFTED,
        NOTICED,
        OBJECTED,
        DECIDED,
        UNNOTICED,
        SUPERSEDED,
        DROPPED,
    )
}

STATEMENT_KEYS: dict[str, set[str]] = {
    "pack.adopted/1": {"pack", "version"},
    "statement.drafted/1": {"statement"},
    "statement.noticed/1": {"statement"},
    "statement.objected/1": {"statement", "teacher", "on"},
    "statement.objection_decided/1": {"statement", "teacher", "objected_on"},
    "statement.finalised/1": {"statement"},
    "statement.superseded/1": {"statement"},
    "statement.dropped/1": {"statement"},
}
"""The fields of each kind that make two records the same record."""

STATEMENT_DAYS: dict[str, list[str]] = {
    "pack.adopted/1": ["in_effect"],
    "statement.drafted/1": ["on"],
    "statement.objected/1": ["on"],
    "statement.objection_decided/1": ["objected_on", "on", "told_on"],
    "statement.finalised/1": ["on"],
    "statement.superseded/1": ["on"],
    "statement.dropped/1": ["on"],
}
"""The days of what happened; kinds whose days may all lie ahead are not named."""

STATEMENT_GROUNDS: dict[str, list[Record]] = {
    "statement.drafted/1": [ADOPTED],
    "statement.noticed/1": [ADOPTED, DRAFTED],
    "statement.objected/1": [ADOPTED, DRAFTED, NOTICED],
    "statement.objection_decided/1": [ADOPTED, DRAFTED, NOTICED, OBJECTED],
    "statement.finalised/1": [ADOPTED, drafted(3, "school:S001")],
    "statement.superseded/1": [
        ADOPTED,
        drafted(4),
        replace(UNNOTICED, statement=StatementId("JG-4")),
        drafted(5),
    ],
    "statement.dropped/1": [ADOPTED, drafted(6)],
}
"""What must stand before a sample may be written."""

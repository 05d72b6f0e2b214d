"""One record of each kind about how long particulars are kept and whose were destroyed."""

from datetime import date

from ledger.records.employment import TeacherLeft
from ledger.records.personal_data import PersonForgotten, RetentionDeclared
from ledger.records.record import Record
from ledger.vocabulary import Leaving
from tests.ledger.people import ZHAO

LEFT = TeacherLeft(ZHAO, date(2022, 12, 30), Leaving.RETIRED)
DECLARED = RetentionDeclared(date(2023, 3, 1), 10, "教档〔2023〕7号")
FORGOTTEN = PersonForgotten(ZHAO, date(2023, 2, 1), "jiaoyuju-02", "本人申请,保存期限已满")

PERSONAL_DATA_SAMPLES: dict[str, Record] = {record.kind: record for record in (DECLARED, FORGOTTEN)}

PERSONAL_DATA_KEYS: dict[str, set[str]] = {"retention.declared/1": {"since"}, "person.forgotten/1": {"teacher"}}
"""The fields of each kind that make two records the same record."""

PERSONAL_DATA_DAYS: dict[str, list[str]] = {"person.forgotten/1": ["on"]}
"""The days of what happened; kinds whose days may all lie ahead are not named."""

PERSONAL_DATA_GROUNDS: dict[str, list[Record]] = {
    "person.forgotten/1": [LEFT, RetentionDeclared(date(2022, 1, 1), 0, "教档〔2022〕1号")],
}
"""What must stand before a sample may be written."""

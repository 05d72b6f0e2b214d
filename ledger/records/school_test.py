"""质量检测: what a school's pupils did in a county test; counts and sums only, no pupil's name."""

from decimal import Decimal
from typing import ClassVar

import msgspec

from ledger.records.record import Count, NaturalKey, Record, SchoolId, TermId


class TopPupils(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """优秀生: how many of a school's pupils are among the county's first 3000, say (B24)."""

    within: Count
    pupils: Count


class SchoolTestReported(Record, frozen=True):
    """质量检测: a school's results in a subject and grade of a test (A2, A13, B23, B24).

    Of the pupils registered some sat the test, some were excused, and some were absent without excuse, who count
    as 0; `marks` is the sum of the marks of those who sat. `baseline`: what later tests are compared with.
    """

    kind: ClassVar[str] = "test.reported/1"
    called: ClassVar[str] = "质量检测"
    labels: ClassVar[dict[str, str]] = {
        "school": "学校代码",
        "term": "学期",
        "test": "检测名称",
        "subject": "学科",
        "grade": "年级",
        "registered": "在籍人数",
        "sat": "参考人数",
        "excused": "请假缺考",
        "absent": "无故缺考",
        "marks": "总分",
        "tops": "优秀生",
        "baseline": "是否基线",
    }
    whose: ClassVar[str] = "school"
    school: SchoolId
    term: TermId
    test: str
    subject: str
    grade: str
    registered: Count
    sat: Count
    excused: Count
    absent: Count
    marks: Decimal
    tops: tuple[TopPupils, ...] = ()
    baseline: bool = False

    def natural_key(self) -> NaturalKey:
        return self.school, self.term, self.test, self.subject, self.grade

"""任职: the posts a teacher holds, the class a teacher heads, and who is at the post made public."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import (
    Count,
    Happened,
    NaturalKey,
    Record,
    SchoolId,
    TeacherId,
    TermId,
    only_fills_in,
)
from ledger.vocabulary import Post


class PostHeld(Record, frozen=True):
    """任职: a teacher holds a post at a school from a day on; several at once are possible."""

    kind: ClassVar[str] = "post.held/1"
    called: ClassVar[str] = "任职"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "post": "职务",
        "school": "学校代码",
        "since": "开始日期",
        "until": "结束日期",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "since"
    teacher: TeacherId
    post: Post
    school: SchoolId
    since: date
    until: date | None = None
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.post, self.school, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")


class ClassHeaded(Record, frozen=True):
    """班级管理: a homeroom teacher heads a class of so many pupils, from a day on (B11, B15)."""

    kind: ClassVar[str] = "class.headed/1"
    called: ClassVar[str] = "班级管理"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "school": "学校代码",
        "grade": "年级",
        "class_name": "班级",
        "pupils": "班级人数",
        "since": "开始日期",
        "until": "结束日期",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "since"
    teacher: TeacherId
    school: SchoolId
    grade: str
    class_name: str
    pupils: Count
    since: date
    until: date | None = None

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.school, self.grade, self.class_name, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")


class PostsPublished(Record, frozen=True):
    """在岗公示: a school made public who of its roll works at the post in a term (B4). `where`: wall, web page …"""

    kind: ClassVar[str] = "post.published/1"
    called: ClassVar[str] = "在岗公示"
    labels: ClassVar[dict[str, str]] = {
        "school": "学校代码",
        "term": "学期",
        "on": "公示日期",
        "where": "公示处",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    school: SchoolId
    term: TermId
    on: Happened
    where: str = ""

    def natural_key(self) -> NaturalKey:
        return "published", self.school, self.term

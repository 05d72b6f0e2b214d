"""The sixteen sheets of a term workbook: their columns, and the records that a row of each makes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from api.workbook import cells
from api.workbook.cells import Codes, Reader
from api.workbook.faults import Fault
from ledger.checks import HAPPENED_FIELDS, future_date
from ledger.records.award import AwardWon
from ledger.records.conduct import ConductSanctioned
from ledger.records.home_visits import HomesVisited
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved
from ledger.records.mentorship import MentorshipFormed
from ledger.records.preparation import PreparationHeld
from ledger.records.reading import BookRead, EssayWritten
from ledger.records.record import Month, Record, SchoolId, TeacherId, TermId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.routine import RoutineChecked
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.vault import Particulars
from ledger.vocabulary import ThreeOnesPart

Extras = dict[str, Any]
"""What stands in a row beside its record, by field."""


@dataclass(frozen=True)
class Beside:
    """A column whose value is no field of the sheet's record: which field of what it becomes."""

    field: str
    read: Callable[[Codes], Reader]
    may_be_empty: bool = False
    happened: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: its record, its headings with the record's fields, and what else stands beside them.

    `parts` makes the further records that a row holds beside its own. `of_term`: the field that takes the
    workbook's term, or the term's first day, which the sheet does not repeat.
    """

    name: str
    record: type[Record]
    headings: dict[str, str]
    beside: dict[str, Beside] = field(default_factory=dict)
    parts: Callable[[Record, Extras], list[Record]] | None = None
    of_term: str = ""
    may_be_empty: tuple[str, ...] = ()

    @property
    def all_headings(self) -> list[str]:
        """Every heading the sheet must have."""
        return [*self.headings, *self.beside]

    def heading_of(self, fields: Sequence[str]) -> str:
        """The heading of the first of these fields that the sheet has; its first heading where it has none."""
        by_field = {name: heading for heading, name in self.headings.items()}
        by_field |= {column.field: heading for heading, column in self.beside.items()}
        return next((by_field[name] for name in fields if name in by_field), self.all_headings[0])


@dataclass(frozen=True)
class Column:
    """How one column is read: the field it fills, its reader, and what an empty cell means."""

    heading: str
    field: str
    read: Reader
    empty: object = None
    may_be_empty: bool = False


def columns_of(sheet: Sheet, codes: Codes, today: date) -> list[Column]:
    """The readers of a sheet's columns, from the types of the record's fields.

    The columns of the record come first, in the order of its fields; then those that stand beside them.
    """
    hints = get_type_hints(sheet.record, include_extras=True)
    fields = {one.name: one for one in msgspec.structs.fields(sheet.record)}
    happened = HAPPENED_FIELDS[sheet.record]
    columns = []
    for heading, name in sorted(sheet.headings.items(), key=lambda one: list(fields).index(one[1])):
        read = _reader(hints[name], name, sheet.record, codes)
        if name in happened:
            read = _not_in_future(read, today, name)
        may_be_empty = not fields[name].required or name in sheet.may_be_empty
        empty = "" if fields[name].required else fields[name].default
        columns.append(Column(heading, name, read, empty, may_be_empty))
    for heading, beside in sheet.beside.items():
        read = beside.read(codes)
        if beside.happened:
            read = _not_in_future(read, today, beside.field)
        columns.append(Column(heading, beside.field, read, None, beside.may_be_empty))
    return columns


def _reader(hint: Any, name: str, record: type[Record], codes: Codes) -> Reader:
    """The reader for a field's type."""
    if get_origin(hint) in (Union, UnionType):
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple:
        return cells.list_of(_reader(get_args(hint)[0], name, record, codes))
    least, plain = 0, hint
    if hasattr(hint, "__metadata__"):
        plain = hint.__origin__
        least = next((int(mark.ge or 0) for mark in hint.__metadata__ if isinstance(mark, msgspec.Meta)), 0)
    if plain is int:
        return cells.whole_number(least)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return cells.word_of(plain)
    if plain is TeacherId and record is TeacherRegistered:
        return cells.new_teacher_code
    if plain is SchoolId and record is SchoolRegistered:
        return cells.code
    readers: dict[Any, Reader] = {
        str: cells.text,
        bool: cells.yes_or_no,
        date: cells.day,
        Month: cells.month,
        Decimal: cells.amount,
        TermId: cells.code,
        SchoolId: codes.school,
        TeacherId: codes.teacher,
    }
    return readers[plain]


def _not_in_future(read: Reader, today: date, name: str) -> Reader:
    """The reader, refusing days and months that have not come."""

    def checked(cell: object) -> object:
        value = read(cell)
        for day in value if isinstance(value, tuple) else (value,):
            if isinstance(day, date) and day > today:
                return Fault("future-date", future_date(day, today, name).message)
        return value

    return checked


def _three_ones(record: Record, extras: Extras) -> list[Record]:
    assert isinstance(record, TrainingAttended)
    done = [(part, extras[part]) for part in ThreeOnesPart]
    return [TrainingFollowedUp(record.code, part, on) for part, on in done if on is not None]


def _months(record: Record, extras: Extras) -> list[Record]:
    assert isinstance(record, RotationStarted)
    months = cast("tuple[Month, ...]", extras["months"] or ())
    return [RotationMonthConfirmed(record.teacher, record.start, month) for month in sorted(months)]


def particulars(extras: Extras) -> Particulars:
    """What a row of the sheet 教师 gives into the vault."""
    return Particulars(extras["name"], extras["id_number"] or "")


def _part_column(part: ThreeOnesPart) -> Beside:
    return Beside(part, lambda codes: cells.day, may_be_empty=True, happened=True)


SHEETS = [
    Sheet(
        "学期",
        TermAnnounced,
        {"学期": "term", "开始日期": "start", "结束日期": "end", "教学周数": "weeks"},
    ),
    Sheet("校历", DayDeclared, {"日期": "on", "类型": "day"}),
    Sheet(
        "学校",
        SchoolRegistered,
        {
            "学校代码": "school",
            "学校名称": "name",
            "乡镇": "township",
            "类别": "category",
            "学段": "stage",
            "年级": "grades",
            "是否薄弱": "weak",
            "方阵": "band",
        },
        of_term="in_effect",
    ),
    Sheet(
        "教师",
        TeacherRegistered,
        {
            "教师编号": "teacher",
            "性别": "sex",
            "出生日期": "born",
            "入职日期": "hired",
            "学校代码": "school",
            "任教学科": "subject",
            "任教年级": "grade",
            "职务": "post",
            "任现职务日期": "post_since",
            "职称": "title",
            "学历": "degree",
            "班级人数": "class_size",
            "备课组": "group",
        },
        beside={
            "姓名": Beside("name", lambda codes: cells.text),
            "身份证号": Beside("id_number", lambda codes: cells.identity_number, may_be_empty=True),
        },
        of_term="in_effect",
    ),
    Sheet(
        "听课记录",
        LessonObserved,
        {
            "日期": "on",
            "节次": "period",
            "听课人": "observer",
            "授课人": "teacher",
            "学校代码": "school",
            "学科": "subject",
            "年级": "grade",
            "课型": "form",
            "听课记录": "notes",
            "反思": "reflection",
        },
    ),
    Sheet(
        "集体备课",
        PreparationHeld,
        {
            "日期": "on",
            "学校代码": "school",
            "备课组": "group",
            "主备人": "leader",
            "参加人": "attended",
            "精品教案数": "model_plans",
            "提交心得": "reflections",
        },
        may_be_empty=("group",),
    ),
    Sheet(
        "外出培训",
        TrainingAttended,
        {
            "编号": "code",
            "教师编号": "teacher",
            "培训名称": "title",
            "级别": "level",
            "开始日期": "start",
            "结束日期": "end",
            "学时": "hours",
        },
        beside={part: _part_column(part) for part in ThreeOnesPart},
        parts=_three_ones,
    ),
    Sheet(
        "读书",
        BookRead,
        {
            "教师编号": "teacher",
            "书名": "title",
            "读书计划": "plan",
            "读书笔记": "notes",
            "读后收获": "gains",
        },
        of_term="term",
    ),
    Sheet("读后心得", EssayWritten, {"教师编号": "teacher", "字数": "characters"}, of_term="term"),
    Sheet("常规检查", RoutineChecked, {"月份": "month", "教师编号": "teacher", "项目": "item", "等级": "grade"}),
    Sheet(
        "师徒结对",
        MentorshipFormed,
        {
            "师傅": "mentor",
            "徒弟": "mentee",
            "学科": "subject",
            "开始日期": "start",
            "结束日期": "end",
            "考核结果": "assessment",
        },
    ),
    Sheet(
        "支教交流",
        RotationStarted,
        {
            "教师编号": "teacher",
            "派出学校": "home",
            "受援学校": "host",
            "类型": "rotation",
            "开始日期": "start",
            "计划结束": "planned_end",
        },
        beside={
            "到岗月份": Beside("months", lambda codes: cells.list_of(cells.month), may_be_empty=True, happened=True)
        },
        parts=_months,
    ),
    Sheet(
        "赛课获奖",
        AwardWon,
        {
            "赛事": "series",
            "级别": "level",
            "组别": "group",
            "教师编号": "teacher",
            "名次": "prize",
            "日期": "on",
            "证书号": "certificate",
        },
    ),
    Sheet(
        "师德处分",
        ConductSanctioned,
        {"教师编号": "teacher", "日期": "on", "类型": "offence", "处分": "sanction", "影响期(月)": "months"},
    ),
    Sheet("请假", LeaveTaken, {"教师编号": "teacher", "开始日期": "start", "结束日期": "end", "类型": "reason"}),
    Sheet(
        "家访",
        HomesVisited,
        {"班主任": "teacher", "已家访学生数": "pupils", "家长会次数": "meetings"},
        of_term="term",
    ),
]
"""In the order in which they are read: later sheets refer to earlier ones."""

"""评审公示: the list of a round as everybody sees it: the fields announced, only while the notice lasts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.desk.round_result import as_listed
from ledger.book import Book
from ledger.records.record import TeacherId
from ledger.records.review_listing import ReviewNoticed
from ledger.register import Register
from projections.reviews.course import Course, course_of
from projections.statements.public_notice import NoticeState

FIELDS: dict[str, str] = {
    "place": "名次",
    "name": "姓名",
    "teacher": "教师编号",
    "school": "学校",
    "group": "组别",
    "subject": "学科",
    "post": "职务",
    "total": "总分",
}
"""What may be put on notice, and what it is called."""

DEFAULT = ("place", "name", "school", "group")

Names = Callable[[Sequence[str]], Mapping[TeacherId, str]]


@dataclass(frozen=True)
class Posted:
    """A round's notice on a day; without rows `state` says why."""

    course: Course
    state: NoticeState
    notice: ReviewNoticed | None
    rows: Sequence[Mapping[str, str]] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields announced."""
        return self.course.announced.fields

    @property
    def headings(self) -> list[str]:
        """What the fields are called."""
        return [FIELDS.get(name, name) for name in self.fields]

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "code": self.course.code,
            "state": self.state.value,
            "since": self.notice.since.isoformat() if self.notice else None,
            "until": self.notice.until.isoformat() if self.notice else None,
            "fields": list(self.fields),
            "rows": [dict(one) for one in self.rows],
        }


def is_on_notice(course: Course, day: date) -> bool:
    """Whether the list that stands is to be seen by everybody on a day."""
    return course.notice is not None and course.notice.since <= day <= course.notice.until


def all_on_notice(book: Book, day: date) -> list[Course]:
    """The rounds whose list everybody may see on a day, that which came on notice last first."""
    codes = (one.code for one in reversed(book.kept(ReviewNoticed).records) if one.since <= day <= one.until)
    found = (course_of(book, code) for code in dict.fromkeys(codes))
    return [course for course in found if is_on_notice(course, day)]


def posted_on(book: Book, course: Course, register: Register, names_of: Names, day: date) -> Posted:
    """The notice on a day: that of the list that stands, which takes the place of those before it."""
    notice = course.notice
    if notice is None:
        return Posted(course, NoticeState.NONE, None)
    if not notice.since <= day <= notice.until:
        return Posted(course, NoticeState.NOT_YET if day < notice.since else NoticeState.OVER, notice)
    listed = course.listed.listed if course.listed else ()
    names = names_of(listed) if "name" in course.announced.fields else {}
    totals = _totals(book, course) if "total" in course.announced.fields else {}
    rows = [
        {field: _cell(field, code, at, course, register, names, totals) for field in course.announced.fields}
        for at, code in enumerate(listed, 1)
    ]
    return Posted(course, NoticeState.SHOWN, notice, rows)


def _totals(book: Book, course: Course) -> dict[str, str]:
    ranked = as_listed(book, course).ranked
    digits = course.announced.digits
    return {one.teacher: "" if one.total is None else f"{float(one.total):.{digits}f}" for one in ranked}


def _cell(
    field: str,
    code: TeacherId,
    place: int,
    course: Course,
    register: Register,
    names: Mapping[TeacherId, str],
    totals: Mapping[str, str],
) -> str:
    row = register.teachers.get(code)
    match field:
        case "place":
            return str(place)
        case "name":
            return names.get(code, "")
        case "teacher":
            return code
        case "school":
            school = register.schools.get(row.school) if row else None
            return school.name if school else ""
        case "group":
            application = course.applications.get(code)
            return application.said.group if application else ""
        case "subject":
            return row.subject if row else ""
        case "post":
            return row.post.value if row else ""
        case "total":
            return totals.get(code, "")
        case _:
            return ""

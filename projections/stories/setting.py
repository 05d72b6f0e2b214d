"""The county of a story: its terms, calendar, schools and teachers, of which only what matters has to be written."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

from ledger.nearest import did_you_mean
from ledger.records.record import Record
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.register import in_effect_on
from ledger.spelling import squeeze, teacher_code
from ledger.vocabulary import DayKind, Post
from projections.language.yaml_text import Path as Place
from projections.stories.fields import named_in_english, written
from projections.stories.story import Story, Untold

R = TypeVar("R", bound=Record)
Placed = tuple[R, Place]

_TERM = re.compile(r"(\d{4})-(\d{4})-([12])")
_GRADES = {
    "小学": ["一年级", "二年级", "三年级", "四年级", "五年级", "六年级"],
    "初中": ["七年级", "八年级", "九年级"],
    "高中": ["高一", "高二", "高三"],
}
_SCHOOL = {"township": "城关镇", "category": "公办", "stage": "小学", "weak": False, "band": ""}
_TEACHER = {
    "identity": "",
    "sex": "女",
    "born": date(1985, 1, 1),
    "hired": date(2010, 9, 1),
    "subject": "语文",
    "post": Post.TEACHER.value,
    "title": "一级教师",
    "degree": "本科",
}
_CLASS_SIZE = 40
_AT_POST_SINCE = date(2015, 9, 1)


class Setting:
    """The county that a story happens in, as records with the places where they are told. Raises Untold."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self.terms: list[Placed[TermAnnounced]] = list(self._terms())
        self.days: list[Placed[DayDeclared]] = list(self._days())
        self.schools: list[Placed[SchoolRegistered]] = list(self._schools())
        self.teachers: list[Placed[TeacherRegistered]] = list(self._teachers())

    @property
    def records(self) -> list[Placed[Any]]:
        """All of them, those first that others refer to."""
        return [*self.terms, *self.days, *self.schools, *self.teachers]

    @cached_property
    def first_term(self) -> TermAnnounced:
        """The earliest term."""
        return min((term for term, _ in self.terms), key=lambda term: term.start)

    def term_of(self, day: date) -> TermAnnounced:
        """The term a day lies in, else the last before it, else the earliest."""
        begun = [term for term, _ in self.terms if term.start <= day]
        return max(begun, key=lambda term: term.start, default=self.first_term)

    def code_of(self, value: Any) -> str:
        """A teacher's code as it was meant."""
        code = squeeze(str(value))
        return code if code in self._teacher_codes else teacher_code(code)

    def teacher(self, code: str, day: date) -> TeacherRegistered | None:
        """The register's row of a teacher on a day."""
        rows = [row for row, _ in self.teachers if row.teacher == code]
        return in_effect_on(rows, day) or (rows[0] if rows else None)

    def colleague(self, code: str, day: date) -> str:
        """Somebody else of the same school, else of any; empty where there is nobody else."""
        own = self.teacher(code, day)
        others = [row for row, _ in self.teachers if row.teacher != code]
        same = [row for row in others if own and row.school == own.school]
        return next((row.teacher for row in (*same, *others)), "")

    def school_days(self, first: date, last: date) -> Iterator[date]:
        """Monday to Friday less holidays, plus make-up days."""
        declared = {row.on: row.day for row, _ in self.days}
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            wanted = DayKind.HOLIDAY if day.isoweekday() > 5 else None
            if declared.get(day, wanted) is not DayKind.HOLIDAY:
                yield day

    @cached_property
    def _teacher_codes(self) -> set[str]:
        return {squeeze(name) for name, _, _ in self._story.named("teachers")}

    def _terms(self) -> Iterator[Placed[TermAnnounced]]:
        told = list(self._story.named("terms"))
        if not told:
            names = {str(ask.values["term"]): ask.place for ask in self._story.asks if ask.values.get("term")}
            told = [(name, None, (*place, "term")) for name, place in names.items()]
        if not told:
            raise Untold(self._story.place, "missing-value", "没有写学期;请写 term: 2022-2023-1,或写 terms。")
        for name, said, place in told:
            fields = {"term": name, **_usual_days(name), **self._said(TermAnnounced, said, place)}
            if {"start", "end"} <= fields.keys() and "weeks" not in fields:
                fields["weeks"] = (fields["end"] - fields["start"]).days // 7 + 1
            yield written(TermAnnounced, fields, place, str), place

    def _days(self) -> Iterator[Placed[DayDeclared]]:
        """Each day once: what is said later of a day, or of a stretch that it lies in, holds."""
        found: dict[date, tuple[Any, Place]] = {}
        for written_, said, place in self._story.named("calendar"):
            first, _, last = written_.partition("..")
            try:
                day, until = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
            except ValueError:
                message = f"“{written_}”不是日期;请写成 2022-10-03 或 2022-10-03..2022-10-07。"
                raise Untold(place, "bad-date", message) from None
            while day <= until:
                found[day] = said, place
                day += timedelta(days=1)
        for day, (said, place) in found.items():
            yield written(DayDeclared, {"on": day, "day": said}, place, str), place

    def _schools(self) -> Iterator[Placed[SchoolRegistered]]:
        told = list(self._story.named("schools")) or [("S001", None, self._story.place)]
        for name, rows, place in told:
            before: dict[str, Any] = {"school": name, "name": name, **_SCHOOL}
            for said, at in _rows(rows, place):
                fields = before | self._said(SchoolRegistered, said, at)
                fields.setdefault("in_effect", self.first_term.start)
                before = dict(fields)
                fields.setdefault("grades", _GRADES.get(str(fields["stage"]), []))
                yield written(SchoolRegistered, fields, at, str), at

    def _teachers(self) -> Iterator[Placed[TeacherRegistered]]:
        schools = {row.school: row for row, _ in reversed(self.schools)}
        for name, rows, place in self._story.named("teachers"):
            before: dict[str, Any] = {"teacher": squeeze(name), **_TEACHER}
            for said, at in _rows(rows, place):
                own = self._said(TeacherRegistered, said, at)
                fields = before | own
                fields.setdefault("school", self.schools[0][0].school)
                fields.setdefault("in_effect", self.first_term.start)
                before = dict(fields)
                school = schools.get(str(fields["school"]))  # type: ignore[call-overload]
                if school is None:
                    message = f"没有写学校“{fields['school']}”;{did_you_mean(str(fields['school']), schools)}。"
                    raise Untold((*at, "school"), "unknown-school", message)
                fields.setdefault("grade", school.grades[0] if school.grades else "")
                fields.setdefault("post_since", _later(fields["hired"], _AT_POST_SINCE))
                if fields["post"] == Post.HOMEROOM:
                    fields.setdefault("class_size", _CLASS_SIZE)
                yield written(TeacherRegistered, fields, at, self.code_of), at

    def _said(self, record: type[Record], said: Any, place: Place) -> dict[str, Any]:
        if said is None:
            return {}
        if not isinstance(said, Mapping):
            raise Untold(place, "wrong-value", f"{place[-1]} 应写成“名称: 内容”;请改正。")
        return named_in_english(record, said)


def _rows(said: Any, place: Place) -> list[tuple[Any, Place]]:
    """The rows that are said of one school or teacher: one, or several as they took effect."""
    return [(one, (*place, number)) for number, one in enumerate(said)] if isinstance(said, list) else [(said, place)]


def _usual_days(term: str) -> dict[str, Any]:
    """The days of a term of which only the name is told."""
    match = _TERM.fullmatch(term)
    if not match:
        return {}
    begun, year = int(match[1]), int(match[2])
    if match[3] == "1":
        return {"start": date(begun, 9, 1), "end": date(year, 1, 13)}
    return {"start": date(year, 2, 13), "end": date(year, 6, 30)}


def _later(day: Any, other: date) -> date:
    return max(day, other) if isinstance(day, date) else other

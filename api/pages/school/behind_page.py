"""谁还差什么: the teachers of a school and the duties of the term, with what is missing and until when."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from api.desk.exports import Cell, Table
from api.pages.asked import Asked
from api.pages.school.visiting import SchoolQuestion
from api.pages.teachers_page import NamesOf
from api.pages.texts import printed_text
from api.typesetting import in_print
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from projections.school_duties import Behind, Due, Duty, SchoolDuties, school_duties

ADDRESS = "/school/behind"
TEACHER, LEFT = "teacher", "left"
EVERYBODY = "all"


@dataclass(frozen=True)
class ShownDue:
    """A duty of one teacher in its cell; `link`: to why."""

    due: Due
    says: str
    unit: str
    link: str
    until: str

    @property
    def lacking(self) -> str:
        """What is missing, in words; of what is enough in number the further minimums that are not."""
        if self.due.missing:
            return printed_text("behind.missing", count=self.due.missing, unit=in_print(self.unit))
        return in_print(";".join(self.due.lines)) or printed_text("behind.not_met")


@dataclass(frozen=True)
class ShownBehind:
    """A teacher's line."""

    code: str
    name: str
    post: str
    link: str
    left: int
    cells: list[ShownDue | None]


@dataclass(frozen=True)
class Heading:
    """A column that may be sorted by: its link, and how it is sorted now (`ascending`, `descending`, or nothing)."""

    key: str
    says: str
    link: str
    sorted: str
    behind: int


def behind_shown(asked: Asked, school: str, question: SchoolQuestion, said: dict[str, str], names_of: NamesOf) -> Any:
    """What the page shows. Raises Misuse `bad-parameters`."""
    found = school_duties(asked.evaluation, school)
    rows = _rows(found, question)
    names = names_of([one.teacher for one in rows])
    duties = _duties(found, question, rows)
    counts = {one.clause: sum(_is_behind(each, one.clause) for each in found.teachers) for one in found.duties}
    return {
        "headings": _headings(asked, question, said, duties, counts),
        "rows": [_shown(asked, one, duties, names.get(TeacherId(one.teacher), "")) for one in rows],
        "of": len(found.teachers),
        "behind": sum(bool(one.left) for one in found.teachers),
        "duties": [(one.clause, in_print(one.says), counts[one.clause]) for one in found.duties],
        "over": asked.evaluation.as_of > asked.evaluation.term.end,
        "until": asked.evaluation.term.end,
    }


def behind_table(asked: Asked, school: str, question: SchoolQuestion, names_of: NamesOf) -> Table:
    """The same as a file: of every duty done, target, what is missing and until when."""
    found = school_duties(asked.evaluation, school)
    rows = _rows(found, question)
    duties = _duties(found, question, rows)
    names = names_of([one.teacher for one in rows])
    heads = [printed_text(f"behind.{name}") for name in ("code", "name", "post", "left")]
    parts = ("done", "target", "short", "until")
    heads += [f"{one.says} {printed_text(f'behind.{part}')}" for one in duties for part in parts]
    lines: list[list[Cell]] = []
    for one in rows:
        line: list[Cell] = [
            one.teacher,
            names.get(TeacherId(one.teacher), ""),
            str(asked.people[one.teacher].post),
            one.left,
        ]
        for duty in duties:
            due = one.duties.get(duty.clause)
            line += [due.done, due.target, due.missing, None if due.met else due.until] if due else [None] * 4
        lines.append(line)
    title = printed_text("behind.file", school=asked.school_name(school), day=asked.evaluation.as_of)
    return Table(title, heads, lines)


def _rows(found: SchoolDuties, question: SchoolQuestion) -> list[Behind]:
    """Those asked for, in the order asked for: who has most to do first, where no other is."""
    known = [TEACHER, LEFT, *(one.clause for one in found.duties)]
    for given, choices in ((question.sort, known), (question.what, known[2:])):
        if given and given not in choices:
            raise Misuse("bad-parameters", f"没有“{given}”这一列;{did_you_mean(given, choices)}。")
    rows = [
        one
        for one in found.teachers
        if question.only == EVERYBODY or (_is_behind(one, question.what) if question.what else one.left)
    ]
    if question.sort == TEACHER:
        return rows
    if question.sort in ("", LEFT):
        return sorted(rows, key=lambda one: (-one.left, one.teacher))
    return sorted(rows, key=lambda one: (-_share_missing(one, question.sort), one.teacher))


def _is_behind(one: Behind, clause: str) -> bool:
    return clause in one.duties and not one.duties[clause].met


def _share_missing(one: Behind, clause: str) -> Fraction:
    """How much of a duty is missing, so that duties of different size compare; below none for who has it not."""
    due = one.duties.get(clause)
    if due is None:
        return Fraction(-1)
    if due.met:
        return Fraction(0)
    return Fraction(str(due.missing)) / (Fraction(str(due.target)) or 1) + Fraction(1, 1_000)


def _duties(found: SchoolDuties, question: SchoolQuestion, rows: list[Behind]) -> list[Duty]:
    """The columns: the duties that somebody listed has; where only those behind are listed, what they are behind in."""

    def is_shown(clause: str) -> bool:
        if question.what:
            return clause == question.what
        if question.only == EVERYBODY:
            return any(clause in one.duties for one in rows)
        return any(_is_behind(one, clause) for one in rows)

    return [one for one in found.duties if is_shown(one.clause)]


def _headings(
    asked: Asked, question: SchoolQuestion, said: dict[str, str], duties: list[Duty], counts: dict[str, int]
) -> list[Heading]:
    sort = question.sort or LEFT
    columns = [(TEACHER, printed_text("behind.teacher"), 0), (LEFT, printed_text("behind.left"), 0)]
    columns += [(one.clause, in_print(one.says), counts[one.clause]) for one in duties]
    return [
        Heading(
            key,
            says,
            asked.link(ADDRESS, **(said | {"sort": "" if key == LEFT else key})),
            ("ascending" if key == TEACHER else "descending") if key == sort else "",
            behind,
        )
        for key, says, behind in columns
    ]


def _shown(asked: Asked, one: Behind, duties: list[Duty], name: str) -> ShownBehind:
    link = asked.link(f"/teachers/{one.teacher}")
    return ShownBehind(
        one.teacher,
        name,
        str(asked.people[one.teacher].post),
        link,
        one.left,
        [
            ShownDue(due, in_print(duty.says), duty.unit, f"{link}#{duty.clause}", _until(asked, due.until))
            if (due := one.duties.get(duty.clause))
            else None
            for duty in duties
        ],
    )


def _until(asked: Asked, day: date | None) -> str:
    """Until when, where that is not the end of the term, which the page says once."""
    if day is None or day == asked.evaluation.term.end:
        return ""
    key = "behind.until_day" if asked.evaluation.as_of <= day else "behind.was_until"
    return printed_text(key, day=day.isoformat())

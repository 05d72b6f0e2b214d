"""常规检查月表: teachers down, months across; in each cell the grades of plans, homework and observation notes."""

from dataclasses import dataclass
from typing import Any

from api.desk.exports import Cell, Table
from api.pages.asked import Asked
from api.pages.school.visiting import SchoolQuestion
from api.pages.teachers_page import NamesOf
from api.pages.texts import printed_text
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from projections.monthly_checks import ITEMS, ChecksOfTeacher, MonthlyChecks, MonthOfTeacher, monthly_checks

ADDRESS = "/school/checks"
SORTS = ("teacher", "missing")


@dataclass(frozen=True)
class ShownMonth:
    """A cell: its marks, what it says to whoever does not see them, and how it is coloured."""

    marks: str
    says: str
    shade: str


@dataclass(frozen=True)
class ShownChecks:
    """A teacher's line."""

    code: str
    name: str
    link: str
    months: list[ShownMonth]
    duties: str
    missing: int


def checks_shown(asked: Asked, school: str, question: SchoolQuestion, names_of: NamesOf) -> dict[str, Any]:
    """What the page shows. Raises Misuse `bad-parameters`."""
    found = monthly_checks(asked.evaluation, school)
    rows = _rows(found, question)
    names = names_of([one.teacher for one in rows])
    return {
        "months": [f"{month:%Y-%m}" for month in found.months],
        "rows": [_shown(asked, one, names.get(TeacherId(one.teacher), "")) for one in rows],
        "per_month": [sum(one.months[place].missing for one in found.teachers) for place in range(len(found.months))],
        "missing": sum(one.missing for one in found.teachers),
        "teachers": len(found.teachers),
        "left_out": found.left_out,
        "items": [str(item) for item in ITEMS],
        "has_duties": any(one.duties for one in found.teachers),
        "sort": question.sort or SORTS[0],
    }


def checks_table(asked: Asked, school: str, question: SchoolQuestion, names_of: NamesOf) -> Table:
    """The same as a file: a column for every month and item."""
    found = monthly_checks(asked.evaluation, school)
    rows = _rows(found, question)
    names = names_of([one.teacher for one in rows])
    heads = [printed_text(f"checks.{name}") for name in ("code", "name")]
    heads += [f"{month:%Y-%m} {item}" for month in found.months for item in ITEMS]
    heads += [printed_text("checks.duties"), printed_text("checks.missing")]
    lines: list[list[Cell]] = []
    for one in rows:
        line: list[Cell] = [one.teacher, names.get(TeacherId(one.teacher), "")]
        for month in one.months:
            line += [grade or (printed_text("checks.lacking") if month.present else None) for grade in month.grades]
        lines.append([*line, _duties(one), one.missing])
    title = printed_text("checks.file", school=asked.school_name(school), day=asked.evaluation.as_of)
    return Table(title, heads, lines)


def _rows(found: MonthlyChecks, question: SchoolQuestion) -> list[ChecksOfTeacher]:
    if question.sort and question.sort not in SORTS:
        raise Misuse("bad-parameters", f"没有“{question.sort}”这一列;{did_you_mean(question.sort, SORTS)}。")
    if question.sort == "missing":
        return sorted(found.teachers, key=lambda one: (-one.missing, one.teacher))
    return list(found.teachers)


def _shown(asked: Asked, one: ChecksOfTeacher, name: str) -> ShownChecks:
    months = [_month(month) for month in one.months]
    link = asked.link(f"/teachers/{one.teacher}")
    return ShownChecks(one.teacher, name, link, months, _duties(one), one.missing)


def _month(month: MonthOfTeacher) -> ShownMonth:
    """The grades in the order of items; what is missing in a month of presence is said."""
    lacking = printed_text("checks.lacking_mark") if month.present else "·"
    checked = sum(grade is not None for grade in month.grades)
    if not month.present and not checked:
        return ShownMonth("—", printed_text("checks.absent"), "heat-none")
    says = "、".join(
        printed_text("checks.one", item=item, grade=grade or printed_text("checks.not_checked"))
        for item, grade in zip(ITEMS, month.grades, strict=True)
    )
    shade = "heat-10" if not month.missing else "heat-0" if not checked else "heat-3"
    return ShownMonth(" ".join(grade or lacking for grade in month.grades), says, shade)


def _duties(one: ChecksOfTeacher) -> str:
    return "、".join(f"{day:%m-%d} {grade}" for day, grade in one.duties)

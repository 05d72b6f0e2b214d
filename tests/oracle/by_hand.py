"""What must come out of one workbook, computed by hand: plain, slow and obvious, with no database.

Written from the description of the sample county alone. Where that leaves something open, the docstring or
comment at the place says "Open" and how it was read.
"""

from datetime import date
from pathlib import Path

from .clauses import Quotas, groups_of, quotas_of
from .days import Term, the_term
from .judging import eligibility_of, points_of
from .person import Person
from .reading import County, read_workbook
from .rows import Row


def county_by_hand(path: Path, today: date) -> dict[str, object]:
    """What expected.json holds: import, rotations, evaluation and term of a workbook handed in as the first.

    Raises ValueError if a sheet has no header, or no term could be accepted.
    """
    county = read_workbook(path, today)
    term = the_term(county)
    groups = groups_of(county, term)
    people = [Person(county, term, row) for row in county.rows("教师")]
    return {
        "import": {"rejections": county.rejections, "sheets": county.counts},
        "rotations": rotations(county),
        "evaluation": {
            "teachers": {person.code: teacher(person) for person in people},
            "groups": {group: {"quotas": shown(groups[group])} for group in groups},
        },
        "term": shown_term(term),
    }


def teacher(person: Person) -> dict[str, object]:
    """Quotas, points and eligibility of one teacher; empty where nothing applies."""
    quotas = quotas_of(person)
    parts = points_of(person)
    total = sum(parts.values(), start=0 * parts["awards"])
    return {
        "quotas": shown(quotas),
        "points": {"parts": {name: float(part) for name, part in parts.items()}, "total": float(total)},
        "eligibility": {
            contest: {"eligible": not fails, "fails": fails}
            for contest, fails in eligibility_of(person, quotas, total).items()
        },
    }


def shown(quotas: Quotas) -> dict[str, object]:
    """Quotas with whether they are met: done ≥ target, so a target of 0 always is."""
    return {
        clause: {"done": done, "target": target, "met": done >= target} for clause, (done, target) in quotas.items()
    }


def rotations(county: County) -> list[dict[str, object]]:
    """Every rotation, by teacher and start; 300 yuan for each month confirmed if it is full-time."""
    weak = {row.text("学校代码") for row in county.rows("学校") if row.text("是否薄弱") == "是"}

    def shown_rotation(row: Row) -> dict[str, object]:
        months = len(row.entries("到岗月份"))
        return {
            "teacher": row.text("教师编号"),
            "host": row.text("受援学校"),
            "months": months,
            "allowance": 300 * months if row.text("类型") == "全职支教" else 0,
            "to_weak": row.text("受援学校") in weak,
        }

    ordered = sorted(county.rows("支教交流"), key=lambda row: (row.text("教师编号"), row.day("开始日期")))
    return [shown_rotation(row) for row in ordered]


def shown_term(term: Term) -> dict[str, object]:
    """The term with its number of teaching weeks and its months."""
    return {
        "id": term.code,
        "start": term.start.isoformat(),
        "end": term.end.isoformat(),
        "weeks": len(term.weeks),
        "months": term.months,
    }

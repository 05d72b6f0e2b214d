"""A made-up county over several school years: the same schools and people, a clean workbook for every term."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from api.demo.county import County, county_in
from api.demo.form import Rotation
from api.demo.plan import CountyPlan, CountySize
from api.demo.school_term import SchoolTerm
from api.demo.schools import schools_for
from api.demo.staff import staff_for
from api.demo.workbook import write_workbook

_MOST_YEARS = 20


@dataclass(frozen=True)
class YearsPlan:
    """So many school years up to that of a term, both terms of each; `observations` in every term."""

    seed: int = 1
    teachers: int = 150
    last: str = "2022-2023-2"
    years: int = 3
    observations: int | None = None

    def __post_init__(self) -> None:
        CountyPlan(self.seed, self.teachers, self.last, self.observations)  # raises ValueError, as for one term
        if not 1 <= self.years <= _MOST_YEARS:
            raise ValueError(f"学年数是 1 到 {_MOST_YEARS},不是 {self.years}")

    @property
    def terms(self) -> list[SchoolTerm]:
        """The terms, the first first; the last year ends with the term named."""
        last = SchoolTerm.of(self.last)
        found = [
            SchoolTerm.of(f"{year}-{year + 1}-{half}")
            for year in range(last.school_year - self.years + 1, last.school_year + 1)
            for half in (1, 2)
        ]
        return [term for term in found if term.start <= last.start]


def write_years(folder: Path, plan: YearsPlan) -> dict[Path, CountySize]:
    """Write the workbooks of all terms into a folder, in the order in which they are handed in."""
    written = {}
    for term, county in counties_over(plan):
        path = folder / f"{term.code}.xlsx"
        clean = CountyPlan(plan.seed, plan.teachers, term.code, mess=0)
        written[path] = write_workbook(path, clean, county, random.Random(plan.seed), term.last_due)
    return written


def counties_over(plan: YearsPlan) -> Iterator[tuple[SchoolTerm, County]]:
    """Each term with what happened in it. Who was hired later is not on the roll yet; the register never changes."""
    rng = random.Random(plan.seed)
    terms = plan.terms
    sized = schools_for(rng, plan.teachers)
    schools = [each.school for each in sized]
    everybody = staff_for(rng, sized, terms[-1].school_year)
    serving: list[Rotation] = []
    mentored: set[tuple[str, str, str]] = set()
    for term in terms:
        teachers = [one for one in everybody if one.hired <= term.start and one.in_post_since <= term.start]
        county = county_in(rng, term, schools, teachers, plan.observations)
        mentorships = [one for one in county.mentorships if (one.mentor, one.mentee, one.subject) not in mentored]
        mentored |= {(one.mentor, one.mentee, one.subject) for one in mentorships}
        rotations = [one for one in county.rotations if not any(_overlap(one, other) for other in serving)]
        serving += rotations
        yield term, replace(county, rotations=rotations, mentorships=mentorships)


def _overlap(one: Rotation, other: Rotation) -> bool:
    """Whether somebody would serve twice at once."""
    return one.teacher == other.teacher and one.start <= other.planned_end and other.start <= one.planned_end

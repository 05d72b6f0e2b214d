"""The first page: choose a term, find a teacher; everybody with progress and points, in the order of codes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from api.pages.asked import Asked
from api.pages.rendering import parted, render
from api.pages.why import Names
from ledger.nearest import nearest
from ledger.records.record import TeacherId
from ledger.spelling import squeeze

PER_PAGE = 50

NamesOf = Callable[[Iterable[str]], Names]
"""Fetches the names of some codes; of no more than are to be shown or searched."""


@dataclass(frozen=True)
class ListedTeacher:
    """A line of the list."""

    code: str
    name: str
    link: str
    school: str
    post: str
    met: int
    quotas: int
    points: int | float | None


def teachers_page(asked: Asked, names_of: NamesOf, wanted: str = "", page: int = 1) -> str:
    """The teachers, or those whose code, name or school has what is `wanted` in it."""
    found = _found(asked, names_of, squeeze(wanted)) if wanted else list(asked.people)
    codes, page, pages = parted(found, page, PER_PAGE)
    names = names_of(codes)
    return render(
        "teachers.html",
        asked=asked,
        wanted=wanted,
        count=len(found),
        listed=[_line(asked, code, names) for code in codes],
        nearest=[(code, asked.link(f"/teachers/{code}")) for code in nearest(wanted, asked.people)]
        if not found
        else [],
        page=page,
        pages=pages,
    )


def no_such_teacher_page(asked: Asked, code: str, names_of: NamesOf) -> str:
    """Said where nobody on the register bears a code: the nearest ones that there are."""
    codes = nearest(code, asked.people)
    names = names_of(codes)
    return render("unknown_teacher.html", asked=asked, code=code, nearest=[_line(asked, one, names) for one in codes])


def _found(asked: Asked, names_of: NamesOf, wanted: str) -> list[str]:
    names = names_of(asked.people)
    return [
        code
        for code, row in asked.people.items()
        if wanted in code
        or wanted in squeeze(names.get(TeacherId(code), ""))
        or wanted == row.school
        or wanted in squeeze(asked.school_name(row.school))
    ]


def _line(asked: Asked, code: str, names: Names) -> ListedTeacher:
    row, answers = asked.people[code], asked.evaluation.teachers[code]
    quotas = answers["quotas"].values()
    return ListedTeacher(
        code=code,
        name=names.get(TeacherId(code), ""),
        link=asked.link(f"/teachers/{code}"),
        school=asked.school_name(row.school),
        post=row.post,
        met=sum(quota["met"] for quota in quotas),
        quotas=len(quotas),
        points=answers["points"].get("total"),
    )

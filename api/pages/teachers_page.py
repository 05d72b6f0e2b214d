"""The list of teachers with progress and points, in the order of codes; also as a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.desk.exports import Table
from api.pages.asked import Asked
from api.pages.frame import framed
from api.pages.rendering import parted
from api.pages.texts import printed_text
from api.pages.why import Names
from ledger.nearest import nearest
from ledger.records.record import TeacherId
from projections.evaluation import Answers

PER_PAGE = 50

_COLUMNS = ("name", "code", "of_school", "post", "met", "of", "points")

NamesOf = Callable[[Iterable[str]], Names]
"""Fetches the names of some codes; of no more than are to be shown."""


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


def teachers_page(asked: Asked, names_of: NamesOf, links: Mapping[str, str], school: str = "", page: int = 1) -> str:
    """The teachers whom the visitor sees, those of one `school` only where it is named.

    `links`: the addresses of the whole list as a file.
    """
    found = _of_school(asked, school)
    codes, page, pages = parted(found, page, PER_PAGE)
    return framed(
        asked.visitor,
        "teachers.html",
        asked=asked,
        school=school,
        schools=[(code, row.name) for code, row in asked.schools.items() if asked.sees.school(code)],
        count=len(found),
        listed=_lines(asked, codes, names_of(codes)),
        page=page,
        pages=pages,
        export_links=links,
    )


def teachers_table(asked: Asked, names_of: NamesOf, school: str = "") -> Table:
    """The same teachers as a file, all of them."""
    codes = _of_school(asked, school)
    headings = [
        printed_text(f"teachers.{name}") for name in ("name", "code", "of_school", "post", "met", "of", "points")
    ]
    rows = [
        (one.name, one.code, one.school, one.post, one.met, one.quotas, one.points)
        for one in _lines(asked, codes, names_of(codes))
    ]
    return Table(f"{printed_text('teachers.title')} {asked.evaluation.term.term}", headings, rows)


def no_such_teacher_page(asked: Asked, code: str, names_of: NamesOf) -> str:
    """Said where nobody on the register bears a code: the nearest ones that there are."""
    codes = nearest(code, asked.seen)
    names = names_of(codes)
    return framed(asked.visitor, "unknown_teacher.html", asked=asked, code=code, nearest=_lines(asked, codes, names))


def _of_school(asked: Asked, school: str) -> Sequence[str]:
    """The codes of the teachers whom the visitor sees; those of a school only, where one is named."""
    if not school:
        return asked.seen
    rows = asked.evaluation.county.teachers.of(asked.seen)
    return [code for code, row in zip(asked.seen, rows, strict=True) if row.school == school]


def _lines(asked: Asked, codes: Sequence[str], names: Names) -> list[ListedTeacher]:
    said = asked.evaluation.of_teachers(codes)
    return [_line(asked, code, names, answers) for code, answers in zip(codes, said, strict=True)]


def _line(asked: Asked, code: str, names: Names, answers: Answers) -> ListedTeacher:
    row = asked.people[code]
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

"""The register as it stands: schools, and the teachers whom a visitor sees; names only where they are asked for."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, check, sees
from api.http.door import TheVisitor
from api.http.register_desk import TheRegister
from api.interface.described import read
from api.interface.moments import TheMoments
from api.interface.seen import some_of
from api.interface.shapes.register import SchoolRow, TeacherRow, TermRow
from api.interface.telling import ListedAsOf, Moment, told, told_in_parts
from ledger.home import Ledger
from ledger.records.registered import Registered, SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.register import in_effect_on

routes = APIRouter(tags=["register"])

Rows = list[dict[str, Any]]


class TeachersQuestion(ListedAsOf):
    """Which teachers, and whether with their names."""

    school: str | None = Field(None, description="只看一所学校(代码)", examples=["S001"])
    names: bool = Field(False, description="连同姓名;不写就只有编号")


@routes.get("/api/v1/terms", responses=read(list[TermRow]), summary="学期")
async def terms(request: Request, register: TheRegister, visitor: TheVisitor) -> Response:
    """The terms announced, newest first."""
    check(visitor, Deed.READ)

    def made(headers: dict[str, str]) -> list[Any]:
        found: list[TermAnnounced] = list(register.now.terms.values())
        return sorted(found, key=lambda term: term.start, reverse=True)

    return await told(request, made)


@routes.get("/api/v1/schools", responses=read(list[SchoolRow]), summary="学校")
async def schools(
    request: Request, moments: TheMoments, visitor: TheVisitor, asked: Annotated[ListedAsOf, Query()]
) -> Response:
    """The schools as the register has them on a day, by code; all of them, since records name schools elsewhere."""
    check(visitor, Deed.READ, Matter("school.registered"))

    def rows(at: Moment) -> Sequence[Any]:
        return moments.rows("schools", at, lambda ledger, at: _rows(ledger, SchoolRegistered, at))

    return await told_in_parts(request, asked, lambda before: moments.of(asked, before), rows)


@routes.get("/api/v1/teachers", responses=read(list[TeacherRow]), summary="花名册上的教师")
async def teachers(
    request: Request,
    moments: TheMoments,
    register: TheRegister,
    visitor: TheVisitor,
    asked: Annotated[TeachersQuestion, Query()],
) -> Response:
    """The teachers whom the visitor sees, as the register has them on a day, by code.

    Names join where `names` says so, those of today, for teachers that the visitor sees; they are kept in no answer.
    """
    check(visitor, Deed.READ, Matter("teacher.registered"))
    seen = sees(visitor)

    def rows(at: Moment) -> Sequence[Any]:
        listed = moments.rows("teachers", at, lambda ledger, at: _rows(ledger, TeacherRegistered, at))
        found = [
            one
            for one in listed
            if (not asked.school or one["school"] == asked.school)
            and some_of(seen, (one["teacher"],), (one["school"],))
        ]
        if not asked.names:
            return found
        part = found[at.start : at.start + asked.most]
        names = register.names(one["teacher"] for one in part)
        named = {one["teacher"]: names.get(one["teacher"], "") for one in part}
        return [one | {"name": named[one["teacher"]]} if one["teacher"] in named else one for one in found]

    return await told_in_parts(request, asked, lambda before: moments.of(asked, before), rows)


def _rows(ledger: Ledger, kind: type[Registered], at: Moment) -> Rows:
    """The rows of a kind that are in effect on a day, by code; before its first day a code has none."""
    by_code: dict[str, list[Registered]] = {}
    for row in ledger.book.kept(kind, at.position).records:
        by_code.setdefault(getattr(row, kind.whose), []).append(row)
    held = [in_effect_on(rows, at.day) for _, rows in sorted(by_code.items())]
    return [_told(row) for row in held if row]


def _told(row: Registered) -> dict[str, Any]:
    """A row without the digest that stands for name and ID number."""
    said: dict[str, Any] = msgspec.to_builtins(row)
    said.pop("identity", None)
    return said

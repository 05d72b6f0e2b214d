"""业务档案 for programs: what the book holds of a teacher for a period, under codes, with the digest of all of it."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, check
from api.desk.matters import may_read
from api.http.door import TheVisitor
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.interface.described import read
from api.interface.shapes.dossier import DossierAnswer
from api.interface.telling import told
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse, Refused
from projections.dossier import dossier_of
from projections.known_at import position_known

routes = APIRouter(tags=["records"])


@routes.get(
    "/api/v1/teachers/{teacher}/dossier", responses=read(DossierAnswer), summary="一位教师的业务档案:一段时间的全部记录"
)
async def dossier(
    teacher: str,
    request: Request,
    ledger: TheLedger,
    register: TheRegister,
    visitor: TheVisitor,
    since: Annotated[date | None, Query(alias="from", description="从哪一天(默认最早)")] = None,
    until: Annotated[date | None, Query(description="到哪一天(默认今天)")] = None,
    known_at: Annotated[str | None, Query(max_length=64, description="按账本在哪个位置或时间的内容")] = None,
) -> Response:
    """What `shilu dossier --out F.json` writes, of the records that the visitor may see; the digest is of all."""
    check(visitor, Deed.READ, Matter(teacher=teacher))

    def made(_: dict[str, str]) -> dict[str, Any]:
        book, now = ledger.book, register.now
        if teacher not in now.teachers:
            raise Misuse("unknown-teacher", f"花名册上没有编号 {teacher};{did_you_mean(teacher, now.teachers)}。")
        last = until or book.today()
        if since and since > last:
            raise Refused("bad-period", f"起始日 {since} 在截止日 {last} 之后;请核对后再试。", fields=["from"])
        found = dossier_of(book, teacher, last, position_known(book, known_at), since=since)
        seen = [line.to_json() for line in found.lines if may_read(visitor, line.record, now)]
        said = found.to_json() | {"records": seen}
        return {"digest": found.digest, "withheld": len(found.lines) - len(seen), "dossier": said}

    return await told(request, made)

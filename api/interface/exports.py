"""The book as lines of JSON, one event a line, sent as it is read; for those who may read everything.

Scores that nobody may see yet stand there as null: what is asked for later tells them.
"""

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from anyio import to_thread
from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from api.accounts.permitted import Deed
from api.desk.unseen_scores import SECRET_FIELDS, SECRET_KINDS, UnseenScores
from api.http.door import TheVisitor
from api.http.open_ledger import TheLedger
from api.interface.described import PROBLEMS
from api.interface.seen import check_sees_everything
from ledger.book import Book
from ledger.interchange.exporting import export_lines
from ledger.records.record import Record
from ledger.store.codec import decode
from ledger.store.rows import Row

routes = APIRouter(tags=["export"])

NDJSON = "application/x-ndjson"
_LOT = 2_000
_FURTHEST = 2**63 - 1


@routes.get(
    "/api/v1/export",
    responses={200: {"content": {NDJSON: {"schema": {"type": "string"}}}, "description": "每行一条"}, **PROBLEMS},
    response_class=StreamingResponse,
    summary="导出账本:每行一条 JSON,按登记次序(不含姓名和身份证号)",
)
async def export(
    ledger: TheLedger,
    visitor: TheVisitor,
    first: Annotated[int, Query(alias="from", ge=1, le=_FURTHEST, description="从哪个位置开始")] = 1,
) -> Response:
    """What `shilu export` writes, up to the position that the book has when it begins, which `Shilu-Position` says."""
    check_sees_everything(visitor, Deed.AUDIT)
    last = await to_thread.run_sync(lambda: ledger.book.position)
    lines = _lines(ledger.book, UnseenScores(ledger.book, visitor), first, last)
    return StreamingResponse(lines, media_type=NDJSON, headers={"Shilu-Position": str(last)})


async def _lines(book: Book, unseen: UnseenScores, first: int, last: int) -> AsyncIterator[bytes]:
    """The lines, in lots; no thread is held while whoever reads is slow."""
    while first <= last:
        lot = await to_thread.run_sync(_lot, book, unseen, first, min(last, first + _LOT - 1))
        yield lot
        first += _LOT


def _lot(book: Book, unseen: UnseenScores, first: int, last: int) -> bytes:
    def withheld(row: Row) -> dict[str, object] | None:
        _, _, _, name, body = row
        if name not in SECRET_KINDS:
            return None
        record = decode(name, body).data
        if not isinstance(record, Record) or not unseen.hides(record):
            return None
        said: dict[str, object] = msgspec.to_builtins(record)
        return {field: None if field in SECRET_FIELDS else value for field, value in said.items()}

    return export_lines(book.stored.at(range(first, last + 1)), withheld)

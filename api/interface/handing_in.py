"""POST /api/v1/records: records handed in, one as an object, many as an array or as lines of JSON."""

from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, BinaryIO, cast

import msgspec
from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.batches import Manner
from api.desk.open_lines import measured
from api.desk.recording import Recorded, lines_for, record_line
from api.http.door import TheWriter, needs
from api.http.open_ledger import TheLedger
from api.http.problems import PROBLEM_JSON, problem
from api.interface.bodies import JSON, LINES, ReasonHeader, content_type, sent_as
from api.interface.written import LinesAnswer, NothingAccepted, RecordedAnswer, problems
from ledger.home import Ledger
from ledger.refusals import Refused

routes = APIRouter()

_IN_MEMORY = 4 * 2**20
_LESSON = {
    "kind": "lesson.observed",
    "data": {
        "on": "2022-09-14",
        "period": 3,
        "observer": "000109",
        "teacher": "000101",
        "school": "S001",
        "subject": "语文",
        "grade": "三年级",
        "form": "推门听课",
    },
}
_ONE = {
    "type": "object",
    "required": ["kind", "data"],
    "properties": {
        "kind": {"type": "string", "description": "种类,如 lesson.observed(各种类的内容见 docs/schemas)"},
        "data": {"type": "object", "description": "各项内容"},
        "parts": {"type": "array", "items": {"type": "object"}, "description": "同一条记录的其他部分,如到岗月份"},
        "person": {"type": "object", "description": "登记教师时的姓名、身份证号、电话;只进姓名库"},
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {
                "schema": {"oneOf": [_ONE, {"type": "array", "items": _ONE, "minItems": 1}]},
                "examples": {"one": {"value": _LESSON}, "many": {"value": [_LESSON]}},
            },
            LINES: {"schema": {"type": "string"}, "example": '{"kind": "lesson.observed", "data": {…}}\n'},
        },
    }
}
_ANSWERS: dict[int | str, dict[str, Any]] = problems(404, 415) | {
    200: {"model": LinesAnswer | RecordedAnswer, "description": "多条的结果;或者这一条早已登记过"},
    201: {
        "model": RecordedAnswer,
        "description": "这一条登记好了",
        "headers": {"Location": {"description": "这条记录", "schema": {"type": "string"}}},
    },
    409: {"model": NothingAccepted, "description": "有别的内容挡着;要求全部合格才收的,一行也没有收"},
}


@routes.post(
    "/api/v1/records",
    dependencies=[Depends(needs(Deed.RECORD, Deed.SCORE)), Depends(sent_as(JSON, LINES))],
    responses=_ANSWERS,
    openapi_extra=_BODY,
    summary="登记记录:一条、多条,或每行一条",
    tags=["writing"],
)
async def records(
    request: Request,
    ledger: TheLedger,
    visitor: TheWriter,
    reason: ReasonHeader,
    dry_run: Annotated[bool, Query(description="只试不写")] = False,
    atomic: Annotated[bool, Query(description="有一条退回就一条也不收")] = False,
    term: Annotated[str, Query(description="登记学校、教师的行属于哪个学期", max_length=20)] = "",
    office: Annotated[str, Query(description="以哪个单位的名义;有几个角色时才要写", max_length=200)] = "",
) -> Response:
    """The same checks and the same report as `shilu append`; what is recorded already is a duplicate, never a second.

    An object is one record: 201 where it is new, 200 where it was there, a problem where it is refused. Of several the
    report tells what became of each; refused ones hold no other back, unless all are to stand or fall together.
    """
    manner = Manner(dry_run=dry_run, atomic=atomic)
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        async for chunk in request.stream():
            await to_thread.run_sync(file.write, chunk)
        body = cast("BinaryIO", file)
        is_json = content_type(request) == JSON
        return await to_thread.run_sync(
            lambda: _handed_in(ledger, visitor, body, manner, reason, term, office, is_json=is_json)
        )


def _handed_in(
    ledger: Ledger,
    visitor: Visitor,
    body: BinaryIO,
    manner: Manner,
    reason: str,
    term: str,
    office: str,
    *,
    is_json: bool,
) -> Response:
    body.seek(0)
    if is_json:
        lines, is_one = _lines_of(body.read())
        if is_one:
            return _one(record_line(ledger, visitor, lines[0], reason, office, dry_run=manner.dry_run), manner)
        body = BytesIO(b"\n".join(lines))
    opened = measured(body)
    report = lines_for(ledger, visitor, opened, manner, reason, term, office)
    told = report.to_json() | {"batch": opened.digest}
    if not (manner.atomic and report.rejected):
        return Response(msgspec.json.encode(told), media_type=JSON)
    said = f"有 {report.rejected} 条退回;因为要求全部合格才收,一条也没有登记。请按 report 改正后再交。"
    refused = problem(409, "refused", said, "nothing-accepted").model_dump() | {"report": told}
    return Response(msgspec.json.encode(refused), 409, media_type=PROBLEM_JSON)


def _lines_of(body: bytes) -> tuple[list[bytes], bool]:
    """An array as a line each; an object as the one line, and that it is one. Raises Refused `bad-line`."""
    try:
        if body.lstrip().startswith(b"["):
            return [msgspec.json.format(bytes(one), indent=-1) for one in _read_array(body)], False
        return [msgspec.json.format(body, indent=-1)], True
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("bad-line", "请求的内容不是完整的 JSON;请写一个 {…} 或 […],用 UTF-8 编码。") from error


_read_array = msgspec.json.Decoder(list[msgspec.Raw]).decode


def _one(found: Recorded, manner: Manner) -> Response:
    told = {"entry": found.entry, "new": found.is_new, "position": found.position, **found.warnings.to_json()}
    if found.is_new and not manner.dry_run:
        return JSONResponse(told, 201, {"Location": f"/api/v1/records/{found.entry}"})
    return JSONResponse(told)

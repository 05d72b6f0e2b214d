"""Files attached to records: uploaded, and given out to whoever may see such a record."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, Path, UploadFile
from starlette.responses import JSONResponse, Response

from api.accounts.permitted import Deed
from api.desk.acting import look_at, named
from api.desk.attaching import attach_for, given_out
from api.http.door import TheVisitor, TheWriter, needs
from api.http.open_ledger import TheLedger
from api.http.problems import Problem
from api.interface.bodies import MULTIPART, sent_as
from api.interface.described import OUT_OF_ORDER
from api.interface.written import EvidenceAnswer, problems
from ledger.acts.evidence import MOST_BYTES

routes = APIRouter()

_LOCATION = {"Location": {"description": "附件", "schema": {"type": "string"}}}


@routes.post(
    "/api/v1/records/{entry}/evidence",
    dependencies=[Depends(needs(Deed.EVIDENCE)), Depends(sent_as(MULTIPART))],
    responses=problems(404, 409, 415)
    | {
        200: {"model": EvidenceAnswer, "description": "这个附件早已附在这条记录上"},
        201: {"model": EvidenceAnswer, "description": "附上了", "headers": _LOCATION},
    },
    summary="给记录添加附件:照片、扫描件、PDF,每个不超过 20 MB",
    tags=["writing"],
)
def attached(
    entry: Annotated[str, Path(description="记录号或账本位置", max_length=64, examples=["3f2a9c"])],
    file: Annotated[UploadFile, File(description="照片、扫描件或 PDF;按内容判断,不看文件名")],
    ledger: TheLedger,
    visitor: TheWriter,
    office: Annotated[str, Form(description="以哪个单位的名义;有几个角色时才要写", max_length=200)] = "",
) -> Response:
    """A file is kept once, under its SHA-256; attached to the same record again, nothing is written."""
    [place] = named(ledger, [entry])
    content = file.file.read(MOST_BYTES + 1)
    evidence, is_new = attach_for(ledger, visitor, place, content, file.filename or "", office)
    told: dict[str, Any] = {
        "digest": evidence.digest,
        "media": evidence.media,
        "size": evidence.size,
        "name": evidence.name,
        "new": is_new,
        "position": ledger.book.position,
    }
    told |= look_at(ledger, 文件名=evidence.name.rpartition(".")[0] or evidence.name).to_json()
    headers = {"Location": f"/api/v1/evidence/{evidence.digest}"} if is_new else {}
    return JSONResponse(told, 201 if is_new else 200, headers)


@routes.get(
    "/api/v1/evidence/{digest}",
    dependencies=[Depends(needs(Deed.READ))],
    responses={
        200: {
            "content": {
                media: {"schema": {"type": "string", "format": "binary"}}
                for media in ("image/jpeg", "image/png", "application/pdf", "image/tiff", "image/webp", "image/heic")
            },
            "description": "附件原件",
        },
        401: {"model": Problem, "description": "还没有登录"},
        403: {"model": Problem, "description": "不归您查看"},
        404: {"model": Problem, "description": "没有这个附件,或您看不到它附着的记录"},
        409: {"model": Problem, "description": "附件丢失或被改动过"},
        422: {"model": Problem, "description": "参数不对"},
        **OUT_OF_ORDER,
    },
    response_class=Response,
    summary="取出附件",
    tags=["records"],
)
def given(
    digest: Annotated[str, Path(description="附件的 SHA-256", min_length=64, max_length=64)],
    ledger: TheLedger,
    visitor: TheVisitor,
) -> Response:
    """The bytes as they were attached. Photographs and PDFs are shown by a browser, others are downloaded."""
    content, step = given_out(ledger, visitor, digest.lower())
    how = "inline" if step.media in ("image/jpeg", "image/png", "image/webp", "application/pdf") else "attachment"
    named_so = f"{how}; filename*=UTF-8''{quote(step.name or digest[:12], safe='')}"
    return Response(content, headers={"Content-Disposition": named_so}, media_type=step.media)

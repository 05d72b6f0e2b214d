"""Workbooks handed in over the interface: taken in in the background, asked after, given back marked."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, Path, UploadFile
from starlette.responses import FileResponse, JSONResponse, Response

from api.accounts.permitted import Deed, Matter, check
from api.desk.batches import Manner
from api.http.door import TheVisitor, TheWriter, needs
from api.http.jobs_desk import TheJobs
from api.http.open_ledger import TheHome
from api.interface.bodies import MULTIPART, sent_as
from api.interface.written import JobAnswer, ReportAnswer, problems
from api.workbook.mapping import ListMapping
from api.workbook.mapping_shelf import find_mapping, known_mappings
from api.workbook.which_sheets import Asked
from ledger.home import Home
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse, Refused

routes = APIRouter()

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JOB = Annotated[str, Path(description="收件编号", max_length=64, examples=["5f1c8e2a9b3d4f60718293a4b5c6d7e8"])]
_LOCATION = {"Location": {"description": "从这里看收到哪里了", "schema": {"type": "string"}}}


@routes.post(
    "/api/v1/workbooks",
    status_code=202,
    dependencies=[Depends(needs(Deed.RECORD)), Depends(sent_as(MULTIPART))],
    responses=problems(404, 409, 415)
    | {202: {"model": JobAnswer, "description": "收到了,正在后台办", "headers": _LOCATION}},
    summary="交一份学期工作簿、一张表或已有的名单",
    tags=["writing"],
)
def workbook(
    file: Annotated[UploadFile, File(description=".xlsx、.xls 或 .csv;每行怎样核对同 shilu import")],
    jobs: TheJobs,
    home: TheHome,
    visitor: TheWriter,
    dry_run: Annotated[bool, Form(description="只试不写")] = False,
    atomic: Annotated[bool, Form(description="有一行退回就一行也不收")] = False,
    reason: Annotated[str, Form(description="更正的理由;写了它,内容不同的按更正办理", max_length=2000)] = "",
    sheet: Annotated[str, Form(description="文件里只有这张表,如 听课记录", max_length=100)] = "",
    term: Annotated[str, Form(description="文件里没有“学期”表时写明学期", max_length=20)] = "",
    mapping: Annotated[str, Form(description="单位已有名单的对照表的名称", max_length=100)] = "",
    document: Annotated[str, Form(description="纸质材料的编号", max_length=200)] = "",
    office: Annotated[str, Form(description="以哪个单位的名义;有几个角色时才要写", max_length=200)] = "",
) -> Response:
    """Read in the background, one after the other; ask after it at `Location`. The same once more is the same job."""
    deed = Deed.CORRECT if reason.strip() else Deed.RECORD
    authority = check(visitor, deed, Matter(office=office))
    asked = Asked(sheet, _mapping(home, mapping), term, document)
    manner = Manner(dry_run=dry_run, atomic=atomic)
    job = jobs.hand_in(visitor, authority, file.file, file.filename or "", manner, asked, reason.strip())
    return JSONResponse(job.to_json(), 202, {"Location": f"/api/v1/jobs/{job.id}"})


@routes.get(
    "/api/v1/jobs",
    dependencies=[Depends(needs(Deed.RECORD))],
    responses=problems(),
    response_model=list[JobAnswer],
    summary="自己交的工作簿收到哪里了",
    tags=["writing"],
)
def listed(jobs: TheJobs, visitor: TheVisitor) -> list[dict[str, Any]]:
    """One's own, the newest first."""
    return [job.to_json() for job in jobs.jobs(visitor)]


@routes.get(
    "/api/v1/jobs/{job}",
    dependencies=[Depends(needs(Deed.RECORD))],
    responses=problems(404),
    response_model=JobAnswer,
    summary="一份工作簿收到哪里了",
    tags=["writing"],
)
def progress(job: _JOB, jobs: TheJobs, visitor: TheVisitor) -> dict[str, Any]:
    """How far it has come; only whoever handed it in sees it."""
    return jobs.job(visitor, job).to_json()


@routes.get(
    "/api/v1/jobs/{job}/report",
    dependencies=[Depends(needs(Deed.RECORD))],
    responses=problems(404, 409),
    response_model=ReportAnswer,
    summary="收件报告:每张表收下、重复、退回几行,退回的行和原因",
    tags=["writing"],
)
def report(job: _JOB, jobs: TheJobs, visitor: TheVisitor) -> dict[str, Any]:
    """The same as `shilu import --report`. A file that was refused as a whole has none: its refusal is the answer."""
    found = jobs.job(visitor, job)
    if found.report is None:
        raise found.refused or Refused("job-not-done", "这份工作簿还在收,还没有结果;请稍后再看。")
    return found.report.to_json()


@routes.get(
    "/api/v1/jobs/{job}/marked",
    dependencies=[Depends(needs(Deed.RECORD))],
    responses=problems(404, 409)
    | {200: {"content": {_XLSX: {"schema": {"type": "string", "format": "binary"}}}, "description": "标注的工作簿"}},
    response_class=Response,
    summary="取回标注的工作簿:退回的行涂色,旁边写明原因",
    tags=["writing"],
)
def marked(job: _JOB, jobs: TheJobs, visitor: TheVisitor) -> Response:
    """As `shilu import --marked`; ready to be mended and handed in again."""
    found = jobs.job(visitor, job)
    path = jobs.marked(found)
    name = f"退回-{found.order.name.rpartition('.')[0] or found.order.name}.xlsx"
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return FileResponse(path, media_type=_XLSX, headers={"Content-Disposition": disposition})


@routes.delete(
    "/api/v1/jobs/{job}",
    status_code=204,
    dependencies=[Depends(needs(Deed.RECORD))],
    responses=problems(404, 409),
    response_class=Response,
    summary="不再需要:删去报告和上传的文件",
    tags=["writing"],
)
def forgotten(job: _JOB, jobs: TheJobs, visitor: TheWriter) -> Response:
    """What was taken in stays in the book."""
    jobs.forget(jobs.job(visitor, job))
    return Response(status_code=204)


def _mapping(home: Home, name: str) -> ListMapping | None:
    """A mapping by its name; over the web no path of a file is taken. Raises Misuse `unknown-mapping`."""
    if not name:
        return None
    kept = known_mappings(home.folder)
    if name not in kept:
        raise Misuse("unknown-mapping", f"没有叫“{name}”的对照表;{did_you_mean(name, kept)}。")
    return find_mapping(name, home.folder)

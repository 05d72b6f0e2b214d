"""The routes of workbooks: handed in, followed while they are read, their refused rows mended on the page."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from api.accounts.permitted import Deed, Matter, check, may, offices
from api.accounts.visitor import Visitor
from api.desk.batches import Manner
from api.desk.empty_workbook import empty_workbook_of, title_of
from api.desk.jobs import Job
from api.desk.matters import bringing
from api.http.door import TheForm, TheVisitor, needs
from api.http.exporting import XLSX, attachment, export_links, exported
from api.http.jobs_desk import TheJobs
from api.http.open_ledger import TheLedger
from api.http.problems import of_refusal
from api.http.register_desk import RegisterDesk, TheRegister
from api.pages.frame import page
from api.pages.school.scope import office_name, school_of, staff
from api.pages.school.workbooks_page import (
    ADDRESS,
    SHOWN,
    hints,
    mend_link,
    refused_rows,
    row_key,
    shown_job,
    shown_rejections,
    shown_sheets,
)
from api.pages.texts import printed_text
from api.workbook.mending import Mending, refused_again, taken_in
from api.workbook.which_sheets import Asked
from ledger.refusals import Misuse, Refused

routes = APIRouter(include_in_schema=False, dependencies=[Depends(needs(Deed.COMPARE))])

_FORM_FIELD = "file"


@routes.get(ADDRESS)
def workbooks(request: Request, visitor: TheVisitor, jobs: TheJobs, register: TheRegister) -> Response:
    """What was handed in lately, and the form to hand in more."""
    return _workbooks(request, visitor, jobs, register)


@routes.post(ADDRESS)
def hand_in(request: Request, visitor: TheVisitor, jobs: TheJobs, register: TheRegister, form: TheForm) -> Response:
    """Take a workbook; it is read in the background."""
    try:
        file = form.get(_FORM_FIELD)
        if not isinstance(file, UploadFile) or not file.filename:
            raise Misuse("no-file", printed_text("workbooks.no_file"))
        authority = check(visitor, Deed.RECORD, Matter(office=_said(form, "office")))
        correcting = _said(form, "reason") if _said(form, "correct") else ""
        if _said(form, "correct") and not correcting:
            raise Refused("no-reason", printed_text("workbooks.no_reason"))
        manner = Manner(dry_run=bool(_said(form, "dry_run")))
        asked = Asked(term=_said(form, "term"))
        job = jobs.hand_in(visitor, authority, file.file, file.filename, manner, asked, correcting)
    except Refused as refused:
        return _workbooks(request, visitor, jobs, register, refused, form)
    return RedirectResponse(f"{ADDRESS}/{job.id}", 303)


@routes.get(f"{ADDRESS}/template")
def template(
    visitor: TheVisitor, ledger: TheLedger, register: TheRegister, school: str = "", term: str = ""
) -> Response:
    """The empty workbook of a school: its teachers stand in it."""
    found = school_of(visitor, register, school)
    content = empty_workbook_of(ledger, found.code, term)
    return Response(content, headers=attachment(title_of(found.code, term), "xlsx"), media_type=XLSX)


@routes.get(f"{ADDRESS}/{{number}}")
def workbook(
    number: str, request: Request, visitor: TheVisitor, jobs: TheJobs, sheet: str = "", done: int = 0
) -> Response:
    """How far a workbook has come; when it is read, what came of it. `sheet`, `done`: the row just mended."""
    job = jobs.job(visitor, number)
    if job.is_over and (file := exported(request, refused_rows(job))) is not None:
        return file
    said = printed_text("workbooks.row_taken_in", sheet=sheet, row=done) if sheet and done else ""
    report = job.report
    return page(
        request,
        visitor,
        "school/workbook.html",
        job=job,
        shown=shown_job(job),
        sheets=shown_sheets(report) if report else [],
        refused_rows=shown_rejections(job),
        more=max(job.rejected - SHOWN, 0),
        hints=hints(report) if report else [],
        said=said,
        export_links=export_links(request),
    )


@routes.get(f"{ADDRESS}/{{number}}/marked")
def marked(number: str, visitor: TheVisitor, jobs: TheJobs) -> Response:
    """The workbook with its refused rows marked; what was mended on the page meanwhile is marked no more."""
    job = jobs.job(visitor, number)
    path = jobs.marked(job)
    if job.mended and job.report:
        from api.workbook.marking import mark_workbook  # openpyxl is slow to load

        mark_workbook(jobs.workbook(job), job.report, path)
    name = printed_text("workbooks.marked_name", name=job.order.name.rpartition(".")[0] or job.order.name)
    return Response(path.read_bytes(), headers=attachment(name, "xlsx"), media_type=XLSX)


@routes.get(f"{ADDRESS}/{{number}}/mend")
def row_to_mend(
    number: str,
    request: Request,
    visitor: TheVisitor,
    jobs: TheJobs,
    register: TheRegister,
    sheet: str,
    row: Annotated[int, Query(ge=1, le=2**31)],
) -> Response:
    """One refused row as a form."""
    job = _to_mend(jobs, visitor, number)
    return _row(request, visitor, jobs, register, job, sheet, row)


@routes.post(f"{ADDRESS}/{{number}}/mend")
def mend(
    number: str,
    request: Request,
    visitor: TheVisitor,
    jobs: TheJobs,
    register: TheRegister,
    ledger: TheLedger,
    form: TheForm,
) -> Response:
    """Hand one row in again, as it was corrected; then on to the next that was refused."""
    job = _to_mend(jobs, visitor, number)
    assert job.report
    sheet, row = _said(form, "sheet"), _number(_said(form, "row"))
    cells = {name.removeprefix("cell:"): _said(form, name) for name in form if name.startswith("cell:")}
    again = Mending(jobs.workbook(job), job.report, job.order.asked)
    try:
        rejection = again.hand_in(ledger, sheet, row, cells, bringing(visitor, job.order.authority, job.order.reason))
    except Refused as refused:
        if refused.code == "unknown-row":
            raise
        return _row(request, visitor, jobs, register, job, sheet, row, cells, refused)
    if rejection:
        refused_again(job.report, rejection)
        why = Refused(rejection.code, rejection.message)
        return _row(request, visitor, jobs, register, job, sheet, row, cells, why)
    taken_in(job.report, sheet, row)
    job.mended += 1
    if "hx-request" in request.headers:
        key = row_key(job.report, sheet, row)
        return page(request, visitor, "school/mended.html", job=job, sheet=sheet, row=row, key=key)
    following = next(iter(job.report.rejections), None)
    if following:
        return RedirectResponse(mend_link(job, following.sheet, following.row) + f"&done={row}&of={sheet}", 303)
    return RedirectResponse(f"{ADDRESS}/{job.id}?done={row}&sheet={sheet}", 303)


def _workbooks(
    request: Request,
    visitor: Visitor,
    jobs: TheJobs,
    register: RegisterDesk,
    refused: Refused | None = None,
    form: FormData | None = None,
) -> Response:
    own = list(dict.fromkeys(offices(visitor, Deed.RECORD)))
    school = school_of(visitor, register)
    terms = sorted(register.now.terms.values(), key=lambda term: term.start, reverse=True)
    return page(
        request,
        visitor,
        "school/workbooks.html",
        status=of_refusal(refused).status if refused else 200,
        may_hand_in=may(visitor, Deed.RECORD),
        offices=[(str(one), office_name(one, register)) for one in own],
        school=school,
        terms=[term.term for term in terms],
        jobs=[shown_job(job) for job in jobs.jobs(visitor)],
        refused=refused.message if refused else "",
        given={name: _said(form, name) for name in ("office", "reason", "correct", "dry_run", "term")},
    )


def _row(
    request: Request,
    visitor: Visitor,
    jobs: TheJobs,
    register: RegisterDesk,
    job: Job,
    sheet: str,
    row: int,
    said: dict[str, str] | None = None,
    why: Refused | None = None,
) -> Response:
    """The form of a refused row, with what was put in where that was refused too."""
    assert job.report
    shown = Mending(jobs.workbook(job), job.report, job.order.asked).row(sheet, row)
    authority = job.order.authority
    school = authority.removeprefix("school:") if authority.startswith("school:") else ""
    people = [one.teacher for one in staff(register, school)] if school else []
    names = register.names(people)
    done = request.query_params.get("done", "")
    return page(
        request,
        visitor,
        "school/mend.html",
        status=of_refusal(why).status if why else 200,
        job=job,
        shown=shown,
        key=row_key(job.report, sheet, row),
        fields=[one.of(said or {}) for one in shown.fields],
        why=why.message if why else shown.rejection.message,
        again=bool(why),
        left=job.rejected,
        people=[(code, names.get(code, "")) for code in people],
        said=printed_text("workbooks.row_taken_in", sheet=request.query_params.get("of", ""), row=done) if done else "",
    )


def _to_mend(jobs: TheJobs, visitor: Visitor, number: str) -> Job:
    """A job with refused rows. Raises Misuse `unknown-job`, `unknown-row`."""
    job = jobs.job(visitor, number)
    if not (job.is_over and job.report) or job.order.manner.dry_run:
        raise Misuse("unknown-row", printed_text("workbooks.nothing_to_mend"))
    return job


def _said(form: FormData | None, name: str) -> str:
    said = form.get(name) if form is not None else None
    return said.strip() if isinstance(said, str) else ""


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 10 else 0

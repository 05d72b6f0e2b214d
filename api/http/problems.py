"""What could not be done, said in one shape: problem details (RFC 9457) for programs, a page for people."""

from collections.abc import Sequence
from json import dumps
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from api.http.headers import headers_for
from api.pages.plain_pages import problem_page
from api.pages.texts import text
from api.web_words import for_the_web
from ledger.refusals import Misuse, Refused
from ledger.store.faults import STORE_FAULTS, storage_fault

PROBLEM_JSON = "application/problem+json"
_FOR_PROGRAMS = ("/api/", "/healthz", "/readyz")
_RETRY_AFTER = {"ledger-busy": "5", "database-unreachable": "10"}
"""Seconds after which the same may be asked again, for the faults that pass by themselves."""
_REASONS = {
    "missing": lambda name, error: text("problem.missing", name=name),
    "extra_forbidden": lambda name, error: text("problem.unknown-parameter", name=name),
    "int_parsing": lambda name, error: _bad(name, text("problem.not-a-number", given=error["input"])),
    "greater_than_equal": lambda name, error: _bad(name, text("problem.too-small", given=error["input"])),
    "value_error": lambda name, error: _bad(name, str(error["ctx"]["error"])),
}


class Problem(BaseModel):
    """Problem details: `detail` is one sentence for a person, `code` is stable and made for programs."""

    type: str = Field(examples=["urn:shilu:problem:unknown-term"])
    title: str
    status: int
    detail: str
    code: str = Field(examples=["unknown-term"])
    see: list[str] = Field(description="the entries in the way, by their names in hexadecimal")
    fields: list[str] = Field(default=[], description="the fields at fault, by the names that the interface has")


def problem(
    status: int, title: str, detail: str, code: str, see: Sequence[str] = (), fields: Sequence[str] = ()
) -> Problem:
    """A problem; `title` is the name of a text."""
    return Problem(
        type=f"urn:shilu:problem:{code}",
        title=text(f"problem.{title}"),
        status=status,
        detail=detail,
        code=code,
        see=list(see),
        fields=list(fields),
    )


_OF_THE_DOOR = {
    "not-signed-in": (401, "not-signed-in"),
    "second-factor-needed": (401, "not-signed-in"),
    "password-to-change": (401, "not-signed-in"),
    "not-allowed": (403, "not-yours"),
    "form-not-ours": (403, "form-not-ours"),
    "wait-before-trying": (429, "too-often"),
    "too-many-requests": (429, "too-often"),
    "too-large": (413, "too-large"),
    "accounts-unreadable": (503, "storage"),
}
"""Status and title of what is refused because of who asks, or how often."""


_OF_WRITES = {
    "not-entitled": (403, "not-yours"),
    "own-record": (403, "not-yours"),
    "own-account": (403, "not-yours"),
    "not-recorder": (403, "not-yours"),
    "not-concerned": (403, "not-yours"),
    "version-changed": (412, "changed"),
    "if-match-missing": (428, "if-match"),
    "evidence-too-large": (413, "too-large"),
    "workbook-too-large": (413, "too-large"),
    "evidence-type": (415, "wrong-type"),
    "wrong-content-type": (415, "wrong-type"),
    "too-many-jobs": (429, "too-often"),
    "bad-line": (422, "bad-content"),
    "nothing-marked": (404, "not-found"),
    "no-lines": (422, "bad-content"),
    "disk-full": (503, "storage"),
}
"""Status and title of what is refused when something is written."""


def is_for_programs(path: str) -> bool:
    """Whether who asks for a path is a program, and understands problem details."""
    return path.startswith(_FOR_PROGRAMS)


def of_refusal(refused: Refused) -> Problem:
    """404 for what is not known, 400 for another wrong question, 401 to 429 at the door.

    Of what the ledger refuses: 409 where something is in the way, 422 where it is the fields alone that are at fault.
    """
    if found := (_OF_THE_DOOR | _OF_WRITES).get(refused.code):
        status, title = found
    elif not isinstance(refused, Misuse) and refused.fields and not refused.see:
        status, title = 422, "bad-content"
    elif not isinstance(refused, Misuse):
        status, title = 409, "refused"
    elif refused.code.startswith("unknown-"):
        status, title = 404, "not-found"
    else:
        status, title = 400, "bad-question"
    return problem(status, title, for_the_web(refused.message), refused.code, refused.see, refused.fields)


def wrong_host(*, is_open: bool) -> Problem:
    """Asked under a name that is not this server's own."""
    said = text("problem.host-detail-open" if is_open else "problem.host-detail")
    return problem(400, "wrong-host", said, "wrong-host")


class TooLarge(HTTPException):
    """More was sent than is taken; an HTTPException, since FastAPI turns every other one met in a body into 400."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(413)
        self.refused = Refused("too-large", f"一次最多上传 {megabytes} MB;请把文件分开或压缩后再传。")


def answer(path: str, found: Problem) -> Response:
    """The problem, in the shape that whoever asks for the path understands."""
    headers = headers_for(path)
    if found.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="shilu"'
    if found.status == 429:
        headers["Retry-After"] = "10"
    if is_for_programs(path):
        # Half of a surrogate pair, which somebody may send, is in no text that can be sent back.
        body = dumps(found.model_dump(), ensure_ascii=False).encode(errors="backslashreplace")
        return Response(body, found.status, headers, media_type=PROBLEM_JSON)
    return HTMLResponse(problem_page(found.status, found.title, found.detail, found.code), found.status, headers)


def fault_answer(path: str, error: Exception) -> Response:
    """503 for one of `STORE_FAULTS`, with the seconds after which to ask again where it passes by itself."""
    fault = storage_fault(error)
    assert fault
    told = answer(path, problem(503, "storage", fault.message, fault.code))
    if fault.code in _RETRY_AFTER:
        told.headers["Retry-After"] = _RETRY_AFTER[fault.code]
    return told


def tell_problems(app: FastAPI) -> None:
    """Every failure of the application is answered as a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _bad_parameters)
    app.add_exception_handler(HTTPException, _http)
    for fault in STORE_FAULTS:
        app.add_exception_handler(fault, _storage)
    app.add_exception_handler(Exception, _failure)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return answer(request.url.path, of_refusal(error))


async def _bad_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    said = text("problem.between").join(_said(one) for one in error.errors()) + text("problem.end")
    return answer(request.url.path, problem(422, "bad-parameters", said, "bad-parameters"))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path
    if isinstance(error, TooLarge):
        return answer(path, of_refusal(error.refused))
    if error.status_code == 404:
        return answer(path, problem(404, "not-found", text("problem.no-such-page", path=path), "no-such-page"))
    if error.status_code == 405:
        said = text("problem.method", method=request.method)
        return answer(path, problem(405, "not-allowed", said, "method-not-allowed"))
    said = text("problem.http", status=error.status_code)
    return answer(path, problem(error.status_code, "refused", said, "http-error"))


async def _storage(request: Request, error: Exception) -> Response:
    return fault_answer(request.url.path, error)


async def _failure(request: Request, error: Exception) -> Response:
    return answer(request.url.path, problem(500, "failure", text("problem.failure-detail"), "failure"))


def _said(error: dict[str, Any]) -> str:
    name = str(error["loc"][-1])
    reason = _REASONS.get(error["type"])
    return reason(name, error) if reason else _bad(name, text("problem.not-fitting", given=error.get("input", "")))


def _bad(name: str, why: str) -> str:
    return text("problem.bad-value", name=name, why=why)

"""What could not be done, said in one shape: problem details (RFC 9457) for programs, a page for people."""

import sqlite3
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.http.headers import headers_for
from api.pages.plain_pages import problem_page
from api.pages.texts import text
from ledger.refusals import Misuse, Refused

PROBLEM_JSON = "application/problem+json"
_FOR_PROGRAMS = ("/api/", "/healthz")
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


def problem(status: int, title: str, detail: str, code: str, see: tuple[str, ...] = ()) -> Problem:
    """A problem; `title` is the name of a text."""
    return Problem(
        type=f"urn:shilu:problem:{code}",
        title=text(f"problem.{title}"),
        status=status,
        detail=detail,
        code=code,
        see=list(see),
    )


def of_refusal(refused: Refused) -> Problem:
    """404 for what is not known, 400 for another wrong question, 409 for what the ledger refuses."""
    if not isinstance(refused, Misuse):
        status, title = 409, "refused"
    elif refused.code.startswith("unknown-"):
        status, title = 404, "not-found"
    else:
        status, title = 400, "bad-question"
    return problem(status, title, refused.message, refused.code, refused.see)


def wrong_host() -> Problem:
    """Asked under a name that is not this machine's own."""
    return problem(400, "wrong-host", text("problem.host-detail"), "wrong-host")


def answer(path: str, found: Problem) -> Response:
    """The problem, in the shape that whoever asks for the path understands."""
    headers = headers_for(path)
    if path.startswith(_FOR_PROGRAMS):
        return JSONResponse(found.model_dump(), found.status, headers, media_type=PROBLEM_JSON)
    return HTMLResponse(problem_page(found.status, found.title, found.detail, found.code), found.status, headers)


def tell_problems(app: FastAPI) -> None:
    """Every failure of the application is answered as a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _bad_parameters)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(sqlite3.Error, _storage)
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
    if error.status_code == 404:
        return answer(path, problem(404, "not-found", text("problem.no-such-page", path=path), "no-such-page"))
    if error.status_code == 405:
        said = text("problem.method", method=request.method)
        return answer(path, problem(405, "not-allowed", said, "method-not-allowed"))
    said = text("problem.http", status=error.status_code)
    return answer(path, problem(error.status_code, "refused", said, "http-error"))


async def _storage(request: Request, error: Exception) -> Response:
    found = problem(503, "storage", text("problem.storage-detail", fault=error), "storage-fault")
    return answer(request.url.path, found)


async def _failure(request: Request, error: Exception) -> Response:
    return answer(request.url.path, problem(500, "failure", text("problem.failure-detail"), "failure"))


def _said(error: dict[str, Any]) -> str:
    name = str(error["loc"][-1])
    reason = _REASONS.get(error["type"])
    return reason(name, error) if reason else _bad(name, text("problem.not-fitting", given=error.get("input", "")))


def _bad(name: str, why: str) -> str:
    return text("problem.bad-value", name=name, why=why)

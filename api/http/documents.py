"""The answers of the interface as its description (OpenAPI) tells them; a test holds the answers to these."""

from datetime import date
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from api.http.problems import PROBLEM_JSON, Problem

Number = int | float


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Health(_Answer):
    """The service answers, and the book can be read."""

    status: str
    position: int


class QuotaAnswer(_Answer):
    """What was done against a target."""

    done: Number
    target: Number
    met: bool


class PointsAnswer(_Answer):
    """Points by part, and their sum; empty where the pack gives none."""

    parts: dict[str, Number] | None = None
    total: Number | None = None


class EligibilityAnswer(_Answer):
    """Whether every condition holds, and which do not."""

    eligible: bool
    fails: list[str]


class TeacherAnswers(_Answer):
    """What is said of one teacher, by clause."""

    quotas: dict[str, QuotaAnswer]
    points: PointsAnswer
    eligibility: dict[str, EligibilityAnswer]


class GroupAnswers(_Answer):
    """What is said of one preparation group, by clause."""

    quotas: dict[str, QuotaAnswer]


class _Evaluated(_Answer):
    pack: str
    pack_version: str
    pack_digest: str
    term: str
    as_of: date
    known_at: int = Field(description="position of the book")
    digest: str = Field(description="SHA-256 of the canonical form of all answers")


class EvaluationAnswer(_Evaluated):
    """A pack over a term, for every teacher and group; the same as `shilu evaluate --format json`."""

    teachers: dict[str, TeacherAnswers] = Field(description="by teacher code")
    groups: dict[str, GroupAnswers] = Field(description="by school/group")
    schools: dict[str, Any]


class RecordRow(_Answer):
    """The row of a handed-in workbook that a record was read from."""

    sheet: str
    row: int


class _Record(_Answer):
    entry: str
    position: int
    day: date | None
    measure: str
    authority: str
    source: RecordRow | None


class CountedRecord(_Record):
    """A record that counted for a measure, and what it was worth."""

    worth: Number


class LeftOutRecord(_Record):
    """A record that did not count, and why."""

    reason: str


class ExplanationAnswer(BaseModel):
    """Why a clause says what it says of a teacher; the same as `shilu explain --format json`."""

    model_config = ConfigDict(extra="allow")

    teacher: str
    clause: str
    says: str
    source: dict[str, Any]
    value: Number | bool | None
    target: Number | None
    met: bool | None
    counted: list[CountedRecord]
    left_out: list[LeftOutRecord]
    missing: list[str]
    parts: list[dict[str, Any]]
    working: str
    next: str


class TeacherAnswer(_Evaluated):
    """One teacher's answers, with the explanation of each clause that applies."""

    teacher: str
    answers: TeacherAnswers
    explanations: list[ExplanationAnswer]


PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "问法不对,或不是用本机网址打开"},
    404: {"model": Problem, "description": "没有这个考核办法、学期或教师"},
    422: {"model": Problem, "description": "参数不对"},
}
"""The problems that a route may answer with."""


def describe(app: FastAPI) -> None:
    """Have the application's description say that problems come as problem details."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        for path in schema["paths"].values():
            for operation in path.values():
                for status, told in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in told.get("content", {}):
                        told["content"][PROBLEM_JSON] = told["content"].pop("application/json")
        return schema

    app.openapi = described  # type: ignore[method-assign]

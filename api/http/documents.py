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


class LineAnswer(_Answer):
    """A further minimum of a duty; with `due` it is judged from that day on."""

    done: Number
    target: Number
    met: bool
    due: date | None = None


class QuotaAnswer(_Answer):
    """What was done against a target; `settled`: why it is met without being done."""

    done: Number
    target: Number
    met: bool
    settled: str | None = None
    lines: dict[str, LineAnswer] | None = None


class PointsAnswer(_Answer):
    """Points by part, and their sum; empty where the pack gives none."""

    parts: dict[str, Number] | None = None
    total: Number | None = None


class EligibilityAnswer(_Answer):
    """Whether every condition holds, and which do not."""

    eligible: bool
    fails: list[str]


class ScoreAnswer(_Answer):
    """One of several clauses of points; `gated`: why nothing is scored."""

    parts: dict[str, Number]
    total: Number
    gated: str | None = None


class PlaceAnswer(_Answer):
    """A place among peers, 0 for nobody's; `chosen`: within the places that there are."""

    place: Number
    of: Number
    chosen: bool | None = None


class DayAnswer(_Answer):
    """A day worked out from others, and whether it has come."""

    day: date | None
    reached: bool


class TargetAnswer(_Answer):
    """Which share of a group reached something, and who has not."""

    base: Number
    reached: Number
    share: Number
    target: Number
    met: bool
    missing: list[str]


class SubjectAnswers(_Answer):
    """What is said of a school, a township, the county or another subject; only the sections that a clause gives."""

    quotas: dict[str, QuotaAnswer] | None = None
    points: PointsAnswer | None = None
    eligibility: dict[str, EligibilityAnswer] | None = None
    scores: dict[str, ScoreAnswer] | None = None
    vetoes: dict[str, bool] | None = None
    ranks: dict[str, PlaceAnswer] | None = None
    days: dict[str, DayAnswer] | None = None
    values: dict[str, Number] | None = None
    targets: dict[str, TargetAnswer] | None = None


class TeacherAnswers(SubjectAnswers):
    """What is said of one teacher, by clause."""

    quotas: dict[str, QuotaAnswer]
    points: PointsAnswer
    eligibility: dict[str, EligibilityAnswer]


class GroupAnswers(SubjectAnswers):
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
    schools: dict[str, SubjectAnswers] = Field(description="by school code; empty where no clause is about schools")
    townships: dict[str, SubjectAnswers] | None = Field(default=None, description="by name")
    county: SubjectAnswers | None = None
    subjects: dict[str, dict[str, SubjectAnswers]] | None = Field(default=None, description="by kind and code")


class RecordRow(_Answer):
    """The row of a handed-in workbook that a record was read from."""

    sheet: str
    row: int


class _Record(_Answer):
    entry: str
    position: int
    day: date | None
    measure: str
    kind: str
    about: str
    authority: str
    source: RecordRow | None


class CountedRecord(_Record):
    """A record that counted for a measure, what it was worth, and why not more."""

    worth: Number
    note: str | None = None


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

"""The interface for programs: evaluations and explanations as JSON, under teacher codes; it knows no names."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.documents import PROBLEMS, EvaluationAnswer, Health, TeacherAnswer
from api.http.questions import CountyQuestion, TheDesk, TheEvaluation

routes = APIRouter()


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


@routes.get("/healthz", responses={200: {"model": Health}}, summary="是否正常,账本到第几条", tags=["service"])
def health(desk: TheDesk) -> Response:
    """Whether the service answers, and the book's last position."""
    return _json({"status": "ok", "position": desk.position})


@routes.get(
    "/api/v1/evaluations",
    responses={200: {"model": EvaluationAnswer}, **PROBLEMS},
    summary="按考核办法算出一个学期的结果",
    tags=["evaluation"],
)
def evaluations(desk: TheDesk, asked: Annotated[CountyQuestion, Query()]) -> Response:
    """A pack over a term, for everybody or one teacher; the same object as `shilu evaluate --format json`."""
    found = desk.evaluated(asked.pack, asked.term, asked.as_of, asked.known_at)
    return _json(found.evaluation.to_json(asked.teacher))


@routes.get(
    "/api/v1/teachers/{teacher}",
    responses={200: {"model": TeacherAnswer}, **PROBLEMS},
    summary="一位教师的结果,以及每个数为什么",
    tags=["evaluation"],
)
def teachers(teacher: str, found: TheEvaluation) -> Response:
    """One teacher's answers and their explanations, the same as `shilu explain --format json`."""
    told = found.evaluation.to_json(teacher)
    code = found.evaluation.code_now(teacher)
    shared = ("pack", "pack_version", "pack_digest", "term", "as_of", "known_at", "digest")
    return _json(
        {
            "teacher": code,
            **{name: told[name] for name in shared},
            "answers": told["teachers"][code],
            "explanations": [one.to_json() for one in found.of_teacher(teacher)],
        }
    )

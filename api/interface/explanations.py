"""Why: each clause explained for a teacher, a group, a school, a township, the county or another subject."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field, model_validator
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, check, sees
from api.accounts.visitor import Visitor
from api.desk.withheld import explanations_for
from api.http.answering import answered, json_answer
from api.http.door import TheVisitor
from api.http.kept_answers import Answer
from api.http.questions import ProgramQuestion, TheDesk
from api.interface.described import read
from api.interface.evaluations import evaluated, question
from api.interface.seen import check_sees_everything, sees_township
from api.interface.shapes.explanation import ExplanationAnswer
from ledger.refusals import Refused
from ledger.spelling import squeeze
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP

routes = APIRouter(tags=["evaluation"])

_WHO = ("teacher", "group", "school", "township", "county", "subject")


class ExplainQuestion(ProgramQuestion):
    """The question why, about one subject."""

    teacher: str | None = Field(None, description="教师编号", examples=["000003"])
    group: str | None = Field(None, description="备课组,如 S001/文科组")
    school: str | None = Field(None, description="学校代码:该校和该校各备课组")
    township: str | None = Field(None, description="乡镇名称")
    county: bool = Field(False, description="全县")
    subject: str | None = Field(None, description="办法里的其他对象,种类:代码,如 pairing:P001")
    clause: str | None = Field(None, description="只说明一条(默认全部)", examples=["observe-20"])

    @model_validator(mode="after")
    def _one(self) -> "ExplainQuestion":
        if sum(bool(getattr(self, name)) for name in _WHO) != 1:
            raise ValueError(f"{'、'.join(_WHO)} 要写一个,也只能写一个")
        return self


@routes.get("/api/v1/explanations", responses=read(list[ExplanationAnswer]), summary="一个数是怎么来的")
async def explanations(
    request: Request, desk: TheDesk, visitor: TheVisitor, asked: Annotated[ExplainQuestion, Query()]
) -> Response:
    """Always a list, which `shilu explain --format json` prints too; with `clause` a list of one."""
    check(visitor, Deed.READ)
    _check(visitor, asked)

    def made() -> Answer:
        found = evaluated(desk, asked)
        told = found.explained(*_subject(asked), asked.clause)
        shown = explanations_for(sees(visitor), told, found.evaluation.pack, asked.teacher or "")
        return json_answer([one.to_json() for one in shown])

    return await answered(request, desk, lambda: question(desk, asked), made)


def _check(visitor: Visitor, asked: ExplainQuestion) -> None:
    """Refuse what is not the visitor's to see. Raises Refused `not-allowed`."""
    if asked.teacher:
        check(visitor, Deed.READ, Matter(teacher=asked.teacher))
    elif asked.group or asked.school:
        check(visitor, Deed.COMPARE, Matter(school=asked.school or str(asked.group).partition("/")[0]))
    elif asked.township and not sees_township(visitor, squeeze(asked.township)):
        raise Refused("not-allowed", f"{asked.township}的结果不归这个账号查看;请找该乡镇或县局。")
    elif not asked.township:
        check_sees_everything(visitor, Deed.COMPARE)


def _subject(asked: ExplainQuestion) -> tuple[str, str]:
    """The kind of subject that is asked about, and its code."""
    for kind, code in ((TEACHER, asked.teacher), (GROUP, asked.group), (SCHOOL, asked.school)):
        if code:
            return kind, code
    if asked.county:
        return COUNTY, COUNTY
    if asked.township:
        return TOWNSHIP, squeeze(asked.township)
    kind, _, code = str(asked.subject).partition(":")
    return kind, code

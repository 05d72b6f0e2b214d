"""A person's numbers shown to an officer, recorded before they are given; a person forgotten, by two officers."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field

from api.accounts.permitted import Deed, check
from api.desk.asked_to_forget import AskedFor, AskedToForget
from api.desk.matters import hand_in_of
from api.desk.showing import show_numbers
from api.http.door import TheVisitor, TheWriter, needs
from api.http.open_ledger import TheHome, TheLedger
from api.interface.bodies import JSON, Body, Reason, sent_as
from api.interface.written import ForgettingAnswer, ForgottenAnswer, NumbersAnswer, problems
from ledger.records.record import TeacherId

routes = APIRouter(tags=["persons"])

_Teacher = Annotated[str, Path(description="教师编号", max_length=20, examples=["000109"])]


class WhyBody(Body):
    """What it is for."""

    reason: Reason = Field(description="用途或理由;不写姓名")


async def _asked_to_forget(request: Request) -> AskedToForget:
    asked = request.app.state.asked_to_forget
    assert isinstance(asked, AskedToForget)
    return asked


TheAsked = Annotated[AskedToForget, Depends(_asked_to_forget)]


@routes.post(
    "/api/v1/persons/{teacher}/numbers",
    dependencies=[Depends(needs(Deed.SHOW_NUMBERS)), Depends(sent_as(JSON))],
    responses=problems(404, 409, 415),
    response_model=NumbersAnswer,
    summary="查看一位教师的身份证号和电话;先记下谁、为什么、什么时候",
)
def numbers(teacher: _Teacher, body: WhyBody, ledger: TheLedger, home: TheHome, visitor: TheWriter) -> dict[str, Any]:
    """As `shilu person show`. Each time it is asked is recorded by itself in the access log."""
    who = hand_in_of(visitor, check(visitor, Deed.SHOW_NUMBERS))
    person = show_numbers(ledger, home.seal_of_access(ledger), who, TeacherId(teacher), body.reason)
    shown = {"name": person.name, "id_number": person.id_number, "telephone": person.telephone}
    return {"teacher": teacher, **shown}


@routes.get(
    "/api/v1/persons/forgetting",
    dependencies=[Depends(needs(Deed.FORGET))],
    responses=problems(),
    response_model=list[ForgettingAnswer],
    summary="等另一位经办人确认的删除申请",
)
def waiting(asked: TheAsked, visitor: TheVisitor) -> list[dict[str, Any]]:
    """The oldest first."""
    return [_told(one) for one in asked.waiting()]


@routes.post(
    "/api/v1/persons/{teacher}/forgetting",
    status_code=202,
    dependencies=[Depends(needs(Deed.FORGET)), Depends(sent_as(JSON))],
    responses=problems(404, 409, 415),
    response_model=ForgettingAnswer,
    summary="申请删除一位教师的姓名和号码;由另一位经办人确认后才删除",
)
def asked_for(teacher: _Teacher, body: WhyBody, asked: TheAsked, visitor: TheWriter) -> dict[str, Any]:
    """Waits a day for another officer; nothing is written yet."""
    return _told(asked.ask(visitor, TeacherId(teacher), body.reason))


@routes.post(
    "/api/v1/persons/{teacher}/forgetting/confirm",
    dependencies=[Depends(needs(Deed.FORGET))],
    responses=problems(404, 409),
    response_model=ForgottenAnswer,
    summary="确认删除:姓名和号码从此读不出来,记录留在编号下",
)
def confirmed(teacher: _Teacher, asked: TheAsked, visitor: TheWriter) -> dict[str, Any]:
    """By another officer than the one who asked; as `shilu person forget`. It cannot be undone."""
    return asked.confirm(visitor, TeacherId(teacher)).to_json()


def _told(asked: AskedFor) -> dict[str, Any]:
    return {
        "teacher": asked.teacher,
        "by": asked.by.actor,
        "reason": asked.reason,
        "at": asked.at.isoformat(),
    }

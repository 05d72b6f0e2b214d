"""查看记录: who was shown whose ID and telephone numbers, when and why, as the sealed access log has it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.accounts.permitted import Deed
from api.http.door import needs
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.interface.described import read
from api.interface.shapes.looked_at import LookedAtAnswer
from api.interface.telling import Listed, Moment, told_in_parts
from ledger.access_log import What
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.refusals import Misuse

routes = APIRouter(tags=["seal"], dependencies=[Depends(needs(Deed.AUDIT))])


class LookedAtQuestion(Listed):
    """Of whom."""

    teacher: str | None = Field(None, description="只看谁看了这位教师的(编号)", examples=["000003"])


@routes.get("/api/v1/reads", responses=read(list[LookedAtAnswer]), summary="谁查看了谁的身份证号和电话")
async def reads(
    request: Request,
    ledger: TheLedger,
    register: TheRegister,
    asked: Annotated[LookedAtQuestion, Query()],
) -> Response:
    """The same as `shilu person reads --format json`, in order; of sign-ins tells `shilu account log`."""

    def rows(at: Moment) -> list[dict[str, Any]]:
        known = register.now.teachers
        if asked.teacher and TeacherId(asked.teacher) not in known:
            raise Misuse(
                "unknown-teacher", f"没有登记编号是“{asked.teacher}”的教师;{did_you_mean(asked.teacher, known)}。"
            )
        return [
            {"position": position, "at": one.at.isoformat(), "actor": one.actor, "authority": one.authority}
            | {"what": one.what, "whom": one.whom, "why": one.why}
            for position, one in ledger.vault.access.read()
            if one.what is What.NUMBERS and asked.teacher in (None, one.whom)
        ]

    # The log only grows, and is told in its order: what is written meanwhile comes at the end.
    return await told_in_parts(request, asked, lambda before: before or Moment(0, ledger.book.today()), rows)

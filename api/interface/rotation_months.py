"""POST /api/v1/rotations/months: a host school confirms the months of all who serve there, but for some."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from api.accounts.permitted import Deed, Matter, check
from api.desk.confirming import confirm_months
from api.desk.matters import hand_in_of
from api.http.door import TheWriter, needs
from api.http.open_ledger import TheLedger
from api.interface.bodies import JSON, Body, Office, sent_as
from api.interface.written import MonthsAnswer, problems
from ledger.records.record import Month, SchoolId, TeacherId
from ledger.records.rotation import RotationMonthConfirmed

routes = APIRouter()

_MonthText = Annotated[str, Field(pattern=r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$", examples=["2022-09"])]


class AbsenceBody(Body):
    """Who was not there; in one month, or in all of them."""

    teacher: Annotated[str, Field(max_length=20, examples=["000101"])]
    month: _MonthText | None = None


class MonthsBody(Body):
    """Which school confirms which months, and who was not there."""

    host: Annotated[str, Field(max_length=40, examples=["S002"])]
    months: Annotated[list[_MonthText], Field(min_length=1, max_length=24)]
    absent: Annotated[list[AbsenceBody], Field(max_length=1_000, description="没有到岗的教师")] = []  # noqa: RUF012  (pydantic copies it)
    office: Office = ""


@routes.post(
    "/api/v1/rotations/months",
    dependencies=[Depends(needs(Deed.RECORD)), Depends(sent_as(JSON))],
    responses=problems(404, 409, 415),
    response_model=MonthsAnswer,
    summary="受援学校一次确认在本校支教的全部教师的到岗月份",
    tags=["writing"],
)
def confirmed(body: MonthsBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """As `shilu confirm-months`: months confirmed before are not recorded again; where one is refused, none is."""
    matter = Matter(RotationMonthConfirmed.kind, school=body.host, office=body.office)
    authority = check(visitor, Deed.RECORD, matter)
    absences = [(TeacherId(one.teacher), _month(one.month) if one.month else None) for one in body.absent]
    months = [_month(one) for one in body.months]
    found = confirm_months(ledger, hand_in_of(visitor, authority), SchoolId(body.host), months, absences)
    told = [
        {"teacher": one.teacher, "start": one.start.isoformat(), "month": f"{one.month:%Y-%m}"}
        for each in found
        for one in each.confirmed
    ]
    return {"host": body.host, "confirmed": told, "position": ledger.book.position}


def _month(text: str) -> Month:
    return Month(date.fromisoformat(f"{text}-01"))

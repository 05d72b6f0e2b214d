"""PUT /api/v1/records/{entry}: the whole new content of a record, held to the version that was looked at."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path
from fastapi.responses import JSONResponse
from pydantic import Field

from api.accounts.permitted import Deed
from api.desk.acting import named
from api.desk.correcting import correct_for, entry_tag
from api.http.door import TheWriter, needs
from api.http.open_ledger import TheLedger
from api.interface.bodies import JSON, Body, Office, Reason, sent_as
from api.interface.written import CorrectedAnswer, problems
from ledger.refusals import Refused

routes = APIRouter()


class CorrectionBody(Body):
    """All fields of the record as they are to be, and why."""

    data: dict[str, Any] = Field(
        description="全部新内容;种类不变",
        examples=[{"on": "2022-09-14", "period": 4, "observer": "000109", "teacher": "000101", "school": "S001"}],
    )
    reason: Reason
    office: Office = ""


@routes.put(
    "/api/v1/records/{entry}",
    dependencies=[Depends(needs(Deed.CORRECT)), Depends(sent_as(JSON))],
    responses=problems(404, 409, 412, 415, 428)
    | {
        200: {
            "model": CorrectedAnswer,
            "description": "更正好了",
            "headers": {"ETag": {"description": "新的版本", "schema": {"type": "string"}}},
        }
    },
    summary="更正一条记录:写明理由,交全部新内容",
    tags=["writing"],
)
def correction(
    entry: Annotated[str, Path(description="记录号或账本位置", max_length=64, examples=["3f2a9c"])],
    body: CorrectionBody,
    ledger: TheLedger,
    visitor: TheWriter,
    if_match: Annotated[
        str | None, Header(description="查看记录时得到的 ETag;* 是不管哪个版本", max_length=1000, examples=['"1f…"'])
    ] = None,
) -> JSONResponse:
    """Where the key changes (day, period …) the old entry is voided and the new one recorded, in one transaction.

    Sent again after a lost answer it is 412: the version is another then, and what was sent stands.
    """
    if if_match is None:
        raise Refused("if-match-missing", "更正要用 If-Match 说明改的是哪个版本;请先查看记录,把得到的 ETag 写上。")
    [place] = named(ledger, [entry])
    outcome, now = correct_for(ledger, visitor, place, body.data, body.reason, if_match, body.office)
    [corrected] = named(ledger, [now])
    return JSONResponse(outcome.to_json() | {"entry": now}, headers={"ETag": f"W/{entry_tag(ledger, corrected)}"})

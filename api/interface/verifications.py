"""Verifying, which takes minutes: asked for, watched, its report read. It writes nothing."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api.accounts.permitted import Deed
from api.http.door import needs
from api.http.verifying_desk import TheVerifications
from api.interface.described import answers, read
from api.interface.shapes.sealed import VerificationAnswer
from api.interface.telling import told
from projections.verifying.whole import PARTS

routes = APIRouter(tags=["seal"], dependencies=[Depends(needs(Deed.AUDIT))])


class HeldElsewhere(BaseModel):
    """A checkpoint that was kept elsewhere: what it is to be called in the report, and its text."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=100, examples=["省厅 2023-01.txt"])
    text: str = Field(max_length=100_000)


class VerifyQuestion(BaseModel):
    """What to verify, against what."""

    model_config = ConfigDict(extra="forbid")

    only: list[str] = Field(
        default_factory=list, max_length=len(PARTS), description="只核对几部分", examples=[["book"]]
    )
    against: list[HeldElsewhere] = Field(default_factory=list, max_length=20, description="另存在别处的校验点")
    key: str = Field(default="", max_length=1_000, description="另外记下的公钥")


_ALL_OF_IT = VerifyQuestion()


@routes.post(
    "/api/v1/verifications",
    status_code=202,
    responses=answers(VerificationAnswer, "已排上,照 Location 看进度", status=202),
    summary="逐字节核对账本、封存、姓名库、附件、正式结果",
)
async def ask(verifications: TheVerifications, asked: Annotated[VerifyQuestion, Body()] = _ALL_OF_IT) -> Response:
    """What `shilu verify` does, in the background; asked for again while it goes on, it is the same one."""
    against = [(one.name, one.text.encode()) for one in asked.against]
    found = verifications.ask(asked.only or PARTS, against, asked.key)
    return JSONResponse(found.to_json(), 202, {"Location": f"/api/v1/verifications/{found.id}"})


@routes.get("/api/v1/verifications", responses=read(list[VerificationAnswer]), summary="最近的核对")
async def all_verifications(request: Request, verifications: TheVerifications) -> Response:
    """Those asked for since the server was started, the newest first."""
    return await told(request, lambda headers: [one.to_json() for one in verifications.all()])


@routes.get("/api/v1/verifications/{id}", responses=read(VerificationAnswer), summary="一次核对的进度和结果")
async def verification(request: Request, id: str, verifications: TheVerifications) -> Response:
    """How far it is, and what it found."""

    def made(headers: dict[str, str]) -> dict[str, Any]:
        return verifications.find(id).to_json()

    return await told(request, made)

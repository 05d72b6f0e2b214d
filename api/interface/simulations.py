"""What would be different with a changed value, or under another pack; nothing is written."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.responses import Response

from api.accounts.permitted import Deed
from api.http.door import needs
from api.http.open_ledger import TheLedger
from api.http.questions import Day
from api.http.reading_desk import known_pack
from api.interface.described import answers
from api.interface.shapes.simulation import SimulationAnswer
from api.interface.telling import told
from projections.about_packs.diff import pack_changes
from projections.known_at import position_known
from projections.language.changing import changed_pack
from projections.simulation.simulate import simulate

routes = APIRouter(tags=["simulation"])


class SimulateQuestion(BaseModel):
    """A pack over a term, and what is to be other: another pack, changed values, or both."""

    model_config = ConfigDict(extra="forbid")

    pack: str = Field(description="考核办法:ID 或 ID@版本", examples=["taikang-2022"])
    term: str = Field(description="学期", examples=["2022-2023-1"])
    against: str = Field("", description="换成另一个办法,或它的另一版")
    set: list[str] = Field(
        default_factory=list, max_length=50, description="改哪些值:条款.字段=值", examples=[["observe-20.target=18"]]
    )
    as_of: Day | None = Field(None, description="算到哪一天为止(默认今天)", examples=["2023-01-13"])
    known_at: str | None = Field(None, description="按账本在哪个位置或时间的内容算(默认现在)", max_length=40)

    @model_validator(mode="after")
    def _something(self) -> "SimulateQuestion":
        if not self.against and not self.set:
            raise ValueError("没有写要改什么;请写 set 或 against")
        return self


@routes.post(
    "/api/v1/simulations",
    responses=answers(SimulationAnswer, "假如这样改,谁受益、谁受损"),
    summary="假如改一个数或换一个办法,按真实记录看谁受益、谁受损",
    dependencies=[Depends(needs(Deed.SIMULATE))],
)
async def simulations(request: Request, ledger: TheLedger, asked: Annotated[SimulateQuestion, Body()]) -> Response:
    """The same as `shilu simulate --format json`; a POST for its length, it writes nothing."""

    def made(headers: dict[str, str]) -> dict[str, Any]:
        pack = known_pack(asked.pack, ledger.book)
        against = known_pack(asked.against, ledger.book) if asked.against else pack
        unfit: list[dict[str, Any]] = []
        if asked.set:
            against, faults = changed_pack(against, asked.set)
            # Where the pack's file lies is the server's own affair.
            unfit = [{**fault.to_json(), "file": Path(fault.file).name} for fault in faults]
        known_at = position_known(ledger.book, asked.known_at)
        found = simulate(ledger.book, pack, against, asked.term, asked.as_of, known_at)
        changes = [change.says for change in pack_changes(pack, against)] if asked.set else []
        return {**found.to_json(asked.set), "changes": changes, "examples_that_no_longer_fit": unfit}

    return await told(request, made)

"""Acts on records: attest, return, withdraw, void, object, decide; one at a time, many, or a whole batch."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.acting import DEEDS, act_for, named, whole_batch
from api.http.door import TheWriter, needs
from api.http.open_ledger import TheLedger
from api.interface.bodies import JSON, Body, Entry, Office, Reason, sent_as
from api.interface.written import ActAnswer, problems
from ledger.event import Act
from ledger.home import Ledger
from ledger.refusals import Misuse

routes = APIRouter()

MOST_ENTRIES = 20_000

_ACTS = {
    "attest": (Act.ATTESTED, "审核一条记录"),
    "return": (Act.RETURNED, "退回一条记录,由登记人改后重新登记"),
    "withdraw": (Act.WITHDRAWN, "登记人在审核前撤回自己登记的一条"),
    "void": (Act.VOIDED, "作废一条记录"),
    "object": (Act.OBJECTED, "当事人对一条记录提出异议"),
    "decide": (Act.DECIDED, "处理对一条记录的异议"),
}


class ActBody(Body):
    """Why, and in whose name; attesting and withdrawing need no reason."""

    reason: Reason = ""
    office: Office = ""


class DecisionBody(ActBody):
    """A decision on an objection."""

    upheld: bool = Field(False, description="异议成立")


class ActsBody(DecisionBody):
    """One act on many entries, or on all that came in with a file; entries beside a batch are the sample looked at."""

    act: Literal["attest", "return", "withdraw", "void", "object", "decide"] = Field(examples=["attest"])
    entries: list[Entry] = Field([], max_length=MOST_ENTRIES)
    batch: str = Field("", description="整批:收件报告里的 batch,或原文件的 SHA-256", max_length=64)
    kinds: list[Annotated[str, Field(max_length=100)]] = Field([], description="只办整批里的这些种类", max_length=200)


def _route(name: str, act: Act, what: str) -> None:
    """The route of one act on one entry."""

    def done(ledger: Ledger, visitor: Visitor, entry: str, body: ActBody) -> dict[str, Any]:
        upheld = isinstance(body, DecisionBody) and body.upheld
        [place] = named(ledger, [entry])
        return act_for(ledger, visitor, act, [place], body.reason, upheld=upheld, office=body.office).to_json()

    def plain(entry: _Named, body: ActBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
        return done(ledger, visitor, entry, body)

    def deciding(entry: _Named, body: DecisionBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
        return done(ledger, visitor, entry, body)

    asked: Callable[..., Any] = deciding if act is Act.DECIDED else plain
    asked.__doc__ = "An entry that is refused is a problem, and nothing is written."
    routes.post(
        f"/api/v1/records/{{entry}}/{name}",
        dependencies=[Depends(needs(DEEDS[act])), Depends(sent_as(JSON))],
        responses=problems(404, 409, 415),
        response_model=ActAnswer,
        summary=what,
        operation_id=f"{name}_record",
        tags=["writing"],
    )(asked)


_Named = Annotated[str, Path(description="记录号(可只写前几位)或账本位置", max_length=64, examples=["3f2a9c"])]

for _name, (_act, _what) in _ACTS.items():
    _route(_name, _act, _what)


@routes.post(
    "/api/v1/acts",
    dependencies=[
        Depends(needs(Deed.ATTEST, Deed.RETURN, Deed.WITHDRAW, Deed.VOID, Deed.OBJECT, Deed.DECIDE)),
        Depends(sent_as(JSON)),
    ],
    responses=problems(404, 409, 415),
    response_model=ActAnswer,
    summary="一次办多条,或抽查后整批办",
    tags=["writing"],
)
def acts(body: ActsBody, ledger: TheLedger, visitor: TheWriter) -> dict[str, Any]:
    """Of several those that are refused are listed, and hold no other back; done again, they are refused as done."""
    places, sample = named(ledger, body.entries), ""
    if body.batch:
        places, sample = whole_batch(ledger, body.batch.lower(), body.kinds, places)
    elif not places:
        raise Misuse("bad-arguments", "没有写明记录;请在 entries 里写记录号,或用 batch 指明整批。")
    act, _ = _ACTS[body.act]
    done = act_for(ledger, visitor, act, places, body.reason, sample=sample, upheld=body.upheld, office=body.office)
    return done.to_json()

"""People looked for: by name (part of it), pinyin, first letters, code, school; those whom the visitor sees."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.accounts.permitted import Deed, check, sees
from api.accounts.visitor import Visitor
from api.http.door import TheVisitor
from api.http.people_desk import ThePeople
from api.http.questions import Filled
from api.interface.described import answers, read
from api.interface.shapes.searching import FoundAnswer
from api.interface.telling import told
from api.search.people import People

routes = APIRouter(tags=["register"])

_MOST = 100
_LONGEST = 100


class SearchQuestion(Filled):
    """What to look for; every word has to fit."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field("", max_length=_LONGEST, description="姓名(可以只写一部分)、拼音、首字母、编号、学校")
    most: Annotated[int, Field(ge=1, le=_MOST, description="最多几位")] = 20


class SearchBody(BaseModel):
    """The same in the body, so that a name stands in no address."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field(max_length=_LONGEST, examples=["zhangxm"])
    most: int = Field(20, ge=1, le=_MOST)


@routes.get("/api/v1/search", responses=read(list[FoundAnswer]), summary="找教师")
async def search(
    request: Request, people: ThePeople, visitor: TheVisitor, asked: Annotated[SearchQuestion, Query()]
) -> Response:
    """Those who fit, the best first. For codes and pinyin; whoever looks for a name does better to send a POST."""
    check(visitor, Deed.READ)
    return await told(request, lambda headers: _found(people, visitor, asked.words, asked.most))


@routes.post(
    "/api/v1/search",
    responses=answers(list[FoundAnswer]),
    summary="找教师(姓名不进网址)",
)
async def search_by_name(
    request: Request, people: ThePeople, visitor: TheVisitor, asked: Annotated[SearchBody, Body()]
) -> Response:
    """The same; addresses are kept by browsers and by programs on the way, the body is not. It writes nothing."""
    check(visitor, Deed.READ)
    return await told(request, lambda headers: _found(people, visitor, asked.words, asked.most))


def _found(people: People, visitor: Visitor, words: str, most: int) -> list[dict[str, Any]]:
    return [one._asdict() for one in people.find(words, sees(visitor), most)]

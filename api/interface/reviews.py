"""Rounds of review read: listed, step by step, what applicants hold, ranked, side by side, on notice, derived again."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from api.accounts.permitted import Deed, check
from api.desk.held_for_round import held_for_round
from api.desk.round_matters import check_reads
from api.desk.round_notice import posted_on
from api.desk.round_result import as_listed
from api.desk.round_seen import RoundSeen
from api.http.door import TheVisitor
from api.http.open_ledger import TheLedger
from api.http.questions import Filled
from api.http.register_desk import TheRegister
from api.interface.described import read
from api.interface.seen import check_sees_everything
from api.interface.shapes.reviews import (
    ComparisonAnswer,
    HoldingAnswer,
    RankingAnswer,
    RoundAnswer,
    RoundListed,
    RoundNoticeAnswer,
    RoundReproduced,
)
from api.interface.telling import Listed, Moment, told, told_in_parts
from ledger.refusals import Refused
from projections.reviews.comparing import compare
from projections.reviews.course import course_of, rounds
from projections.reviews.reproducing import reproduce_round

routes = APIRouter(tags=["reviews"])

_LISTED = ("code", "title", "form", "gives", "named", "scope", "state", "steps")


class TwoApplicants(Filled):
    """Which two are put side by side."""

    model_config = ConfigDict(extra="forbid")

    one: Annotated[str, Field(max_length=20, description="一位申报人", examples=["000109"])]
    other: Annotated[str, Field(max_length=20, description="另一位申报人", examples=["000110"])]


@routes.get("/api/v1/reviews", responses=read(list[RoundListed]), summary="评审,最新的在前")
async def all_rounds(
    request: Request, ledger: TheLedger, visitor: TheVisitor, asked: Annotated[Listed, Query()]
) -> Response:
    """Which there are, and how far each has come; nobody is named."""
    check_reads(visitor)
    book = ledger.book

    def rows(at: Moment) -> list[dict[str, Any]]:
        found = (one.to_json() for one in rounds(book, at.position))
        return [{name: one[name] for name in _LISTED} for one in found]

    return await told_in_parts(request, asked, lambda before: before or Moment(book.position, book.today()), rows)


@routes.get("/api/v1/reviews/{review}", responses=read(RoundAnswer), summary="一次评审的进程")
async def one_round(request: Request, review: str, ledger: TheLedger, visitor: TheVisitor) -> Response:
    """As `shilu review show --format json`, as far as the visitor sees it."""
    check_reads(visitor)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        return RoundSeen(ledger.book, course_of(ledger.book, review), visitor).to_json()

    return await told(request, made)


@routes.get(
    "/api/v1/reviews/{review}/holdings/{teacher}",
    responses=read(HoldingAnswer),
    summary="申报人已有的记录,和还缺什么",
)
async def holding(request: Request, review: str, teacher: str, ledger: TheLedger, visitor: TheVisitor) -> Response:
    """Before applying, too: which conditions are met by the record, and what would have to be claimed."""
    check_reads(visitor)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        course = course_of(ledger.book, review)
        seen = RoundSeen(ledger.book, course, visitor)
        if not seen.sees(teacher):
            raise Refused("not-allowed", f"教师 {teacher} 的申报不归您查看;请看自己的,或请主办单位查。")
        return held_for_round(ledger.book, seen, teacher).to_json()

    return await told(request, made)


@routes.get("/api/v1/reviews/{review}/ranking", responses=read(RankingAnswer), summary="排名,和各人入选与否的理由")
async def ranking(request: Request, review: str, ledger: TheLedger, visitor: TheVisitor) -> Response:
    """Once all scores are in: as the list that stands was derived; before there is one, as it would be now."""
    check(visitor, Deed.COMPARE)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        seen = RoundSeen(ledger.book, course_of(ledger.book, review), visitor)
        check_shows_result(seen)
        return as_listed(ledger.book, seen.course).to_json()

    return await told(request, made)


@routes.get("/api/v1/reviews/{review}/comparison", responses=read(ComparisonAnswer), summary="两位申报人逐条对照")
async def comparison(
    request: Request, review: str, ledger: TheLedger, visitor: TheVisitor, asked: Annotated[TwoApplicants, Query()]
) -> Response:
    """As `shilu review compare --format json`: clause by clause, and what would have changed the order."""
    check(visitor, Deed.COMPARE)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        seen = RoundSeen(ledger.book, course_of(ledger.book, review), visitor)
        check_shows_result(seen)
        return compare(ledger.book, seen.course, asked.one, asked.other).to_json()

    return await told(request, made)


@routes.get("/api/v1/reviews/{review}/notice", responses=read(RoundNoticeAnswer), summary="公示出来的样子")
async def notice(
    request: Request, review: str, ledger: TheLedger, visitor: TheVisitor, register: TheRegister
) -> Response:
    """The list with the fields that were announced, while its notice lasts."""
    check_reads(visitor)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        course = course_of(ledger.book, review)
        return posted_on(ledger.book, course, register.now, register.names, ledger.book.today()).to_json()

    return await told(request, made)


@routes.get(
    "/api/v1/reviews/{review}/reproduction", responses=read(RoundReproduced), summary="重新推算一遍,逐个摘要核对"
)
async def reproduction(request: Request, review: str, ledger: TheLedger, visitor: TheVisitor) -> Response:
    """As `shilu review reproduce --format json`: every frozen dossier, every list."""
    check_sees_everything(visitor, Deed.COMPARE)

    def made(headers: dict[str, str]) -> dict[str, Any]:
        RoundSeen(ledger.book, course_of(ledger.book, review), visitor).check_kept()
        return reproduce_round(ledger.book, ledger.statements, review).to_json()

    return await told(request, made)


def check_shows_result(seen: RoundSeen) -> None:
    """Refuse who may not see totals and ranks, or not yet. Raises Refused `not-allowed`, `scores-not-in`."""
    if not seen.whole:
        raise Refused("not-allowed", "评审的排名只给主办单位、县局和审计看;请看自己的申报,或看公示。")
    if not seen.shows_scores:
        raise Refused("scores-not-in", f"评审 {seen.code} 的打分和表决还没有齐,谁都看不到分数;请等评审组全部办完。")

"""Processes listed: who serves where, who is mentor to whom, what schools agreed, trainings and contests."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, Sees, check, may, sees
from api.accounts.visitor import Visitor
from api.http.door import TheVisitor
from api.http.open_ledger import TheLedger
from api.interface.described import read
from api.interface.moments import Moments, TheMoments
from api.interface.seen import some_of
from api.interface.shapes.processes import (
    ContestAnswer,
    MentorshipAnswer,
    PairingAnswer,
    RotationAnswer,
    ThreeOnesAnswer,
)
from api.interface.telling import ListedAsOf, Moment, told_in_parts
from ledger.home import Ledger
from projections.catalogue import shipped_packs
from projections.processes.contests import contests, standing_at
from projections.processes.mentorships import mentorships
from projections.processes.pairings import pairings
from projections.processes.rotations import rotations
from projections.processes.scoring import scoring
from projections.processes.three_ones import three_ones

routes = APIRouter(tags=["processes"])

Rows = list[dict[str, Any]]
Asked = Annotated[ListedAsOf, Query()]


class ThreeOnesQuestion(ListedAsOf):
    """Trainings elsewhere, those with nothing missing too if asked for."""

    all: bool = Field(False, description="三个一都做完了的也列出")


@routes.get("/api/v1/rotations", responses=read(list[RotationAnswer]), summary="支教交流:从哪里到哪里、到岗几个月")
async def all_rotations(request: Request, moments: TheMoments, visitor: TheVisitor, asked: Asked) -> Response:
    """The same as `shilu rotations --format json`, of those whom the visitor sees, or who serve at the school."""
    check(visitor, Deed.READ, Matter("rotation.started"))

    def made(ledger: Ledger, at: Moment) -> Rows:
        packs = shipped_packs().values()
        return [one.to_json() for one in rotations(ledger.book, packs, at.day, at.position)]

    def is_seen(seen: Sees, one: Mapping[str, Any]) -> bool:
        return some_of(seen, (one["teacher"],), (one["home"], one["host"]))

    return await _listed(request, asked, moments, visitor, made, is_seen)


@routes.get("/api/v1/mentorships", responses=read(list[MentorshipAnswer]), summary="师徒结对:做过什么、每学期考核")
async def all_mentorships(request: Request, moments: TheMoments, visitor: TheVisitor, asked: Asked) -> Response:
    """The same as `shilu mentorships --format json`, of those of whom the visitor sees one."""
    check(visitor, Deed.READ, Matter("mentorship.formed"))

    def made(ledger: Ledger, at: Moment) -> Rows:
        return [one.to_json() for one in mentorships(ledger.book, at.day, at.position)]

    return await _listed(
        request, asked, moments, visitor, made, lambda seen, one: some_of(seen, (one["mentor"], one["mentee"]))
    )


@routes.get("/api/v1/pairings", responses=read(list[PairingAnswer]), summary="结对帮扶:活动、年度报告、逾期")
async def all_pairings(request: Request, moments: TheMoments, visitor: TheVisitor, asked: Asked) -> Response:
    """The same as `shilu pairings --format json`, of the schools that the visitor sees."""
    check(visitor, Deed.READ, Matter("pairing.agreed"))

    def made(ledger: Ledger, at: Moment) -> Rows:
        return [one.to_json() for one in pairings(ledger.book, at.day, at.position)]

    def is_seen(seen: Sees, one: Mapping[str, Any]) -> bool:
        return some_of(seen, schools=(one["strong"], *one["weak"]))

    return await _listed(request, asked, moments, visitor, made, is_seen)


@routes.get("/api/v1/three-ones", responses=read(list[ThreeOnesAnswer]), summary="外出培训后的“三个一”还差什么")
async def all_three_ones(
    request: Request, moments: TheMoments, visitor: TheVisitor, asked: Annotated[ThreeOnesQuestion, Query()]
) -> Response:
    """The same as `shilu three-ones --format json`, of those whom the visitor sees."""
    check(visitor, Deed.READ, Matter("training.attended"))

    def made(ledger: Ledger, at: Moment) -> Rows:
        return [one.to_json() for one in three_ones(ledger.book, at.day, at.position)]

    def is_seen(seen: Sees, one: Mapping[str, Any]) -> bool:
        return (asked.all or bool(one["missing"])) and some_of(seen, (one["teacher"],))

    return await _listed(request, asked, moments, visitor, made, is_seen)


@routes.get("/api/v1/contests", responses=read(list[ContestAnswer]), summary="赛事:排名、奖项、剩余名额")
async def all_contests(
    request: Request, ledger: TheLedger, moments: TheMoments, visitor: TheVisitor, asked: Asked
) -> Response:
    """The same as `shilu contests --format json`; who was ranked how is told of those whom the visitor sees.

    Until all scores are in, or the contest is closed, nobody is told totals, ranks or means of parts.
    """
    check(visitor, Deed.READ, Matter("contest.announced"))

    def made(ledger: Ledger, at: Moment) -> Rows:
        in_force = standing_at(ledger.book, at.position)
        found = contests(ledger.book, at.day, at.position)
        shown = {one.contest.code: scoring(ledger.book, one.contest, in_force).shown for one in found}
        return [_without_scores(one.to_json()) if not shown[one.contest.code] else one.to_json() for one in found]

    return await _listed(
        request, asked, moments, visitor, made, lambda seen, one: True, lambda one: _as_seen(visitor, one)
    )


async def _listed(
    request: Request,
    asked: ListedAsOf,
    moments: Moments,
    visitor: Visitor,
    made: Callable[[Ledger, Moment], Rows],
    is_seen: Callable[[Sees, Mapping[str, Any]], bool],
    shown: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> Response:
    """A part of a list, of which the visitor sees some."""
    seen = sees(visitor)
    what = request.url.path

    def rows(at: Moment) -> Sequence[Any]:
        return [shown(one) for one in moments.rows(what, at, made) if is_seen(seen, one)]

    return await told_in_parts(request, asked, lambda before: moments.of(asked, before), rows)


def _without_scores(contest: dict[str, Any]) -> dict[str, Any]:
    """A contest whose scores nobody may see yet: who entered, in the order of codes."""
    groups = []
    for group in contest["groups"]:
        ranking = [one | {"rank": None, "total": None, "exact": None, "parts": {}} for one in group["ranking"]]
        groups.append(group | {"ranking": sorted(ranking, key=lambda one: one["teacher"])})
    return contest | {"groups": groups}


def _as_seen(visitor: Visitor, contest: dict[str, Any]) -> dict[str, Any]:
    """A contest as a visitor sees it: of the rankings only those whom the visitor sees, or all for its own judges."""
    seen = sees(visitor)
    if seen.everything or may(visitor, Deed.SCORE, Matter("contest.scored", contest=contest["code"])):
        return contest
    groups = [
        group | {"ranking": [one for one in group["ranking"] if seen.teacher(one["teacher"])]}
        for group in contest["groups"]
    ]
    return contest | {"groups": groups}

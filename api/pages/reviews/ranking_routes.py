"""The routes of what came out: everybody ranked with why, two side by side, all of it derived again."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.accounts.permitted import Deed, check
from api.desk.round_seen import RoundSeen
from api.http.computing_desk import TheComputing
from api.http.door import TheVisitor
from api.http.exporting import export_links, exported
from api.http.open_ledger import TheLedger
from api.http.register_desk import TheRegister
from api.interface.reviews import check_shows_result
from api.interface.seen import check_sees_everything
from api.pages.computed import computed
from api.pages.frame import page
from api.pages.reviews.ranking_page import RankingPage, beside
from api.pages.reviews.round_page import RoundDesk
from api.pages.texts import printed_text
from ledger.refusals import Refused
from projections.reviews.comparing import compare
from projections.reviews.course import course_of
from projections.reviews.reproducing import reproduce_round

routes = APIRouter(include_in_schema=False)


@routes.get("/reviews/{code}/ranking")
def ranking(code: str, request: Request, visitor: TheVisitor, ledger: TheLedger, register: TheRegister) -> Response:
    """Everybody by rank, with why each is on the list or not; for whoever holds the round, once all is in."""
    check(visitor, Deed.COMPARE)
    desk = RoundDesk(ledger, register, visitor, code)
    waits = None
    try:
        check_shows_result(desk.seen)
    except Refused as refused:
        if refused.code == "not-allowed":
            raise
        waits = refused
    shown = None if waits else RankingPage(desk)
    if shown and (file := exported(request, shown.table())) is not None:
        return file
    return page(
        request,
        visitor,
        "reviews/ranking.html",
        desk=desk,
        announced=desk.course.announced,
        shown=shown,
        waits=waits,
        export_links=export_links(request),
    )


@routes.get("/reviews/{code}/compare")
def comparison(
    code: str,
    request: Request,
    visitor: TheVisitor,
    ledger: TheLedger,
    register: TheRegister,
    one: str = "",
    other: str = "",
) -> HTMLResponse:
    """Two applicants clause by clause, with what each lacks and what would have changed the order."""
    check(visitor, Deed.COMPARE)
    desk = RoundDesk(ledger, register, visitor, code)
    check_shows_result(desk.seen)
    refused, told = None, None
    try:
        told = compare(desk.book, desk.course, one, other) if one and other else None
    except Refused as error:
        refused = error
    return page(
        request,
        visitor,
        "reviews/comparison.html",
        status=409 if refused else 200,
        desk=desk,
        announced=desk.course.announced,
        shown=RankingPage(desk),
        told=told,
        lines=beside(desk, told) if told else [],
        one=one,
        other=other,
        refused=refused,
    )


@routes.get("/reviews/{code}/reproduce")
def reproduced(
    code: str, request: Request, visitor: TheVisitor, ledger: TheLedger, computing: TheComputing
) -> Response:
    """Every frozen dossier and every list derived again now, digest for digest."""
    check_sees_everything(visitor, Deed.COMPARE)
    course = course_of(ledger.book, code)
    RoundSeen(ledger.book, course, visitor).check_kept()
    found = computed(
        request,
        visitor,
        computing,
        ("review-reproduced", course.code),
        lambda told: reproduce_round(ledger.book, ledger.statements, course.code),
        printed_text("round_reproduced.title", title=course.announced.title),
        "reviews",
        is_kept=False,
    )
    if isinstance(found, Response):
        return found
    told = found.to_json()
    return page(request, visitor, "reviews/reproduced.html", announced=course.announced, told=told)

"""The routes of the charts: those of a term, and a figure over the terms."""

from functools import partial

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.desk.exports import Table
from api.http.computing_desk import TheComputing
from api.http.page_routes import Visit
from api.pages.computed import computed
from api.pages.county.charts_page import progress_table, shown_charts
from api.pages.county.rotations_page import flows, rotations_of
from api.pages.county.terms_page import FIGURES, TermSeen, shown_terms, terms_table
from api.pages.county.visiting import Asking, TheAsking
from api.pages.texts import printed_text
from ledger.verifying.report import Told
from projections.catalogue import shipped_packs
from projections.county_board import county_board
from projections.county_figures import points_of
from projections.history.terms_of_time import terms_of_time
from projections.observations_by_week import observations_by_week
from projections.processes.rotations import rotations_in
from projections.term_figures import term_figures

routes = APIRouter(include_in_schema=False)

TERMS_COMPARED = 4
"""So many terms are put beside each other: each is an evaluation of the county."""


@routes.get("/county/charts")
async def show_charts(asking: TheAsking) -> Response:
    """The charts of a term."""
    question = asking.question

    def page(visit: Visit) -> str:
        asked, evaluation = visit.asked, visit.found.evaluation
        schools = asking.seen.within(asked, question.township)
        board = asking.seen.board(visit, question.township)
        here = rotations_of(visit.found.rotations, schools) if asking.seen.sees.kind("rotation.started") else []
        return asking.framed(
            "county/charts.html",
            asked=asked,
            asking=asking,
            rules=board.rules,
            townships=asking.seen.townships(asked),
            flows=flows(asked, here),
            charts=shown_charts(
                asked,
                board,
                question.clause,
                points_of(evaluation, schools),
                observations_by_week(evaluation, schools),
            ),
        )

    def table(visit: Visit) -> Table:
        return progress_table(visit.asked, asking.seen.board(visit, question.township), question.clause)

    return await asking.answer(page, table)


@routes.get("/county/terms")
async def show_terms(asking: TheAsking, computing: TheComputing) -> Response:
    """One figure over the terms."""
    question = asking.question
    about = (question.pack, question.term, question.as_of, question.known_at, question.township)
    terms = await run_in_threadpool(
        computed,
        asking.request,
        asking.visitor,
        computing,
        ("terms", *about, asking.seen.schools),
        partial(_terms, asking),
        printed_text("county_terms.title"),
        "county-terms",
    )
    if isinstance(terms, Response):
        return terms

    def page(visit: Visit) -> str:
        asked = visit.asked
        board = visit.found.board.of(asking.seen.within(asked, question.township))
        return asking.framed(
            "county/terms.html",
            asked=asked,
            asking=asking,
            rules=board.rules,
            figures=FIGURES,
            townships=asking.seen.townships(asked),
            shown=shown_terms(board, terms, question.figure),
            most=TERMS_COMPARED,
        )

    return await asking.answer(page, lambda visit: terms_table(visit.asked, terms))


def _terms(asking: Asking, told: Told) -> list[TermSeen]:
    """The last terms up to the one asked about, the oldest first, each up to its last day by the pack of its time."""
    told(printed_text("county_terms.asked_about"), 0, 1 + TERMS_COMPARED)
    visit = Visit(asking.desk, asking.question, asking.visitor)
    if visit.empty:
        return []
    schools = asking.seen.within(visit.asked, asking.question.township)
    asked = visit.found.evaluation
    until = [term for term in visit.asked.terms if term.start <= asked.term.start][:TERMS_COMPARED]

    def told_after(what: str, done: int, of: int) -> None:
        told(what, done + 1, of + 1)

    seen = []
    for term, found in terms_of_time(asking.book, asked.standing, reversed(until), asked.as_of, told_after):
        if found is None:
            seen.append(TermSeen(term.term, "", None))
            continue
        away = rotations_in(found.standing, shipped_packs().values(), found.as_of)
        figures = term_figures(found, county_board(found), away, schools)
        seen.append(TermSeen(term.term, found.pack.head.title.zh, figures))
    return seen

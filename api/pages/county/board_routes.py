"""The routes of 指标进度表: the board, one school, those whom a rule is asked of."""

from fastapi import APIRouter
from starlette.responses import Response

from api.desk.exports import Table
from api.http.page_routes import Visit
from api.pages.county.board_page import board_table, shown_board
from api.pages.county.cell_page import ShownCell, cell_table, codes_named, rule_of, shown_cell, those_asked
from api.pages.county.school_page import rules_of_school
from api.pages.county.visiting import TheAsking
from api.pages.why import Names

routes = APIRouter(include_in_schema=False)


@routes.get("/county/board")
async def show_board(asking: TheAsking) -> Response:
    """Schools against rules."""
    question = asking.question

    def page(visit: Visit) -> str:
        asked = visit.asked
        whole = asking.seen.board(visit, question.township)
        shown = shown_board(asked, whole, question.clause, question.sort, question.township, question.page)
        townships = asking.seen.townships(asked)
        return asking.framed(
            "county/board.html", asked=asked, asking=asking, board=shown, rules=whole.rules, townships=townships
        )

    def table(visit: Visit) -> Table:
        whole = asking.seen.board(visit, question.township)
        return board_table(visit.asked, whole, question.clause, question.sort)

    return await asking.answer(page, table)


@routes.get("/county/board/{school}")
async def show_school(school: str, asking: TheAsking) -> Response:
    """One school's rules."""
    asking.seen.check(school)

    def page(visit: Visit) -> str:
        rules = rules_of_school(visit.asked, asking.seen.board(visit), school)
        name = visit.asked.school_name(school)
        return asking.framed("county/school.html", asked=visit.asked, rules=rules, school=name, code=school)

    return await asking.answer(page)


@routes.get("/county/board/{school}/{clause}")
async def show_cell(school: str, clause: str, asking: TheAsking) -> Response:
    """Those whom one rule is asked of at one school."""
    asking.seen.check(school)

    def cell(visit: Visit, *, marked: bool) -> ShownCell:
        rule, those = rule_of(visit.found.board, clause), those_asked(visit.found, school, clause)
        those = asking.seen.those(those, school, rule.per)
        names: Names = (visit.marks_of if marked else visit.names_of)(codes_named(rule, those))
        return shown_cell(visit.asked, visit.found, school, rule, those, names)

    def page(visit: Visit) -> str:
        return asking.framed("county/cell.html", asked=visit.asked, cell=cell(visit, marked=True))

    return await asking.answer(page, lambda visit: cell_table(visit.asked, cell(visit, marked=False)))

"""The routes of 各校报送: the list of schools, and one school."""

from fastapi import APIRouter
from starlette.responses import Response

from api.http.page_routes import Visit
from api.pages.county.board_page import PER_PAGE
from api.pages.county.reports_page import (
    STATES,
    ShownReport,
    kinds_table,
    listed_reports,
    report_of,
    reports_table,
    seen_reports,
    shown_report,
)
from api.pages.county.visiting import TheAsking
from api.pages.rendering import parted

routes = APIRouter(include_in_schema=False)


@routes.get("/county/reports")
async def show_reports(asking: TheAsking) -> Response:
    """Every school's reports of a term."""
    question, seen = asking.question, asking.seen

    def listed(visit: Visit) -> list[ShownReport]:
        schools = seen.within(visit.asked, question.township)
        return listed_reports(
            visit.asked, seen_reports(seen, visit.found.reports), schools, question.state, question.sort
        )

    def page(visit: Visit) -> str:
        schools = seen.within(visit.asked, question.township)
        every = [one for one in seen_reports(seen, visit.found.reports) if schools is None or one.school in schools]
        counts = {
            "schools": len(every),
            "none": sum(STATES["none"](one) for one in every),
            "missing": sum(STATES["missing"](one) for one in every),
            "waiting": sum(one.waiting for one in every),
            "returned": sum(one.returned for one in every),
        }
        rows, shown_page, pages = parted(listed(visit), question.page, PER_PAGE)
        return asking.framed(
            "county/reports.html",
            asked=visit.asked,
            asking=asking,
            counts=counts,
            listed=rows,
            page=shown_page,
            pages=pages,
            states=list(STATES),
            townships=seen.townships(visit.asked),
        )

    return await asking.answer(page, lambda visit: reports_table(visit.asked, listed(visit)))


@routes.get("/county/reports/{school}")
async def show_report(school: str, asking: TheAsking) -> Response:
    """One school's reports of a term."""
    asking.seen.check(school)

    def one(visit: Visit) -> ShownReport:
        reports = seen_reports(asking.seen, visit.found.reports)
        return shown_report(visit.asked, report_of(reports, school, visit.asked.evaluation.term.term))

    return await asking.answer(
        lambda visit: asking.framed("county/report.html", asked=visit.asked, one=one(visit)),
        lambda visit: kinds_table(visit.asked, one(visit).report),
    )

"""The routes of a school's lists: who is behind, preparation groups, mentorships, monthly checks, observations."""

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.accounts.permitted import Deed
from api.http.door import needs
from api.http.open_ledger import TheLedger
from api.http.page_routes import Visit
from api.pages.school.behind_page import behind_shown, behind_table
from api.pages.school.checks_page import checks_shown, checks_table
from api.pages.school.groups_page import groups_shown, groups_table
from api.pages.school.mentorships_page import mentorships_shown, mentorships_table
from api.pages.school.observations_page import observations_shown, observations_table
from api.pages.school.visiting import TheAsking
from projections.processes.mentorships import MentorshipNow, mentorships

routes = APIRouter(include_in_schema=False, dependencies=[Depends(needs(Deed.COMPARE))])


@routes.get("/school/behind")
async def behind(asking: TheAsking) -> Response:
    """Who has what still to do, and until when."""
    question, school = asking.question, asking.school.code
    return await asking.answer(
        "school/behind.html",
        lambda visit: behind_shown(visit.asked, school, question, asking.said, visit.marks_of),
        lambda visit: behind_table(visit.asked, school, question, visit.names_of),
    )


@routes.get("/school/groups")
async def groups(asking: TheAsking) -> Response:
    """The preparation groups."""
    school = asking.school.code
    return await asking.answer(
        "school/groups.html",
        lambda visit: groups_shown(visit.asked, school, visit.marks_of),
        lambda visit: groups_table(visit.asked, school, visit.names_of),
    )


@routes.get("/school/mentorships")
async def show_mentorships(asking: TheAsking, ledger: TheLedger) -> Response:
    """Who is bound to whom."""
    school, only = asking.school.code, asking.question.only

    def found(visit: Visit) -> list[MentorshipNow]:
        evaluation = visit.found.evaluation
        return mentorships(ledger.book, evaluation.as_of, evaluation.standing.position)

    return await asking.answer(
        "school/mentorships.html",
        lambda visit: mentorships_shown(visit.asked, school, only, found(visit), visit.marks_of),
        lambda visit: mentorships_table(visit.asked, school, only, found(visit), visit.names_of),
    )


@routes.get("/school/checks")
async def checks(asking: TheAsking) -> Response:
    """The monthly checks in a grid."""
    question, school = asking.question, asking.school.code
    return await asking.answer(
        "school/checks.html",
        lambda visit: checks_shown(visit.asked, school, question, visit.marks_of),
        lambda visit: checks_table(visit.asked, school, question, visit.names_of),
    )


@routes.get("/school/observations")
async def observations(asking: TheAsking) -> Response:
    """Lessons observed week by week."""
    school = asking.school.code
    return await asking.answer(
        "school/observations.html",
        lambda visit: observations_shown(visit.asked, school),
        lambda visit: observations_table(visit.asked, school),
    )

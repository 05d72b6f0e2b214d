"""The routes of the lists of processes: who serves where, and the others."""

from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from api.http.page_routes import Visit
from api.pages.county.contradictions_page import contradictions_listing
from api.pages.county.listing import Listing
from api.pages.county.mentorships_page import mentorships_listing
from api.pages.county.pairings_page import pairings_listing
from api.pages.county.rotations_page import flows, rotations_listing, rotations_of
from api.pages.county.studios_page import limits_told, studios_listing
from api.pages.county.three_ones_page import three_ones_listing
from api.pages.county.visiting import TheAsking
from projections.processes.mentorships import mentorships
from projections.processes.pairings import pairings
from projections.processes.studios import kinds_of_studios, studios
from projections.processes.three_ones import three_ones

routes = APIRouter(include_in_schema=False)


@routes.get("/county/rotations")
async def show_rotations(asking: TheAsking) -> Response:
    """Who serves at another school, and from where to where how many."""

    def beside(visit: Visit) -> dict[str, object]:
        schools = asking.seen.within(visit.asked, asking.question.township)
        here = rotations_of(visit.found.rotations, schools)
        return {"flows": flows(visit.asked, here)}

    return await asking.list(
        "rotation.started", lambda visit: rotations_listing(visit.asked, visit.found.rotations), beside
    )


@routes.get("/county/mentorships")
async def show_mentorships(asking: TheAsking) -> Response:
    """Who is bound to whom."""

    def made(visit: Visit) -> Listing:
        return mentorships_listing(visit.asked, mentorships(asking.book, *_moment(visit)))

    return await asking.list("mentorship.formed", made)


@routes.get("/county/pairings")
async def show_pairings(asking: TheAsking) -> Response:
    """Which schools help which, and what is due."""

    def made(visit: Visit) -> Listing:
        return pairings_listing(visit.asked, pairings(asking.book, *_moment(visit)))

    return await asking.list("pairing.agreed", made)


@routes.get("/county/studios")
async def show_studios(asking: TheAsking) -> Response:
    """The studios with their members; how many there may be."""

    def made(visit: Visit) -> Listing:
        return studios_listing(visit.asked, studios(asking.book, *_moment(visit)))

    def beside(visit: Visit) -> dict[str, object]:
        return {"limits": limits_told(kinds_of_studios(asking.book, *_moment(visit)))}

    return await asking.list("studio.founded", made, beside)


@routes.get("/county/three-ones")
async def show_three_ones(asking: TheAsking) -> Response:
    """What is owed after training elsewhere."""

    def made(visit: Visit) -> Listing:
        return three_ones_listing(visit.asked, three_ones(asking.book, *_moment(visit)))

    return await asking.list("training.attended", made)


@routes.get("/county/contradictions")
async def show_contradictions(asking: TheAsking) -> Response:
    """Records that cannot all be true."""
    return await asking.list(
        "contradiction.explained",
        lambda visit: contradictions_listing(visit.asked, asking.seen, visit.found.contradictions),
        lambda visit: {"note": "county_contradictions.note"},
    )


def _moment(visit: Visit) -> tuple[date, int]:
    """The day and the position that the page is of."""
    evaluation = visit.found.evaluation
    return evaluation.as_of, evaluation.standing.position

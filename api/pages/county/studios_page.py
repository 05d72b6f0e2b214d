"""名师工作室: who leads each, who its core members are, how it was ranked; how many there are and may be."""

from collections.abc import Iterable

from api.pages.asked import Asked
from api.pages.county.listing import Cell, Listing, Row, persons, record, record_link, school
from api.pages.texts import printed_text
from projections.processes.studios import KindNow, StudioNow


def studios_listing(asked: Asked, studios: Iterable[StudioNow]) -> Listing:
    """Every studio, by kind and code."""
    return Listing(
        "county_studios",
        ("code", "studio", "leader", "school", "on", "count", "members", "state", "assessed", "record"),
        [_row(asked, one) for one in studios],
        numbers=frozenset(["count"]),
        days=frozenset(["on"]),
        people=frozenset(["leader", "members"]),
        states=("working", "last", "dissolved"),
    )


def limits_told(kinds: Iterable[KindNow]) -> list[str]:
    """Of each kind that there is: how many studios, and how many there may be."""
    told = []
    for one in kinds:
        if one.studios or one.limits:
            most = one.limits.studios if one.limits else None
            key = "county_studios.limit" if most is not None else "county_studios.no_limit"
            told.append(printed_text(key, kind=one.studio, count=one.studios, most=most))
    return told


def _row(asked: Asked, one: StudioNow) -> Row:
    founded = one.founded
    state = "dissolved" if one.dissolved else "working"
    said = printed_text(f"county_studios.state_{state}")
    ranks = [printed_text("county_studios.rank", year=told.year, rank=told.rank) for told in one.assessed]
    last = [printed_text("county_studios.state_last")] * one.last
    return Row(
        [
            Cell(founded.code),
            Cell(founded.studio),
            persons(asked, [founded.leader]),
            school(asked, founded.school),
            Cell(founded.on),
            Cell(len(one.members)),
            persons(asked, list(one.members)),
            Cell(f"{said} {one.dissolved}" if one.dissolved else said, badge="gone" if one.dissolved else "good"),
            Cell("、".join([*ranks, *last])),
            record(record_link(asked.evaluation.standing, "studio", (founded.code,))),
        ],
        schools=(founded.school,),
        teachers=(founded.leader, *one.members),
        states=[state, *(["last"] if one.last and not one.dissolved else [])],
    )

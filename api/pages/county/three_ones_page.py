"""三个一: what teachers owe after training elsewhere, until when, and what is overdue."""

from collections.abc import Iterable

from api.pages.asked import Asked
from api.pages.county.listing import Cell, Listing, Row, persons, record, record_link, schools_of
from api.pages.texts import printed_text
from projections.processes.three_ones import ThreeOnesNow

_BADGES = {"overdue": "bad", "owed": "waits", "late": "mind", "done": "good"}


def three_ones_listing(asked: Asked, three_ones: Iterable[ThreeOnesNow]) -> Listing:
    """What every training elsewhere obliges to, those with the earliest last day first."""
    return Listing(
        "county_three_ones",
        ("teacher", "school", "training", "level", "end", "due", "missing", "state", "record"),
        [_row(asked, one) for one in three_ones],
        days=frozenset(["end", "due"]),
        people=frozenset(["teacher"]),
        states=tuple(_BADGES),
        first_sort="due",
    )


def _row(asked: Asked, one: ThreeOnesNow) -> Row:
    state = "overdue" if one.overdue else "owed" if one.missing else "late" if one.late else "done"
    schools = schools_of(asked, [one.teacher])
    return Row(
        [
            persons(asked, [one.teacher]),
            Cell("、".join(map(asked.school_name, schools))),
            Cell(one.title),
            Cell(one.level),
            Cell(one.end),
            Cell(one.due),
            Cell("、".join(one.missing)),
            Cell(printed_text(f"county_three_ones.state_{state}"), badge=_BADGES[state]),
            record(record_link(asked.evaluation.standing, "training", (one.code,))),
        ],
        schools=schools,
        teachers=(one.teacher,),
        states=[state],
    )

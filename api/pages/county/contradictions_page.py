"""矛盾记录: records that cannot all be true, why, who is asked first, how far each matter has come."""

from collections.abc import Iterable, Sequence

from api.pages.asked import Asked
from api.pages.county.listing import Cell, Listing, Row, persons, schools_of
from api.pages.county.seen import Seen
from api.pages.texts import printed_text
from projections.contradictions.called import STATES, WHAT
from projections.contradictions.contradiction import Contradiction, State

_BADGES = {State.OPEN: "bad", State.EXPLAINED: "waits", State.PASSED_ON: "mind", State.SETTLED: "good"}
_MOST_SHOWN = 3


def contradictions_listing(asked: Asked, seen: Seen, contradictions: Iterable[Contradiction]) -> Listing:
    """Every contradiction, by the person asked first and day; of the persons those whom the visitor sees."""
    return Listing(
        "county_contradictions",
        ("what", "persons", "school", "days", "state", "says", "records"),
        [_row(asked, seen, one) for one in contradictions],
        days=frozenset(["what", "days"]),
        people=frozenset(["persons"]),
        states=tuple(state.value for state in (State.OPEN, State.EXPLAINED, State.PASSED_ON, State.SETTLED)),
        first_sort="persons",
    )


def _row(asked: Asked, seen: Seen, one: Contradiction) -> Row:
    people = [code for code in one.persons if seen.teacher(code)]
    schools = list(dict.fromkeys(schools_of(asked, people)))
    links = [
        (printed_text("county_contradictions.entry", number=number), f"/records/{entry}")
        for number, entry in enumerate(one.entries[:_MOST_SHOWN], 1)
    ]
    more = printed_text("county_contradictions.and_others", count=len(people)) if len(people) > _MOST_SHOWN else ""
    return Row(
        [
            Cell(WHAT[one.what]),
            persons(asked, people[:_MOST_SHOWN])._replace(value="、".join(people), says=more),
            _schools(asked, schools),
            _days(one),
            Cell(STATES[one.state], badge=_BADGES[one.state]),
            Cell(one.says),
            Cell("、".join(map(str, one.positions)), links=links),
        ],
        schools=schools,
        teachers=people,
        states=[one.state.value],
    )


def _schools(asked: Asked, codes: Sequence[str]) -> Cell:
    names = [asked.school_name(code) for code in codes]
    some = "、".join(names[:_MOST_SHOWN])
    shown = printed_text("county_contradictions.and_schools", schools=some, count=len(names))
    return Cell("、".join(names), shown if len(names) > _MOST_SHOWN else "")


def _days(one: Contradiction) -> Cell:
    if not one.days:
        return Cell(None)
    first, last = one.days[0], one.days[-1]
    return Cell(first, "" if first == last else printed_text("county_contradictions.span", first=first, last=last))

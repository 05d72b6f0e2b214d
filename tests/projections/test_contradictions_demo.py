"""The made-up county and the workbook of the tests: what the report tells is what a slow reading of the rows finds.

The demo keeps nobody in two observed lessons at once and no observer on leave, but lets whoever is observed be
anywhere: those contradictions are there by chance, and are counted here pair by pair from the rows themselves.
"""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import combinations, product
from pathlib import Path
from random import Random

from api.demo.county import County, county_for
from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from api.workbook.handing_in import hand_in_workbook
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.spelling import squeeze
from projections.contradictions.contradiction import What
from projections.contradictions.report import contradictions
from tests.ledger.stories import SettableClock

GOLDEN = Path(__file__).parent.parent / "golden"
TIDY = CountyPlan(seed=3, teachers=80, mess=0)


def told(home: Home, workbook: Path, day: date) -> Counter[str]:
    """How many contradictions of each sort are told, the workbook handed in and the question asked on a day."""
    with home.opened() as ledger:
        ledger.book.clock = SettableClock(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))
        hand_in_workbook(ledger, workbook, HandIn("clerk"))
        people = ledger.vault.particulars({code: row.identity for code, row in ledger.register().teachers.items()})
        numbers = {code: person.id_number for code, person in people.items()}
        return Counter(one.what for one in contradictions(ledger.book, id_numbers=numbers))


def test_a_tidy_county_has_the_contradictions_that_a_slow_reading_finds(home: Home, tmp_path: Path) -> None:
    workbook = tmp_path / "demo.xlsx"
    write_county(workbook, TIDY)
    county = county_for(Random(TIDY.seed), TIDY)
    found = told(home, workbook, county.term.last_due)
    assert found == {
        what: count
        for what, count in {
            What.TWO_PLACES: _in_two_places(county),
            What.ON_LEAVE: _on_leave(county),
            What.BEFORE_HIRE: _before_hire(county),
            What.ON_ROTATION: _on_rotation(county),
            What.SAME_NOTES: _same_notes(county),
            What.YOUNGER_MENTOR: _younger(county),
        }.items()
        if count
    }


def test_handed_in_years_later_it_is_one_late_workbook(home: Home) -> None:
    found = told(home, GOLDEN / "county.xlsx", date(2026, 3, 1))
    assert found.keys() == {What.TWO_PLACES, What.ON_ROTATION, What.RECORDED_LATE, What.BEFORE_REVIEW}
    assert (found[What.RECORDED_LATE], found[What.BEFORE_REVIEW]) == (1, 1)


def _in_two_places(county: County) -> int:
    """Person, day and period of every two lessons that one person cannot both be in."""
    twice = set()
    for one, other in combinations(county.observations, 2):
        if (one.day, one.period) != (other.day, other.period):
            continue
        for person in {one.observer, one.teacher} & {other.observer, other.teacher}:
            teaches_both = person == one.teacher == other.teacher
            if not teaches_both or (one.school, one.grade) != (other.school, other.grade):
                twice.add((person, one.day, one.period))
    return len(twice)


def _acts(county: County) -> list[tuple[str, date, str]]:
    """Who did something on which day at which school."""
    observed = [(who, one.day, one.school) for one in county.observations for who in (one.observer, one.teacher)]
    met = [(who, one.day, one.school) for one in county.preparations for who in {one.leader, *one.attended}]
    return observed + met


def _on_leave(county: County) -> int:
    pairs = product(county.leaves, _acts(county))
    return len({leave for leave, (who, day, _) in pairs if who == leave.teacher and leave.start <= day <= leave.end})


def _before_hire(county: County) -> int:
    hired = {teacher.code: teacher.hired for teacher in county.teachers}
    return len({who for who, day, _ in _acts(county) if day < hired[who]})


def _on_rotation(county: County) -> int:
    pairs = product([one for one in county.rotations if one.kind == "全职支教"], _acts(county))
    return len(
        {
            (one.teacher, one.start)
            for one, (who, day, school) in pairs
            if who == one.teacher and one.start <= day <= one.planned_end and school != one.host
        }
    )


def _same_notes(county: County) -> int:
    copies = Counter(squeeze(one.notes or "") for one in county.observations)
    return sum(len(text) >= 20 and count >= 5 for text, count in copies.items())


def _younger(county: County) -> int:
    hired = {teacher.code: teacher.hired for teacher in county.teachers}
    return sum(hired[one.mentor] > hired[one.mentee] for one in county.mentorships)

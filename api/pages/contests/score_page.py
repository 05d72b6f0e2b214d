"""评委打分: a judge's own page: numbers in place of names, a field for every part announced, only own scores."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from ledger.interchange.appending import read_record
from ledger.records.contest_course import ContestScored
from ledger.records.record import TeacherId
from ledger.refusals import Refused
from projections.processes.scoring import Place, Scoring

_FIELD = re.compile(r"([0-9a-f]{32})\.(\d{1,3})")


@dataclass(frozen=True)
class Cell:
    """A field of the form: its name, which part it is for, what stands, and what was refused."""

    name: str
    part: str
    weight: str
    value: str
    wrong: str = ""


@dataclass(frozen=True)
class Card:
    """Somebody to be scored, under a number."""

    number: int
    entry: str
    aside: bool
    cells: list[Cell]

    @property
    def done(self) -> bool:
        """Whether every part has its score."""
        return all(cell.value and not cell.wrong for cell in self.cells)


def cards(
    scoring: Scoring, judge: TeacherId, sent: Mapping[str, str], wrong: Mapping[str, str]
) -> dict[str, list[Card]]:
    """By group everybody to be scored, in the order of numbers; `sent`: what was written and not taken."""
    return {
        group: [
            Card(
                place.number,
                place.entry,
                scoring.is_aside(judge, place.said.teacher),
                [_cell(scoring, judge, place, at, sent, wrong) for at in range(len(scoring.contest.parts))],
            )
            for place in those
        ]
        for group, those in scoring.places.items()
    }


def scores_sent(
    scoring: Scoring, judge: TeacherId, sent: Mapping[str, str], today: str
) -> tuple[list[ContestScored], list[ContestScored], dict[str, str]]:
    """The scores that are new, those that change what stands, and by field what is wrong.

    A field left empty, or as it stands, says nothing.
    """
    places = {place.entry: place for those in scoring.places.values() for place in those}
    new: list[ContestScored] = []
    changed: list[ContestScored] = []
    wrong: dict[str, str] = {}
    for name, written in sent.items():
        found = _FIELD.fullmatch(name)
        if not found or not written.strip() or found[1] not in places:
            continue
        place, at = places[found[1]], int(found[2])
        if at >= len(scoring.contest.parts):
            continue
        part = scoring.contest.parts[at].name
        try:
            record = _record(place, judge, part, written.strip(), today)
        except Refused as refused:
            wrong[name] = refused.message
            continue
        before = scoring.score(judge, place, part)
        if before is None:
            new.append(record)
        elif before != record.score:
            changed.append(record)
    return new, changed, wrong


def field_of(scoring: Scoring, record: ContestScored) -> str:
    """The field of the form that a score was written in."""
    for those in scoring.places.values():
        for place in those:
            if (place.said.teacher, place.said.group) == (record.teacher, record.group):
                names = [part.name for part in scoring.contest.parts]
                return f"{place.entry}.{names.index(record.part)}"
    return ""


def shown(score: Decimal) -> str:
    """A score as a judge writes it: no zeros behind the point."""
    return f"{score.normalize():f}"


def _cell(
    scoring: Scoring, judge: TeacherId, place: Place, at: int, sent: Mapping[str, str], wrong: Mapping[str, str]
) -> Cell:
    part = scoring.contest.parts[at]
    name = f"{place.entry}.{at}"
    stands = scoring.score(judge, place, part.name)
    value = sent.get(name, "" if stands is None else shown(stands))
    return Cell(name, part.name, f"{part.weight.normalize():f}", value, wrong.get(name, ""))


def _record(place: Place, judge: TeacherId, part: str, written: str, today: str) -> ContestScored:
    said = {
        "code": place.said.code,
        "group": place.said.group,
        "teacher": place.said.teacher,
        "judge": judge,
        "part": part,
        "score": written,
        "on": today,
    }
    record = read_record(ContestScored, msgspec.Raw(msgspec.json.encode(said)))
    assert isinstance(record, ContestScored)
    return record

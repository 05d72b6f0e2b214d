"""赛事的每一步: the small forms of a contest's page, and the record that each makes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.pages.texts import text
from ledger.processes.contest_notice import WINNER_FIELDS
from ledger.records.contest_course import (
    ContestAppealDecided,
    ContestAppealed,
    ContestClosed,
    ContestEntered,
    ContestNoticed,
    ContestPromoted,
    ContestPublicised,
    ContestStoodAside,
)
from ledger.records.record import Record, TeacherId
from projections.processes.scoring import Place, Scoring

Names = Mapping[TeacherId, str]
Option = tuple[str, str]
"""What is sent and what is read."""

NOTICE_FIELDS = ("group", "prize", "name", "school")
"""Ticked at first."""


@dataclass(frozen=True)
class Field:
    """A field of a form: `sort` is text, date, long, choice, or several (to be ticked)."""

    name: str
    label: str
    sort: str = "text"
    value: Any = ""
    options: Sequence[Option] = ()
    hint: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Step:
    """A step of a contest: its record, its fields, and what was refused when it was tried last."""

    name: str
    record: type[Record]
    fields: Sequence[Field]
    refused: str = ""
    wrong: frozenset[str] = field(default_factory=frozenset)

    @property
    def kind(self) -> str:
        """The kind of its record, without version."""
        return self.record.kind.partition("/")[0]

    def said(self, form: Mapping[str, Any], code: str, places: Mapping[str, Place]) -> dict[str, Any]:
        """What the record is to say, as JSON has it; a field left empty is left out.

        The field `of` names an entry: group and teacher are taken from it.
        """
        data: dict[str, Any] = {"code": code}
        for one in self.fields:
            given = form.get(one.name, "")
            if one.name == "of":
                place = places.get(str(given))
                data["teacher"] = place.said.teacher if place else ""
                if place and "group" in self.record.__struct_fields__:
                    data["group"] = place.said.group
            elif one.name == "upheld":
                data["upheld"] = given == "yes"
            elif given:
                data[one.name] = given
        return data


def steps(scoring: Scoring, names: Names, today: date, undecided: Sequence[TeacherId]) -> list[Step]:
    """The steps that a contest's page offers, in the order in which a contest runs."""
    return [make(scoring, names, today, undecided) for make in _MAKERS]


def places_of(scoring: Scoring) -> dict[str, Place]:
    """Everybody who entered, by the name of the entry."""
    return {place.entry: place for those in scoring.places.values() for place in those}


def _label(record: type[Record], name: str) -> str:
    return record.labels[name]


def _of(scoring: Scoring, names: Names) -> Field:
    options = [
        (place.entry, f"{place.said.group} {place.number} 号 {names.get(place.said.teacher, '')} {place.said.teacher}")
        for those in scoring.places.values()
        for place in those
    ]
    return Field("of", text("contest.of"), "choice", options=options)


def _groups(scoring: Scoring, record: type[Record]) -> Field:
    return Field("group", _label(record, "group"), "choice", options=[(one, one) for one in scoring.contest.groups])


def _day(record: type[Record], today: date, name: str = "on") -> Field:
    return Field(name, _label(record, name), "date", today.isoformat())


def _enter(scoring: Scoring, names: Names, today: date, undecided: Sequence[TeacherId]) -> Step:
    record = ContestEntered
    teacher = Field("teacher", _label(record, "teacher"), hint=text("contest.teacher_hint"))
    by = Field("nominated_by", _label(record, "nominated_by"), needed=False)
    return Step("enter", record, [_groups(scoring, record), teacher, _day(record, today), by])


def _aside(scoring: Scoring, names: Names, today: date, undecided: Sequence[TeacherId]) -> Step:
    record = ContestStoodAside
    judges = [(one, f"{names.get(one, '')} {one}".strip()) for one in scoring.contest.judges]
    judge = Field("judge", _label(record, "judge"), "choice", options=judges)
    reason = Field("reason", _label(record, "reason"), needed=False)
    return Step("aside", record, [judge, _of(scoring, names), _day(record, today), reason])


def _close(scoring: Scoring, names: Names, today: date, undecided: Sequence[TeacherId]) -> Step:
    return Step("close", ContestClosed, [_day(ContestClosed, today)])


def _promote(scoring: Scoring, names: Names, today: date, undecided: Sequence[TeacherId]) -> Step:
    record = ContestPromoted
    return Step("promote", record, [_of(scoring, names), Field("to", _label(record, "to")), _day(record, today)])


def _notice(scoring: Scoring, names: Names, today: date, undecided: Sequence[TeacherId]) -> Step:
    record = ContestNoticed
    shown = Field(
        "fields", _label(record, "fields"), "several", list(NOTICE_FIELDS), options=list(WINNER_FIELDS.items())
    )
    until = Field("until", _label(record, "until"), "date")
    return Step("notice", record, [_day(record, today, "since"), until, shown])


def _publicise(scoring: Scoring, names: Names, today: date, undecided: Sequence[TeacherId]) -> Step:
    record = ContestPublicised
    medium = Field("medium", _label(record, "medium"), hint=text("contest.medium_hint"))
    return Step("publicise", record, [_of(scoring, names), medium, _day(record, today)])


def _appeal(scoring: Scoring, names: Names, today: date, undecided: Sequence[TeacherId]) -> Step:
    record = ContestAppealed
    words = Field("words", _label(record, "words"), "long")
    return Step("appeal", record, [_of(scoring, names), _day(record, today), words])


def _decide(scoring: Scoring, names: Names, today: date, undecided: Sequence[TeacherId]) -> Step:
    record = ContestAppealDecided
    waiting = [(one, f"{names.get(one, '')} {one}".strip()) for one in undecided]
    teacher = Field("teacher", _label(record, "teacher"), "choice", options=waiting)
    ruling = [("yes", text("contest.upheld")), ("no", text("contest.rejected"))]
    upheld = Field("upheld", _label(record, "upheld"), "choice", options=ruling)
    words = Field("words", _label(record, "words"), "long")
    return Step("decide", record, [teacher, upheld, words, _day(record, today)])


_MAKERS: tuple[Callable[[Scoring, Names, date, Sequence[TeacherId]], Step], ...] = (
    _enter,
    _aside,
    _close,
    _promote,
    _notice,
    _publicise,
    _appeal,
    _decide,
)

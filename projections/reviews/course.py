"""A round of review as it went: who applied, was checked, frozen, scored, listed, and where the round stands now.

All acts of a round lie in one stream of the book, in the order in which they were done; this is their fold. Acts of
office are never taken back, so the last word on anything is the last act.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

import msgspec

from ledger.book import Book
from ledger.event import Event
from ledger.nearest import did_you_mean
from ledger.records.record import Record, TeacherId, entry_of, family, key_digest
from ledger.records.review import ReviewAnnounced
from ledger.records.review_applying import ReviewApplied, ReviewChecked, ReviewFrozen, ReviewWithdrawn
from ledger.records.review_listing import (
    ReviewAppealDecided,
    ReviewAppealed,
    ReviewClosed,
    ReviewDecided,
    ReviewListed,
    ReviewNoticed,
    ReviewObjected,
    ReviewObjectionDecided,
)
from ledger.records.review_panel import (
    ReviewRelationDeclared,
    ReviewScored,
    ReviewStoodAside,
    ReviewTieVoted,
    ReviewVoted,
)
from ledger.refusals import Misuse, Refused
from ledger.store.codec import decode


class RoundState(StrEnum):
    """评审进度: how far a round has come."""

    APPLYING = "applying"
    JUDGING = "judging"
    LISTED = "listed"
    NOTICED = "noticed"
    DECIDED = "decided"
    REOPENED = "reopened"
    CLOSED = "closed"


@dataclass(frozen=True)
class Act:
    """Something done in a round: where it is written, by whom, for which office, when, and what it says."""

    position: int
    actor: str
    authority: str
    recorded_at: datetime
    record: Record

    @property
    def entry(self) -> str:
        """The entry of the record, in hexadecimal."""
        return entry_of(self.record).hex()

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "position": self.position,
            "entry": self.entry,
            "kind": self.record.kind,
            "actor": self.actor,
            "authority": self.authority,
            "recorded_at": self.recorded_at.isoformat(),
            "data": msgspec.to_builtins(self.record),
        }


@dataclass
class Application:
    """What became of a teacher's application: the last one made, whether it was taken back, and who checked it."""

    said: ReviewApplied
    withdrawn: ReviewWithdrawn | None = None
    checks: list[ReviewChecked] = field(default_factory=list)
    checked_by: list[str] = field(default_factory=list)  # who looked, beside each check

    @property
    def teacher(self) -> TeacherId:
        """Who applied."""
        return self.said.teacher

    @property
    def passed(self) -> tuple[str, ...]:
        """The levels at which it was found in order, in the order checked."""
        return tuple(one.level.value for one in self.checks if one.passed)

    @property
    def failed(self) -> ReviewChecked | None:
        """The check in which it was found wanting; None where there is none."""
        return next((one for one in self.checks if not one.passed), None)


@dataclass
class Objection:
    """An objection to a list, and the answer to it; None while there is none."""

    said: ReviewObjected
    answer: ReviewObjectionDecided | None = None


@dataclass
class Appeal:
    """An appeal against a decision, and the answer to it; None while there is none."""

    said: ReviewAppealed
    answer: ReviewAppealDecided | None = None


@dataclass
class Course:
    """One round: the announcement, and all that was done, each list in the order done."""

    announced: ReviewAnnounced
    acts: list[Act] = field(default_factory=list)
    applications: dict[TeacherId, Application] = field(default_factory=dict)
    frozen: ReviewFrozen | None = None
    relations: list[ReviewRelationDeclared] = field(default_factory=list)
    aside: list[ReviewStoodAside] = field(default_factory=list)
    scores: list[ReviewScored] = field(default_factory=list)
    votes: list[ReviewVoted] = field(default_factory=list)
    tie_votes: list[ReviewTieVoted] = field(default_factory=list)
    lists: list[ReviewListed] = field(default_factory=list)
    notices: list[ReviewNoticed] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    decided: list[ReviewDecided] = field(default_factory=list)
    appeals: list[Appeal] = field(default_factory=list)
    closed: ReviewClosed | None = None

    @property
    def code(self) -> str:
        """The round's code."""
        return self.announced.code

    @property
    def position(self) -> int:
        """The position of the last act."""
        return self.acts[-1].position if self.acts else 0

    @property
    def state(self) -> RoundState:
        """How far the round has come."""
        if self.closed:
            return RoundState.CLOSED
        if self.decided and self.decided[-1].revision == self.revision:
            reopened = any(one.answer and one.answer.reopens for one in self._appeals_of(self.revision))
            return RoundState.REOPENED if reopened else RoundState.DECIDED
        if self.notice:
            return RoundState.NOTICED
        if self.lists:
            return RoundState.REOPENED if self.decided else RoundState.LISTED
        return RoundState.JUDGING if self.frozen else RoundState.APPLYING

    @property
    def listed(self) -> ReviewListed | None:
        """The list that stands: the last one."""
        return self.lists[-1] if self.lists else None

    @property
    def revision(self) -> int:
        """The number of the list that stands; 0 before there is one."""
        return self.lists[-1].revision if self.lists else 0

    @property
    def notice(self) -> ReviewNoticed | None:
        """The notice of the list that stands; None where it is not on notice yet."""
        return next((one for one in reversed(self.notices) if one.revision == self.revision), None)

    @property
    def standing(self) -> list[Application]:
        """The applications that were not taken back, by teacher."""
        return [one for _, one in sorted(self.applications.items()) if one.withdrawn is None]

    @property
    def in_order(self) -> list[Application]:
        """Those that passed every check that was announced."""
        levels = [level.value for level in self.announced.checks]
        return [one for one in self.standing if all(level in one.passed for level in levels)]

    @cached_property
    def _numbers(self) -> dict[TeacherId, int]:
        return {one.teacher: one.number for one in self.frozen.dossiers} if self.frozen else {}

    def number_of(self, teacher: str) -> int | None:
        """The number under which the panel sees an applicant; None before dossiers are frozen."""
        return self._numbers.get(TeacherId(teacher))

    def teacher_of(self, number: int) -> TeacherId:
        """The applicant of a number. Raises Refused `number-unknown`."""
        for teacher, own in self._numbers.items():
            if own == number:
                return teacher
        known = f"只有 1 到 {len(self._numbers)} 号" if self._numbers else "档案还没有封存"
        raise Refused("number-unknown", f"评审 {self.code} 里没有 {number} 号档案({known});请核对档案号。")

    def open_objections(self) -> list[Objection]:
        """The objections that nobody has answered."""
        return [one for one in self.objections if one.answer is None]

    def open_appeals(self) -> list[Appeal]:
        """The appeals that nobody has answered."""
        return [one for one in self.appeals if one.answer is None]

    def corrections(self) -> tuple[str, ...]:
        """The entries that were put right because an objection or an appeal was found right, each once."""
        decided = [
            entry for one in self.objections if one.answer and one.answer.upheld for entry in one.answer.corrected
        ]
        appealed = [
            entry for one in self.appeals if one.answer and one.answer.reopens for entry in one.answer.corrected
        ]
        return tuple(dict.fromkeys((*decided, *appealed)))

    def _appeals_of(self, revision: int) -> Iterator[Appeal]:
        return (one for one in self.appeals if one.answer and one.answer.revision == revision)

    def take(self, act: Act) -> None:
        """The next act of the round."""
        self.acts.append(act)
        record = act.record
        match record:
            case ReviewApplied():
                self.applications[record.teacher] = Application(record)
            case ReviewWithdrawn():
                self.applications[record.teacher].withdrawn = record
            case ReviewChecked():
                own = self.applications[record.teacher]
                own.checks.append(record)
                own.checked_by.append(act.actor)
            case ReviewFrozen():
                self.frozen = record
                self.__dict__.pop("_numbers", None)
            case ReviewRelationDeclared():
                self.relations.append(record)
            case ReviewStoodAside():
                self.aside.append(record)
            case ReviewScored():
                self.scores.append(record)
            case ReviewVoted():
                self.votes.append(record)
            case ReviewTieVoted():
                self.tie_votes.append(record)
            case ReviewListed():
                self.lists.append(record)
            case ReviewNoticed():
                self.notices.append(record)
            case ReviewObjected():
                self.objections.append(Objection(record))
            case ReviewObjectionDecided():
                for one in self.objections:
                    if (one.said.teacher, one.said.on) == (record.teacher, record.objected_on):
                        one.answer = record
            case ReviewDecided():
                self.decided.append(record)
            case ReviewAppealed():
                self.appeals.append(Appeal(record))
            case ReviewAppealDecided():
                for appeal in self.appeals:
                    if (appeal.said.teacher, appeal.said.on) == (record.teacher, record.appealed_on):
                        appeal.answer = record
            case ReviewClosed():
                self.closed = record
            case _:
                pass

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md; single scores and votes are left out, who judged whom is the panel's own."""
        notice, said = self.notice, self.announced
        return {
            "code": self.code,
            "title": said.title,
            "form": said.form.value,
            "gives": said.gives.value,
            "named": said.named,
            "pack": said.pack,
            "pack_version": said.version,
            "pack_digest": said.pack_digest,
            "term": said.term,
            "as_of": said.as_of.isoformat(),
            "scope": said.scope,
            "state": self.state.value,
            "places": msgspec.to_builtins(said.places),
            "steps": msgspec.to_builtins(said.steps),
            "applications": [_told(one, self) for _, one in sorted(self.applications.items())],
            "frozen": self.frozen and msgspec.to_builtins(self.frozen),
            "lists": [msgspec.to_builtins(one) for one in self.lists],
            "notice": notice and msgspec.to_builtins(notice),
            "objections": [
                {"said": msgspec.to_builtins(one.said), "answer": one.answer and msgspec.to_builtins(one.answer)}
                for one in self.objections
            ],
            "decided": [msgspec.to_builtins(one) for one in self.decided],
            "appeals": [
                {"said": msgspec.to_builtins(one.said), "answer": one.answer and msgspec.to_builtins(one.answer)}
                for one in self.appeals
            ],
            "closed": self.closed and msgspec.to_builtins(self.closed),
        }


def _told(one: Application, course: Course) -> dict[str, Any]:
    return {
        "teacher": one.teacher,
        "group": one.said.group,
        "on": one.said.on.isoformat(),
        "withdrawn": one.withdrawn.on.isoformat() if one.withdrawn else None,
        "number": course.number_of(one.teacher),
        "checks": [
            msgspec.to_builtins(check) | {"by": by} for check, by in zip(one.checks, one.checked_by, strict=True)
        ],
    }


def course_of(book: Book, code: str, up_to: int | None = None) -> Course:
    """The round of a code, up to a position (now). Raises Misuse `unknown-review`, naming the nearest known ones."""
    course = _folded(book, code, up_to)
    if course is None:
        known = [one.code for one in _announced(book, up_to)]
        wanted = next((one for one in known if one.upper() == code.strip().upper()), None)
        course = _folded(book, wanted, up_to) if wanted else None
        if course is None:
            near = did_you_mean(code, known) if known else "还没有公告任何评审"
            raise Misuse("unknown-review", f"没有编号为“{code}”的评审;{near}。")
    return course


def rounds(book: Book, up_to: int | None = None) -> list[Course]:
    """Every round, the one announced last first."""
    found = (_folded(book, one.code, up_to) for one in reversed(_announced(book, up_to)))
    return [course for course in found if course]


def last_day(course: Course) -> date:
    """The latest day of any act of the round."""
    days = [getattr(act.record, act.record.happened_on) for act in course.acts if act.record.happened_on]
    return max(cast("Sequence[date]", days))


def _announced(book: Book, up_to: int | None) -> list[ReviewAnnounced]:
    return book.kept(ReviewAnnounced, up_to).records


def _folded(book: Book, code: str, up_to: int | None) -> Course | None:
    """The acts of a round, in order; None where it was not announced by then."""
    course: Course | None = None
    for position, _, _, name, body in book.stored.stream(key_digest(family(ReviewAnnounced.kind), (code,))):
        if up_to is not None and position > up_to:
            continue
        event = decode(name, body)
        if not isinstance(event.data, Record):
            continue
        act = _act(position, cast("Event[Record]", event))
        if isinstance(event.data, ReviewAnnounced):
            course = Course(event.data, [act])
        elif course:
            course.take(act)
    return course


def _act(position: int, event: Event[Record]) -> Act:
    return Act(position, event.actor, event.authority, event.recorded_at, event.data)

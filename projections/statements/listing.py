"""Statements listed: what was drawn up, and where each stands."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ledger.book import Book
from ledger.nearest import did_you_mean
from ledger.processes.statement_course import STEPS, StatementCourse
from ledger.records.statement import StatementDrafted, StatementObjected
from ledger.refusals import Misuse


class StatementState(StrEnum):
    """结果状态: where a statement stands."""

    DRAFT = "draft"
    NOTICE = "notice"
    FINAL = "final"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Statement:
    """One statement: its course so far, and at which position each step of it was written."""

    course: StatementCourse
    state: StatementState
    written: dict[object, int]
    waits: list[str]  # what people call the steps that are recorded and not attested yet
    supersedes: str = ""

    @property
    def drafted(self) -> StatementDrafted:
        """The draft."""
        return self.course.drafted

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        draft = self.drafted
        return {
            "id": draft.statement,
            "pack": draft.pack,
            "pack_version": draft.version,
            "pack_digest": draft.pack_digest,
            "term": draft.term,
            "scope": draft.scope,
            "as_of": draft.as_of.isoformat(),
            "state": self.state.value,
            "position": draft.position,
            "digest": draft.result,
        }

    def whole_json(self) -> dict[str, Any]:
        """The same with every step, in the form of docs/json-forms.md."""
        course = self.course
        answers = {(one.teacher, one.objected_on): one for one in course.decided}
        notice, gone = course.noticed, course.superseded
        objections = []
        for one in sorted(course.objected, key=lambda one: (one.on, one.teacher)):
            answer = answers.get((one.teacher, one.on))
            decided = answer and {
                "on": answer.on.isoformat(),
                "upheld": answer.upheld,
                "reason": answer.reason,
                "told_on": answer.told_on.isoformat(),
            }
            objections.append(
                {"teacher": one.teacher, "on": one.on.isoformat(), "words": one.words, "decided": decided}
            )
        return {
            **self.to_json(),
            "drafted": course.drafted.on.isoformat(),
            "notice": notice
            and {
                "from": notice.since.isoformat(),
                "to": notice.until.isoformat(),
                "days": notice.days,
                "fields": list(notice.fields),
            },
            "objections": objections,
            "final": course.finalised and course.finalised.on.isoformat(),
            "no_notice": course.finalised.reason if course.finalised and course.finalised.unnoticed else None,
            "supersedes": self.supersedes or None,
            "superseded_by": gone.by if gone and self.state is StatementState.SUPERSEDED else None,
            "dropped": course.dropped and {"on": course.dropped.on.isoformat(), "reason": course.dropped.reason},
            "waits": self.waits,
        }


def statements(book: Book, up_to: int | None = None) -> list[Statement]:
    """Every statement, newest first; steps count once they are attested, objections as soon as they are made."""
    drafts = book.kept(StatementDrafted, up_to)
    courses = {draft.statement: StatementCourse(draft) for draft in drafts.records}
    written: dict[str, dict[object, int]] = {
        draft.statement: {draft.natural_key(): position}
        for draft, position in zip(drafts.records, drafts.positions, strict=True)
    }
    waits: dict[str, list[str]] = {name: [] for name in courses}
    for draft, attested in zip(drafts.records, drafts.attested, strict=True):
        if not attested:
            waits[draft.statement].append(draft.called)
    for kind in STEPS:
        kept = book.kept(kind, up_to)
        for step, position, attested in zip(kept.records, kept.positions, kept.attested, strict=True):
            if step.statement not in courses:
                continue
            written[step.statement][step.natural_key()] = position
            if attested or kind is StatementObjected:
                courses[step.statement].take(step)
            else:
                waits[step.statement].append(step.called)
    final = {name for name, course in courses.items() if course.finalised}
    replaced = {course.superseded.by: name for name, course in courses.items() if course.superseded and name in final}
    found = [
        Statement(course, _state(course, final), written[name], waits[name], replaced.get(name, ""))
        for name, course in courses.items()
    ]
    return sorted(found, key=lambda one: -one.written[one.drafted.natural_key()])


def find_statement(book: Book, name: str) -> Statement:
    """The statement of a number. Raises Misuse `unknown-statement`, naming the nearest known ones."""
    found = {one.drafted.statement: one for one in statements(book)}
    wanted = next((known for known in found if known.upper() == name.strip().upper()), None)
    if wanted is None:
        near = did_you_mean(name, found) if found else "还没有拟定任何结果"
        raise Misuse("unknown-statement", f"没有编号为“{name}”的结果;{near}。")
    return found[wanted]


def _state(course: StatementCourse, final: set[str]) -> StatementState:
    if course.superseded and course.superseded.by in final:
        return StatementState.SUPERSEDED
    if course.finalised:
        return StatementState.FINAL
    if course.dropped:
        return StatementState.DROPPED
    return StatementState.NOTICE if course.noticed else StatementState.DRAFT

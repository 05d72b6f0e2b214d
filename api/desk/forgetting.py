"""Where a person is forgotten: asked whether anything is in the way, written down, destroyed, and what is left told."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from api.desk.showing import check_names_nobody
from ledger.event import COUNTY
from ledger.forgetting import Mention, check_no_open_objection, destroy_forgotten, mentions
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.known import check_known
from ledger.pen import Pen
from ledger.records.employment import TeacherMerged
from ledger.records.personal_data import PersonForgotten
from ledger.records.record import TeacherId, entry_of
from ledger.refusals import Refused
from ledger.spelling import squeeze
from ledger.submission import Submission
from ledger.vault import Particulars
from projections.contradictions.contradiction import Contradiction, State, What
from projections.contradictions.report import contradictions
from projections.statements.listing import Statement, StatementState, statements


@dataclass(frozen=True)
class Done:
    """What was done: the event as written, its position, and where a name or number of the person still stands.

    `aside`: files of an earlier vault whose key was lost; with that key, the person could be read from them.
    """

    said: PersonForgotten
    position: int
    left: list[Mention]
    aside: list[str]

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "teacher": self.said.teacher,
            "also": list(self.said.also),
            "on": self.said.on.isoformat(),
            "entry": entry_of(self.said).hex(),
            "position": self.position,
            "left": [one._asdict() for one in self.left],
            "aside": self.aside,
        }


class ForgettingDesk:
    """Where an officer of the county, with another, has a person's particulars destroyed."""

    def __init__(self, ledger: Ledger, home: Home, who: HandIn) -> None:
        self._ledger = ledger
        self._home = home
        self._who = who

    def forget(self, teacher: TeacherId, second: str, reason: str) -> Done:
        """Destroy a person's particulars. Raises Refused where anything is in the way; then nothing was done."""
        ledger, book = self._ledger, self._ledger.book
        if self._who.authority.partition(":")[0] != COUNTY:
            raise Refused(
                "not-entitled", f"个人信息由县局删除,现在用的是 {self._who.authority};请用 --authority county。"
            )
        if squeeze(second) == squeeze(self._who.actor):
            raise Refused(
                "second-missing",
                f"经手人和复核人都是 {self._who.actor};删除个人信息要两个人,请由另一人复核。",
                fields=["second"],
            )
        said = PersonForgotten(teacher, book.today(), second, reason, _merged_into(ledger, teacher))
        check_known(said, ledger.register())
        check_names_nobody(ledger, {"reason": reason, "second": second, "actor": self._who.actor})
        with book.writing(self._who, keep=False) as pen:  # what the book's own rules say is told first
            _written(pen, said)
        with book.writing(self._who) as pen:  # nobody else writes meanwhile, so what is asked stays so
            check_no_open_objection(book, said.codes)
            self._check_not_listed(said.codes)
            self._check_no_open_case(said.codes)
            # Somebody who was known by several names is looked for under each.
            persons = ledger.vault.ever_kept(said.codes)
            _written(pen, said)
            position = pen.position
        destroy_forgotten(book, ledger.vault, self._home.forgotten)
        aside = [path.name for path in self._home.lost_vaults]
        return Done(said, position, _left(ledger, said, position, persons), aside)

    def _check_not_listed(self, codes: Sequence[TeacherId]) -> None:
        """Refuse `on-public-notice` where a result that is not final yet lists the person."""
        for one in unfinished(self._ledger):
            if not listed_in(self._ledger, one, codes).isdisjoint(codes):
                notice = one.course.noticed
                stage = f"公示到 {notice.until} 为止,还没有定稿" if notice else "还是草案"
                raise Refused(
                    "on-public-notice",
                    f"结果 {one.drafted.statement} 列有教师 {codes[0]},{stage};请等定稿或放弃以后再删除个人信息。",
                    see=[entry_of(one.drafted).hex()],
                )

    def _check_no_open_case(self, codes: Sequence[TeacherId]) -> None:
        """Refuse `case-open` where records contradict each other, and the person is asked about it."""
        for one in open_cases(self._ledger):
            if not set(codes).isdisjoint(one.persons):
                raise Refused(
                    "case-open",
                    f"矛盾 {one.id} 涉及教师 {codes[0]},还没有办结({one.says});"
                    "请先办结(contradiction.settled),再删除个人信息。",
                    see=one.entries,
                )


def unfinished(ledger: Ledger) -> list[Statement]:
    """The results that are drafts or on notice: until one is final or dropped, nobody whom it lists is forgotten."""
    return [one for one in statements(ledger.book) if one.state in (StatementState.DRAFT, StatementState.NOTICE)]


def listed_in(ledger: Ledger, statement: Statement, codes: Collection[TeacherId] = ()) -> set[TeacherId]:
    """Whom a result lists; of one that cannot be read it is taken that it lists these `codes`."""
    content = ledger.statements.read(statement.drafted.result)
    return set(codes) if content is None else {TeacherId(code) for code in _read_result(content).teachers}


def open_cases(ledger: Ledger) -> Iterator[Contradiction]:
    """The contradictions that somebody is asked about and that are not settled."""
    rows = {code: row.identity for code, row in ledger.register().teachers.items()}
    numbers = {code: person.id_number for code, person in ledger.vault.particulars(rows).items()}
    for one in contradictions(ledger.book, id_numbers=numbers):
        if one.what not in _OF_MANNER and one.state is not State.SETTLED:
            yield one


def _written(pen: Pen, said: PersonForgotten) -> None:
    [outcome] = pen.write([Submission([said])])
    if isinstance(outcome, Refused):
        raise outcome
    if not outcome:
        raise Refused("already-forgotten", f"教师 {said.teacher} 的个人信息今天已经删除;不用再办。")


def _merged_into(ledger: Ledger, teacher: TeacherId) -> tuple[TeacherId, ...]:
    """The codes that were merged into a teacher's, directly or by way of another."""
    merged: list[TeacherMerged] = ledger.book.kept(TeacherMerged).records
    found = [teacher]
    for code in found:
        found += [one.teacher for one in merged if one.into == code and one.teacher not in found]
    return tuple(found[1:])


def _left(ledger: Ledger, said: PersonForgotten, position: int, persons: Sequence[Particulars]) -> list[Mention]:
    names = [one.name for one in persons]
    numbers = [number for one in persons for number in (one.id_number, one.telephone)]
    return [one for one in mentions(ledger.book, said.codes, names, numbers) if one.position != position]


_OF_MANNER = (What.RECORDED_LATE, What.BEFORE_REVIEW)
"""How records came in, of everybody in a workbook at once: no case of anybody's own."""


class _Result(msgspec.Struct):
    teachers: dict[str, msgspec.Raw] = {}


_read_result = msgspec.json.Decoder(_Result).decode

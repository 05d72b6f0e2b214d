"""Steps towards a statement, written for an office: each checked as any record is, those of one command all or none."""

from collections.abc import Sequence
from datetime import date

import msgspec

from api.desk.checking import check_brought, check_written
from api.desk.known import Known
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.records.record import Record, TeacherId
from ledger.records.school_year import DayDeclared
from ledger.records.statement import (
    Scope,
    StatementDrafted,
    StatementDropped,
    StatementFinalised,
    StatementId,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
)
from ledger.refusals import Misuse, Refused
from ledger.submission import Submission
from ledger.working_days import WorkingDays
from projections.language.pack import Pack
from projections.standing import read_standing
from projections.statements.drafting import draw_up, next_number
from projections.statements.listing import Statement, StatementState, find_statement, statements
from projections.statements.public_notice import check_fields
from projections.statements.reproducing import official_result
from projections.statements.scoped import Result


class StatementDesk:
    """Where statements are made, in the name of whoever acts."""

    def __init__(self, ledger: Ledger, who: HandIn, *, once: bool = False) -> None:
        """`once`: what is asked for again while the same stands is not drawn up a second time."""
        self._ledger = ledger
        self._who = who
        self._book = ledger.book
        self._once = once

    def draft(self, pack: Pack, term: str, scope: str, as_of: date | None = None) -> Statement:
        """Draw up a draft: the pack's text into the book, the result's bytes into their folder."""
        return self._drafted(pack, term, scope, as_of, [])

    def issue(
        self, pack: Pack, term: str, scope: str, as_of: date | None, reason: str, supersedes: str = ""
    ) -> Statement:
        """Draw up a draft that is final at once, where no notice is due; `reason` says why none is."""
        final = StatementFinalised(StatementId(""), self._today, unnoticed=True, reason=reason)
        gone = self._gives_way(supersedes, StatementId(""), reason)
        return self._drafted(pack, term, scope, as_of, [*gone, final])

    def notice(self, statement: Statement, days: int, since: date | None, fields: Sequence[str]) -> Statement:
        """Put a draft on public notice for so many working days, from a day on (today)."""
        draft, since = statement.drafted, since or self._today
        if days < 1:
            raise Misuse("bad-arguments", f"公示天数应是 1 以上的工作日数,不是 {days};请核对 --days。")
        check_fields(fields, self._result(statement))
        working = WorkingDays(record for record in self._book.kept(DayDeclared).records)
        until = working.last_of(since, days)
        return self._write([StatementNoticed(draft.statement, since, until, days, tuple(fields))])

    def object(self, statement: Statement, teacher: str, words: str, on: date | None) -> Statement:
        """Take down what a teacher objects to."""
        return self._write(
            [
                StatementObjected(
                    statement.drafted.statement, self._of_result(statement, teacher), on or self._today, words
                )
            ]
        )

    def decide(
        self,
        statement: Statement,
        teacher: str,
        *,
        upheld: bool,
        reason: str,
        on: date | None = None,
        told_on: date | None = None,
    ) -> Statement:
        """Decide a teacher's open objections; the teacher was told on a day (that of the decision)."""
        code = self._of_result(statement, teacher)
        waiting = [one for one in statement.course.undecided() if one.teacher == code]
        if not waiting:
            raise Refused(
                "not-objected", f"教师 {code} 对结果 {statement.drafted.statement} 没有待答复的异议;请核对教师。"
            )
        on = on or self._today
        number = statement.drafted.statement
        return self._write(
            [StatementObjectionDecided(number, code, one.on, on, upheld, reason, told_on or on) for one in waiting]
        )

    def finalise(self, statement: Statement, supersedes: str = "", reason: str = "") -> Statement:
        """Make a draft final when its notice is over; another final one may give way to it, for a reason."""
        number = statement.drafted.statement
        gone = self._gives_way(supersedes, number, reason)
        return self._write([*gone, StatementFinalised(number, self._today)])

    def drop(self, statement: Statement, reason: str) -> Statement:
        """Give a draft up."""
        return self._write([StatementDropped(statement.drafted.statement, self._today, reason)])

    @property
    def _today(self) -> date:
        return self._book.today()

    def _drafted(self, pack: Pack, term: str, scope: str, as_of: date | None, further: Sequence[Record]) -> Statement:
        drawing = draw_up(self._book, pack, term, Scope(scope), as_of)
        self._check([drawing.adopted, drawing.draft(StatementId("JG"), self._today)])
        self._ledger.statements.keep(drawing.content)
        self._ledger.statements.keep(drawing.rows)
        with self._book.writing(self._who) as pen:
            number = next_number(self._book)  # nobody else writes meanwhile
            if same := self._same_as(drawing.draft(number, self._today), final=bool(further)):
                return same
            steps = [_numbered(step, number) for step in further]
            records = [drawing.adopted, drawing.draft(number, self._today), *steps]
            for outcome in pen.write([Submission([record]) for record in records]):
                if isinstance(outcome, Refused):
                    raise outcome
        return find_statement(self._book, number)

    def _same_as(self, draft: StatementDrafted, *, final: bool) -> Statement | None:
        """A statement that says the same, and stands: final without notice, or on its way."""
        if not self._once:
            return None
        said = _said(draft)
        states = [StatementState.FINAL] if final else [StatementState.DRAFT, StatementState.NOTICE]
        found = [one for one in statements(self._book) if one.state in states and _said(one.drafted) == said]
        return found[0] if found else None

    def _write(self, records: Sequence[Record]) -> Statement:
        """Write the steps of one statement, all or none; how it stands then."""
        self._check(records)
        with self._book.writing(self._who) as pen:
            for outcome in pen.write([Submission([record]) for record in records]):
                if isinstance(outcome, Refused):
                    raise outcome
        last: StatementFinalised = records[-1]  # type: ignore[assignment]  # every step names its statement
        return find_statement(self._book, last.statement)

    def _check(self, records: Sequence[Record]) -> None:
        known = Known(self._ledger)
        for record in records:
            check_written(record, known.register)
            check_brought(known, record, [record], self._who.authority, self._today)
        if self._who.authority != COUNTY and not all(isinstance(one, StatementObjected) for one in records):
            # What waits to be attested would be on notice, and then final, before the county stood for it.
            raise Refused(
                "not-entitled", f"结果由县局拟定、公示和定稿,现在用的是 {self._who.authority};请用 --authority county。"
            )

    def _gives_way(self, supersedes: str, number: StatementId, reason: str) -> list[Record]:
        if not supersedes:
            return []
        before = find_statement(self._book, supersedes)
        return [StatementSuperseded(before.drafted.statement, number, self._today, reason)]

    def _result(self, statement: Statement) -> Result:
        result: Result = msgspec.json.decode(official_result(self._book, self._ledger.statements, statement.drafted))
        return result

    def _of_result(self, statement: Statement, teacher: str) -> TeacherId:
        """The teacher's code, where the result has one. Raises Misuse `unknown-teacher`."""
        answers = self._result(statement)["teachers"]
        code = teacher if teacher in answers else read_standing(self._book).code_now(teacher)
        if code not in answers:
            near = did_you_mean(teacher, answers)
            raise Misuse("unknown-teacher", f"结果 {statement.drafted.statement} 里没有教师“{teacher}”;{near}。")
        return TeacherId(code)


def _said(draft: StatementDrafted) -> tuple[object, ...]:
    return draft.pack_digest, draft.term, draft.scope, draft.as_of, draft.result


def _numbered(step: Record, number: StatementId) -> Record:
    """A step of a draft that had no number yet."""
    if isinstance(step, StatementSuperseded):
        return StatementSuperseded(step.statement, number, step.on, step.reason)
    assert isinstance(step, StatementFinalised)
    return StatementFinalised(number, step.on, step.unnoticed, step.reason)

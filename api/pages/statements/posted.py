"""公示: the notice of a statement as everybody sees it; worked out once a day, names put in each time it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.desk.statement_words import heading, posted
from api.http.lately import Lately
from api.http.register_desk import RegisterDesk
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from projections.statements.listing import Statement, find_statement, statements
from projections.statements.public_notice import NoticeState, NoticeView, view_on

PER_PAGE = 100
_KEPT = 4


class _Code(str):
    """Stands where a name will stand, until it is shown."""

    __slots__ = ()


class _Codes(Mapping[TeacherId, str]):
    """In place of every name the code, to be known again: no name is kept."""

    def __getitem__(self, code: TeacherId) -> str:
        return _Code(code)

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True)
class Posted:
    """A page of a notice. `state` says why there is none."""

    statement: Statement
    state: NoticeState
    headings: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    count: int = 0
    page: int = 1
    pages: int = 1


class Notices:
    """The notices of a ledger, for any thread: working one out evaluates a term, so it is kept for the day."""

    def __init__(self, ledger: Ledger, register: RegisterDesk) -> None:
        self._ledger = ledger
        self._register = register
        self._views: Lately[tuple[str, str, date, tuple[str, ...]], NoticeView] = Lately(_KEPT)

    def listed(self) -> list[Statement]:
        """Those on notice today, the newest first."""
        today = self._ledger.book.today()
        return [one for one in statements(self._ledger.book) if _shown(one, today)]

    def page(self, name: str, page: int) -> Posted:
        """A page of a notice. Raises Misuse `unknown-statement`, which does not say which other ones there are."""
        try:
            statement = find_statement(self._ledger.book, name)
        except Misuse:
            near = did_you_mean(name, [one.drafted.statement for one in self.listed()])
            raise Misuse("unknown-statement", f"没有编号为“{name}”的公示;{near}。") from None
        today = self._ledger.book.today()
        if not _shown(statement, today):
            notice = statement.course.noticed
            ahead = notice and not statement.course.dropped and today < notice.since
            over = notice and not statement.course.dropped and today > notice.until
            state = NoticeState.NOT_YET if ahead else NoticeState.OVER if over else NoticeState.NONE
            return Posted(statement, state)
        view = self._view(statement, today)
        pages = max(1, -(-len(view.rows) // PER_PAGE))
        at = min(max(1, page), pages)
        rows = view.rows[(at - 1) * PER_PAGE : at * PER_PAGE]
        named = {cell for row in rows for cell in row.values() if isinstance(cell, _Code)}
        names = self._register.names(named) if named else {}
        register = self._register.at_once
        shown = [[_told(row[field], field, view, names, register) for field in view.fields] for row in rows]
        headings = [heading(field, view.pack) for field in view.fields]
        return Posted(statement, NoticeState.SHOWN, headings, shown, len(view.rows), at, pages)

    def _view(self, statement: Statement, today: date) -> NoticeView:
        notice = statement.course.noticed
        assert notice
        key = (statement.drafted.statement, statement.drafted.result, today, notice.fields)
        ledger = self._ledger
        return self._views.get(key, lambda: view_on(ledger.book, ledger.statements, statement, _Codes(), today))


def _shown(statement: Statement, day: date) -> bool:
    notice = statement.course.noticed
    return notice is not None and statement.course.dropped is None and notice.since <= day <= notice.until


def _told(value: Any, field: str, view: NoticeView, names: Mapping[TeacherId, str], register: RegisterDesk) -> str:
    if isinstance(value, _Code):
        return names.get(TeacherId(value), "")
    if field == "school":  # everybody reads it, and codes are for offices
        return register.school_name(value)
    return posted(value, field, view.pack)

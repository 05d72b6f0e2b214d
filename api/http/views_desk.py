"""The desk of the views: time lines and what waits, brought up to the book before every answer."""

from collections.abc import Callable, Iterator
from threading import Lock
from typing import Annotated, Any

from fastapi import Depends, Request

from ledger.hand_in import office_named
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.records.employment import TeacherMerged
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from ledger.seal import SealState
from projections.keeping import State, is_ready, state_of
from projections.views.asking import ALL, Only, inbox, time_line
from projections.views.keeping import Views, brought_up_to_date
from projections.views.lateness import EnteredLate, entered_late


class ViewsDesk:
    """Answers from the views of a ledger, for any thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._views: Views | None = None
        self._following = Lock()  # two that follow the same tables would only wait for each other

    def state(self) -> tuple[bool, State, SealState]:
        """Whether all is ready, and how far everything has come."""
        state = state_of(self._ledger.book)
        return is_ready(state), state, self._ledger.seal.state()

    def time_line(self, teacher: str, before: int | None, most: int) -> list[dict[str, Any]]:
        """What was recorded about a teacher, under the codes of merged files too. Raises Misuse `unknown-teacher`."""
        codes = [teacher, *_merged_into(teacher, self._ledger.book.kept(TeacherMerged).records)]
        found = self._asked(lambda views: time_line(views, codes, before, most))
        if not found and before is None:
            known = self._ledger.register().teachers
            if TeacherId(teacher) not in known:
                raise Misuse("unknown-teacher", f"花名册上没有编号 {teacher};{did_you_mean(teacher, known)}。")
        return found

    def inbox(self, authority: str, after: int, most: int, only: Only = ALL) -> list[dict[str, Any]]:
        """What waits for an office. Raises Misuse `bad-authority`."""
        office = office_named(authority)
        return self._asked(lambda views: inbox(views, office, after, most, only))

    def entered_late(self, days: int, before: int | None = None) -> Iterator[EnteredLate]:
        """What was recorded more than so many days after it happened, the last recorded first."""
        with self._following:
            views = self._views = brought_up_to_date(self._ledger.book, views=self._views)
        return entered_late(views, days, before)

    def _asked(self, ask: Callable[[Views], list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """What the views answer, with all that the book holds; opened again where they were exchanged meanwhile."""
        with self._following:
            views = self._views = brought_up_to_date(self._ledger.book, views=self._views)
        return ask(views)


def _merged_into(teacher: str, merged: list[TeacherMerged]) -> list[str]:
    """The codes whose files were merged into a teacher's, and into those."""
    found: list[str] = []
    waiting = [teacher]
    while waiting:
        code = waiting.pop()
        into_it = [one.teacher for one in merged if one.into == code and one.teacher not in (teacher, *found)]
        found += into_it
        waiting += into_it
    return found


async def _views(request: Request) -> ViewsDesk:  # not in a thread: every request would wait for one
    desk = request.app.state.views
    assert isinstance(desk, ViewsDesk)
    return desk


TheViews = Annotated[ViewsDesk, Depends(_views)]

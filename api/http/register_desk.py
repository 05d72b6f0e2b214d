"""The register as it stands now, kept while nothing is written: whom a code names, at which school, for many pages."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Request

from api.http.lately import Lately
from api.http.reading_desk import ReadingDesk
from ledger.home import Ledger
from ledger.records.record import SchoolId, TeacherId
from ledger.register import Register

_KEPT = 2


class RegisterDesk:
    """Answers from the register of a ledger, for any thread; names are unsealed anew each time, never kept."""

    def __init__(self, ledger: Ledger, desk: ReadingDesk) -> None:
        self._ledger = ledger
        self._desk = desk
        self._kept: Lately[int, Register] = Lately(_KEPT)

    @property
    def now(self) -> Register:
        """The register at the book's last position, which is asked for each time: for many rows ask `at_once`."""
        return self._kept.get(self._ledger.book.position, self._ledger.register)

    @property
    def at_once(self) -> "RegisterDesk":
        """The same for one answer: the book is asked how far it goes only now."""
        return _AtOnce(self._ledger, self._desk, self.now)

    def names(self, codes: Iterable[str]) -> dict[TeacherId, str]:
        """The names of those of some codes who are on the register."""
        rows = self.now.teachers
        known = {TeacherId(code): rows[TeacherId(code)].identity for code in codes if code in rows}
        return dict(self._desk.unsealed(known))

    def school_name(self, code: str) -> str:
        """A school's name; its code where the register has none."""
        row = self.now.schools.get(SchoolId(code))
        return row.name if row else code

    def school_of(self, teacher: str) -> str:
        """The code of the school that a teacher is at; empty where the register has none."""
        row = self.now.teachers.get(TeacherId(teacher))
        return row.school if row else ""


class _AtOnce(RegisterDesk):
    """The register as it stood when the answer was begun."""

    def __init__(self, ledger: Ledger, desk: ReadingDesk, now: Register) -> None:
        super().__init__(ledger, desk)
        self._now = now

    @property
    def now(self) -> Register:
        """The register of that moment."""
        return self._now

    @property
    def at_once(self) -> RegisterDesk:
        """Itself."""
        return self


async def _desk(request: Request) -> RegisterDesk:  # not in a thread: every request would wait for one
    desk = request.app.state.register_desk
    assert isinstance(desk, RegisterDesk)
    return desk


TheRegister = Annotated[RegisterDesk, Depends(_desk)]

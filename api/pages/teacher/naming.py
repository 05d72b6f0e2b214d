"""Whom and which school a form means: by name, by code, or as a list offered them, `卫强远 000003`."""

import re
from dataclasses import replace
from functools import cached_property

from api.accounts.permitted import sees
from api.accounts.visitor import Visitor
from api.http.register_desk import RegisterDesk
from api.search.people import People
from api.workbook.codes import Codes
from api.workbook.faults import Fault
from ledger.nearest import did_you_mean
from ledger.records.record import SchoolId, TeacherId
from ledger.spelling import squeeze

_CODE_AT_END = re.compile(r".*?(\d{6})")
_BEARERS = 20


class Naming(Codes):
    """Schools by code or name, teachers by code, or by name where the visitor sees them; first of one's own school."""

    def __init__(self, register: RegisterDesk, people: People, visitor: Visitor) -> None:
        super().__init__()
        self._register = register
        self._people = people
        self._visitor = visitor
        self.schools = set(register.now.schools)
        self.teachers = set(register.now.teachers)

    @cached_property
    def school_of_visitor(self) -> str:
        """The school of the visitor as a teacher; empty where there is none."""
        return self._register.school_of(self._visitor.teacher)

    def school(self, cell: object) -> SchoolId | Fault:
        """A school by its code, its name, or both."""
        written = squeeze(str(cell))
        rows = self._register.now.schools
        if SchoolId(written) in rows:
            return SchoolId(written)
        named = [code for code, row in rows.items() if squeeze(row.name) == written]
        offered = [code for code, row in rows.items() if squeeze(f"{row.name}{code}") == written]
        if len(offered or named) == 1:
            return (offered or named)[0]
        near = did_you_mean(str(cell), [row.name for row in rows.values()])
        return Fault("unknown-school", f"没有登记叫“{cell}”的学校;{near}。")

    def teacher(self, cell: object) -> TeacherId | Fault:
        """A teacher by code, by whole name, or both."""
        written = squeeze(str(cell))
        offered = _CODE_AT_END.fullmatch(written)
        found = super().teacher(offered[1] if offered else written)
        if not isinstance(found, Fault) or offered or written.isdigit():
            return found
        self.names.setdefault(written, self._bearers(written))
        return super().teacher(written)

    def offers(self) -> dict[str, list[str]]:
        """What is offered while one types: colleagues of one's own school, all schools."""
        rows = self._register.now.teachers
        own = [code for code, row in rows.items() if row.school == self.school_of_visitor]
        names = self._register.names(own)
        return {
            "people": sorted(self.person(code, names.get(code, "")) for code in own if code != self._visitor.teacher),
            "schools": [f"{row.name} {code}" for code, row in sorted(self._register.now.schools.items())],
        }

    def person(self, code: str, name: str | None = None) -> str:
        """A teacher as a form offers one."""
        said = self._register.names([code]).get(TeacherId(code), "") if name is None else name
        return f"{said} {code}".strip()

    def school_named(self, code: str) -> str:
        """A school as a form offers one."""
        return f"{self._register.school_name(code)} {code}" if SchoolId(code) in self.schools else code

    def _bearers(self, name: str) -> list[TeacherId]:
        """Who bears a name, the whole of it: at the visitor's school, else among those whom the visitor sees.

        A name must not yield the code of whom one does not see: codes stand for people everywhere, and are their
        accounts. Of others one writes the code, as the school they belong to knows it.
        """
        own = self.school_of_visitor
        seen = sees(self._visitor)
        schools = None if seen.schools is None else seen.schools | ({own} if own else set())
        found = self._people.find(name, replace(seen, schools=schools), _BEARERS)
        bearers = [one for one in found if squeeze(one.name) == name]
        return [TeacherId(one.teacher) for one in [one for one in bearers if one.school == own] or bearers]

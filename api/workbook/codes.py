"""The codes and names known so far: how a cell names a school or a teacher."""

from api.workbook.cells import as_text, code
from api.workbook.faults import Ambiguous, Fault
from ledger.records.record import SchoolId, TeacherId
from ledger.spelling import masked, teacher_code


class Codes:
    """Schools by code, teachers by code or name; filled from the ledger and from the rows accepted so far."""

    def __init__(self) -> None:
        self.schools: set[SchoolId] = set()
        self.teachers: set[TeacherId] = set()
        self.names: dict[str, list[TeacherId]] = {}

    def school(self, cell: object) -> SchoolId | Fault:
        """A school by its code."""
        known = SchoolId(code(cell))
        if known not in self.schools:
            return Fault("unknown-school", f"学校代码“{known}”没有登记;请核对代码或先在“学校”表登记。")
        return known

    def teacher(self, cell: object) -> TeacherId | Fault:
        """A teacher by code (leading zeros may be lost, digits full-width) or by a name that one teacher bears."""
        written = teacher_code(as_text(cell))
        known = TeacherId(written)
        if known in self.teachers:
            return known
        if written.isascii() and written.isdigit():
            return Fault("unknown-teacher", f"教师编号“{known}”没有登记;请核对编号或先在“教师”表登记。")
        bearers = self.names.get(written, [])
        if len(bearers) == 1:
            return bearers[0]
        if bearers:
            why = f"叫“{masked(written)}”的教师有 {len(bearers)} 位;请改填六位教师编号。"
            return Ambiguous("ambiguous-teacher", why, (tuple(bearers),))
        return Fault("unknown-teacher", f"没有登记叫“{masked(written)}”的教师;请改填六位教师编号。")

    def listed_teacher(self, cell: object) -> TeacherId | Fault:
        """Whom a row of a staff list is about: a code of six digits, known or new, or the name of a known teacher."""
        new = new_teacher_code(cell)
        return self.teacher(cell) if isinstance(new, Fault) else new


def new_teacher_code(cell: object) -> TeacherId | Fault:
    """The code that a row of the register gives a teacher: six digits."""
    written = teacher_code(as_text(cell))
    if not (written.isascii() and written.isdigit() and len(written) == 6):
        return Fault("unknown-value", f"“{masked(written)}”不是六位数字的教师编号;请核对。")
    return TeacherId(written)

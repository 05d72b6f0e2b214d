"""考核结果的作废: what other steps of a statement rest on is not taken away from under them (`rested-on`)."""

from ledger.in_force import InForce
from ledger.processes.rested_on import check_nothing_rests, named_alike
from ledger.processes.statement_course import STEPS
from ledger.records.pack_adopted import PackAdopted
from ledger.records.record import Record
from ledger.records.statement import (
    StatementDrafted,
    StatementFinalised,
    StatementNoticed,
    StatementObjected,
    StatementObjectionDecided,
    StatementSuperseded,
)


def check_without_pack(gone: PackAdopted, in_force: InForce) -> None:
    """Refuse to take away a pack's text by which results were drawn up: `rested-on`."""
    if not in_force.by(PackAdopted, "digest")(gone.digest):
        check_nothing_rests(gone, in_force.by(StatementDrafted, "pack_digest")(gone.digest))


def check_without_drafted(gone: StatementDrafted, in_force: InForce) -> None:
    """Refuse to take away a draft of which any step stands: `rested-on`."""
    check_nothing_rests(gone, resting_on_draft(gone, in_force))


def check_without_noticed(gone: StatementNoticed, in_force: InForce) -> None:
    """Refuse to take away a notice that was objected to, or after which the result is final: `rested-on`."""
    course: tuple[type[Record], ...] = (StatementObjected, StatementObjectionDecided, StatementFinalised)
    check_nothing_rests(gone, named_alike(gone, course, ["statement"], in_force))


def check_without_objected(gone: StatementObjected, in_force: InForce) -> None:
    """Refuse to take away an objection that was decided: `rested-on`."""
    decided = in_force.by(StatementObjectionDecided, "statement", "teacher", "objected_on")
    check_nothing_rests(gone, decided((gone.statement, gone.teacher, gone.on)))


def check_without_decided(gone: StatementObjectionDecided, in_force: InForce) -> None:
    """Refuse to take away a decision after which the result is final: `rested-on`."""
    check_nothing_rests(gone, named_alike(gone, (StatementFinalised,), ["statement"], in_force))


def check_without_finalised(gone: StatementFinalised, in_force: InForce) -> None:
    """Refuse to take away that a result is final where it has given way to another: `rested-on`."""
    check_nothing_rests(gone, named_alike(gone, (StatementSuperseded,), ["statement"], in_force))


def check_without_superseded(gone: StatementSuperseded, in_force: InForce) -> None:
    """Refuse to take away that a result gave way where the later one is final: `rested-on`."""
    check_nothing_rests(gone, in_force.by(StatementFinalised, "statement")(gone.by))


def resting_on_draft(draft: StatementDrafted, in_force: InForce) -> list[Record]:
    """The steps that stand of a draft, and the statement that is to give way to it."""
    steps: list[Record] = named_alike(draft, STEPS, ["statement"], in_force)
    return [*steps, *in_force.by(StatementSuperseded, "by")(draft.statement)]

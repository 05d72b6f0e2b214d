"""Who did something, as audit pages say it: a teacher by name and code, another account by its word, and the office."""

from collections.abc import Iterable, Mapping

from api.http.register_desk import RegisterDesk
from api.pages.texts import text
from ledger.event import COUNTY, Source
from ledger.records.record import TeacherId

_DIGITS = 8


def named(code: str, names: Mapping[TeacherId, str]) -> str:
    """A person by name and code; a code alone where the vault has no name, or it is no teacher's."""
    name = names.get(TeacherId(code), "")
    return f"{name} {code}".strip()


def names_of(register: RegisterDesk, codes: Iterable[str]) -> Mapping[TeacherId, str]:
    """The names of those of some codes who are teachers."""
    return register.names(dict.fromkeys(codes))


def office(authority: str, register: RegisterDesk) -> str:
    """An office as people call it."""
    kind, _, name = authority.partition(":")
    if kind == "school":
        return register.school_name(name)
    return text("audit.county") if authority == COUNTY else name or authority


def source(read_in: Source | None) -> str:
    """Where a record was read: a sheet and row of a file, or entered by itself."""
    if read_in is None:
        return text("audit.source_none")
    if not read_in.sheet:
        return text("audit.source_line", file=read_in.file[:_DIGITS])
    return text("audit.source_row", file=read_in.file[:_DIGITS], sheet=read_in.sheet, row=read_in.row)

"""An empty workbook to be filled in: the sheets that packs in force use, or some named; what is known stands in it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from api.workbook.sheet import Sheet
from api.workbook.sheets import all_sheets
from api.workbook.template import TemplateSheet, sheets_for, template_bytes, whole_sheet
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.records.record import SchoolId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse
from ledger.scope import COUNTY_ONLY

Row = Mapping[str, object]
"""What stands in a row, by heading."""

_COUNTYS = (SchoolRegistered,)
"""What a school need not fill in, beside the kinds that only the county may bring."""


def sheets_of_packs(names: Iterable[str] | None) -> list[TemplateSheet]:
    """The sheets for some packs; if none is named, for those in force."""
    from projections.about_packs.needs import needs_of
    from projections.catalogue import find_pack, shipped_packs  # loads and checks every pack

    packs = [find_pack(name) for name in names or ()]
    return sheets_for(needs_of(packs or [one for one in shipped_packs().values() if one.head.status == "in_force"]))


def sheets_of_kinds(names: Iterable[str]) -> list[TemplateSheet]:
    """The sheets that were named, with 学期 before them."""
    wanted = {TermAnnounced.called}
    for said in (part for name in names for part in name.replace(",", "、").replace(",", "、").split("、") if part):
        known = {sheet.record.kind.partition("/")[0]: sheet.name for sheet in all_sheets().values()}
        known |= {name: name for name in all_sheets()}
        if said not in known:
            raise Misuse("unknown-sheet", f"没有叫“{said}”的表;{did_you_mean(said, known)}。")
        wanted.add(known[said])
    return [whole_sheet(sheet) for sheet in all_sheets().values() if sheet.name in wanted]


def is_schools(sheet: Sheet) -> bool:
    """Whether a school fills in a sheet."""
    if sheet.record is TermAnnounced:
        return True
    return sheet.record not in _COUNTYS and sheet.record.kind.partition("/")[0] not in COUNTY_ONLY


def known_rows(ledger: Ledger, term_name: str, school_code: str) -> dict[str, list[Row]]:
    """By sheet, the rows that the ledger knows: the term, and a school's teachers; of neither where none is named.

    Raises Misuse `unknown-term`, `unknown-school`.
    """
    register = ledger.register()
    term = register.terms.get(term_name) if term_name else None
    if term_name and not term:
        raise Misuse("unknown-term", f"账本里没有学期 {term_name};{did_you_mean(term_name, register.terms)}。")
    rows: dict[str, list[Row]] = {}
    if term:
        rows[TermAnnounced.called] = [_row(all_sheets()[TermAnnounced.called], term)]
    if school_code:
        school = SchoolId(school_code)
        if school not in register.schools:
            raise Misuse("unknown-school", f"没有学校 {school};{did_you_mean(school, register.schools)}。")
        names, forgotten = ledger.names(register, term), ledger.vault.forgotten()
        teachers = register.teachers_in(term) if term else register.teachers
        rows[TeacherRegistered.called] = [
            _row(all_sheets()[TeacherRegistered.called], row) | {"姓名": names.get(code, "")}
            for code, row in sorted(teachers.items())
            if row.school == school and code not in forgotten
        ]
    return rows


def _row(sheet: Sheet, record: TermAnnounced | TeacherRegistered) -> dict[str, object]:
    """A record as the row of its sheet, by heading."""
    return {heading: getattr(record, name) for heading, name in sheet.headings.items()}


def empty_workbook_of(ledger: Ledger, school: str, term: str) -> bytes:
    """The workbook that a school fills in for a term: the packs' sheets that schools fill in, the teachers in it.

    Raises Misuse `unknown-term`, `unknown-school`.
    """
    rows = known_rows(ledger, term, school)
    sheets = [one for one in sheets_of_packs(None) if is_schools(one.sheet)]
    filled = [replace(one, rows=rows.get(one.sheet.name, [])) for one in sheets]
    return template_bytes(title_of(school, term), filled)


def title_of(school: str, term: str) -> str:
    """What a template is called."""
    return " ".join(["教师业务档案填报", *(said for said in (school, term) if said)])

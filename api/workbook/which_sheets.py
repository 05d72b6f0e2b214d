"""Which sheets of a file are read, which of them must be there, and which columns each must have."""

from dataclasses import dataclass
from pathlib import Path

from api.workbook.header import Header, find_header
from api.workbook.mapping import ListMapping, MappedSheet
from api.workbook.opening import OpenSheet, OpenWorkbook, is_csv
from api.workbook.sheet import Sheet
from api.workbook.sheets import SHEETS, all_sheets
from api.workbook.template_mark import GUIDE, sheets_of_template
from ledger.event import COUNTY, Authority
from ledger.nearest import did_you_mean
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse, Refused
from ledger.spelling import squeeze


@dataclass(frozen=True)
class Asked:
    """What is said beside the file.

    The one sheet that it holds, how a list of the office's own is read, the term, the number that the paper bears.
    """

    sheet: str = ""
    mapping: ListMapping | None = None
    term: str = ""
    document: str = ""


NOTHING_ASKED = Asked()


@dataclass
class Reading:
    """One sheet to be read: what its rows make, its cells, its header; of a list of the office's own, its mapping."""

    sheet: Sheet
    opened: OpenSheet
    header: Header
    mapped: MappedSheet | None = None


def csv_sheet_name(path: Path, asked: Asked) -> str:
    """What the one sheet of a text file is: as said, as mapped, or as the file is called.

    Raises Misuse `unknown-sheet`.
    """
    if asked.sheet:
        return _known(asked.sheet)
    if asked.mapping:
        return asked.mapping.sheets[0].called or path.stem
    called = [name for name in all_sheets() if squeeze(name) in squeeze(path.stem)]
    longest = [name for name in called if not any(name != other and name in other for other in called)]
    if len(longest) != 1:
        raise Misuse("unknown-sheet", f"从文件名看不出 {path.name} 是哪张表;请用 --sheet 写明,如 --sheet 听课记录。")
    return longest[0]


def sheets_to_read(workbook: OpenWorkbook, asked: Asked, authority: Authority) -> tuple[list[Reading], list[str]]:
    """The sheets to read, in their order, with headers found; and the names of those left unread.

    Raises Refused `missing-sheet`, `missing-column` or `repeated-column`: one bad header refuses the file.
    """
    if asked.mapping:
        readings = [_mapped(workbook, one) for one in asked.mapping.sheets]
    elif asked.sheet or is_csv(workbook.path):
        readings = [_named(workbook, asked.sheet or workbook.sheet_names[0])]
    else:
        readings = _of_workbook(workbook, asked, authority)
    read = {reading.opened.name for reading in readings}
    return readings, [name for name in workbook.sheet_names if name not in read and name != GUIDE]


def one_sheet(workbook: OpenWorkbook, name: str, asked: Asked) -> Reading:
    """One sheet that was read before, by its name in the workbook. Raises Refused as `sheets_to_read` does."""
    if asked.mapping:
        mapped = next(one for one in asked.mapping.sheets if (one.called or workbook.sheet_names[0]) == name)
        return _mapped(workbook, mapped)
    return _headed(all_sheets()[asked.sheet or name], workbook.sheet(name), as_first=False)


def _of_workbook(workbook: OpenWorkbook, asked: Asked, authority: Authority) -> list[Reading]:
    """The sheets of a term workbook, whole or made by `shilu template`."""
    made_with = sheets_of_template(workbook.sheet(GUIDE)) if GUIDE in workbook.sheet_names else None
    if made_with is not None:
        needed = [name for name in made_with if name in all_sheets()]
    elif authority != COUNTY:
        needed = [TermAnnounced.called]
    else:
        needed = [sheet.name for sheet in SHEETS]
    if asked.term:
        needed = [name for name in needed if name != TermAnnounced.called]
    missing = [name for name in needed if name not in workbook.sheet_names]
    if missing:
        raise Refused(
            "missing-sheet",
            f"{workbook.path.name} 缺少“{'”、“'.join(missing)}”表;没有内容的表也要有表名和表头,请补上再交。",
        )
    found = [sheet for sheet in all_sheets().values() if sheet.name in workbook.sheet_names]
    opened = workbook.sheets([sheet.name for sheet in found])
    return [_headed(sheet, one, as_first=made_with is None) for sheet, one in zip(found, opened, strict=True)]


def _headed(sheet: Sheet, opened: OpenSheet, *, as_first: bool) -> Reading:
    """A sheet with its header.

    A workbook of the first form must have every column of that form; a template, and any other sheet, those that may
    not be empty.
    """
    strict = as_first and sheet in SHEETS
    needed = sheet.first_headings if strict else sheet.needed_headings
    return Reading(sheet, opened, find_header(opened, sheet.all_headings, needed))


def _named(workbook: OpenWorkbook, said: str) -> Reading:
    """The one sheet asked for; in a file with a single sheet that, whatever it is called."""
    name = _known(said)
    if name in workbook.sheet_names:
        opened = workbook.sheet(name)
    elif len(workbook.sheet_names) == 1:
        opened = workbook.sheet(workbook.sheet_names[0])
    else:
        raise Refused("missing-sheet", f"{workbook.path.name} 里没有“{name}”表;请核对表名。")
    return _headed(all_sheets()[name], opened, as_first=False)


def _known(said: str) -> str:
    if said not in all_sheets():
        raise Misuse("unknown-sheet", f"没有叫“{said}”的表;{did_you_mean(said, all_sheets())}。")
    return said


def _mapped(workbook: OpenWorkbook, mapped: MappedSheet) -> Reading:
    """A sheet of a list of the office's own, its columns found by the list's headings."""
    name = mapped.called or workbook.sheet_names[0]
    if name not in workbook.sheet_names:
        raise Refused("missing-sheet", f"{workbook.path.name} 里没有“{name}”表;请核对表名,或改对照表里的 sheet。")
    opened = workbook.sheet(name)
    theirs = list(dict.fromkeys(mapped.columns.values()))
    # What the mapping does not mention is read where the list calls it by our name.
    ours = [one for one in mapped.sheet.all_headings if one not in {*mapped.columns, *mapped.constants, *theirs}]
    found = find_header(opened, [*theirs, *ours], theirs)
    columns = {heading: found.columns[written] for heading, written in mapped.columns.items()}
    columns |= {heading: found.columns[heading] for heading in ours if heading in found.columns}
    return Reading(mapped.sheet, opened, Header(found.row, columns, found.ignored, mapped.columns), mapped)

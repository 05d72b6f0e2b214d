"""`shilu template`: an empty workbook with the sheets and columns that the packs in force use."""

from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import print_json
from api.workbook.files import check_writable
from api.workbook.sheet import Sheet
from api.workbook.sheets import all_sheets
from api.workbook.template import TemplateSheet, sheets_for, whole_sheet, write_template
from ledger.home import Home, Ledger
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


def run(arguments: list[str]) -> int:
    """Write the template and say what is in it."""
    asked = _parser().parse_args(arguments)
    check_writable(asked.out)
    sheets = _of_kinds(asked.kinds) if asked.kinds else _of_packs(asked.pack)
    if asked.school:
        sheets = [one for one in sheets if _is_schools(one.sheet)]
    home = Home.from_environment()
    if asked.term and not home.exists:
        sheets = [
            replace(one, rows=[{"学期": asked.term}] if one.sheet.record is TermAnnounced else []) for one in sheets
        ]
    rows: dict[str, list[Row]] = {TermAnnounced.called: [{"学期": asked.term}]} if asked.term else {}
    if home.exists or asked.school:
        with home.opened() as ledger:
            rows = _known_rows(ledger, asked)
    sheets = [replace(one, rows=rows.get(one.sheet.name, [])) for one in sheets]
    write_template(asked.out, _title(asked), sheets)
    if asked.format == "json":
        print_json({"workbook": str(asked.out), "sheets": {one.sheet.name: one.headings for one in sheets}})
    else:
        print(f"已写出 {asked.out}:{len(sheets)} 张表,{'、'.join(one.sheet.name for one in sheets)}。")
    return 0


def _parser() -> Parser:
    parser = Parser(
        "template",
        "写出一份空的工作簿,只有考核办法用得到的表和列,带下拉选项和填写说明",
        "shilu template --out 填报.xlsx --school S001 --term 2022-2023-1",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="文件.xlsx", help="写到哪里")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument(
        "--pack", action="append", metavar="ID[@版本]|文件", help="按这个考核办法(可写几次;默认施行中的)"
    )
    chosen.add_argument("--kinds", nargs="+", metavar="表名", help="只要这几张表,各列都要,如 听课记录 请假")
    parser.add_argument("--school", metavar="学校代码", help="给这所学校:只有学校要填的表,教师名单已填好")
    parser.add_argument("--term", metavar="学期", help="填好学期,如 2022-2023-1")
    parser.add_format("text", "json")
    return parser


def _of_packs(names: Iterable[str] | None) -> list[TemplateSheet]:
    """The sheets for some packs; if none is named, for those in force."""
    from projections.catalogue import find_pack, shipped_packs  # loads and checks every pack
    from projections.needs import needs_of

    packs = [find_pack(name) for name in names or ()]
    return sheets_for(needs_of(packs or [one for one in shipped_packs().values() if one.head.status == "in_force"]))


def _of_kinds(names: Iterable[str]) -> list[TemplateSheet]:
    """The sheets that were named, with 学期 before them."""
    wanted = {TermAnnounced.called}
    for said in (part for name in names for part in name.replace(",", "、").replace(",", "、").split("、") if part):
        known = {sheet.record.kind.partition("/")[0]: sheet.name for sheet in all_sheets().values()}
        known |= {name: name for name in all_sheets()}
        if said not in known:
            raise Misuse("unknown-sheet", f"没有叫“{said}”的表;{did_you_mean(said, known)}。")
        wanted.add(known[said])
    return [whole_sheet(sheet) for sheet in all_sheets().values() if sheet.name in wanted]


def _is_schools(sheet: Sheet) -> bool:
    """Whether a school fills in a sheet."""
    if sheet.record is TermAnnounced:
        return True
    return sheet.record not in _COUNTYS and sheet.record.kind.partition("/")[0] not in COUNTY_ONLY


def _known_rows(ledger: Ledger, asked: Namespace) -> dict[str, list[Row]]:
    """By sheet, the rows that the ledger knows: the term, and a school's teachers."""
    register = ledger.register()
    term = register.terms.get(asked.term) if asked.term else None
    if asked.term and not term:
        raise Misuse("unknown-term", f"账本里没有学期 {asked.term};{did_you_mean(asked.term, register.terms)}。")
    rows: dict[str, list[Row]] = {}
    if term:
        rows[TermAnnounced.called] = [_row(all_sheets()[TermAnnounced.called], term)]
    if asked.school:
        school = SchoolId(asked.school)
        if school not in register.schools:
            raise Misuse("unknown-school", f"没有学校 {school};{did_you_mean(school, register.schools)}。")
        names = ledger.names(register, term)
        teachers = register.teachers_in(term) if term else register.teachers
        rows[TeacherRegistered.called] = [
            _row(all_sheets()[TeacherRegistered.called], row) | {"姓名": names.get(code, "")}
            for code, row in sorted(teachers.items())
            if row.school == school
        ]
    return rows


def _row(sheet: Sheet, record: TermAnnounced | TeacherRegistered) -> dict[str, object]:
    """A record as the row of its sheet, by heading."""
    return {heading: getattr(record, name) for heading, name in sheet.headings.items()}


def _title(asked: Namespace) -> str:
    return " ".join(["教师业务档案填报", *(said for said in (asked.school, asked.term) if said)])

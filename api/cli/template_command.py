"""`shilu template`: an empty workbook with the sheets and columns that the packs in force use."""

from dataclasses import replace
from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import print_json
from api.desk.empty_workbook import Row, is_schools, known_rows, sheets_of_kinds, sheets_of_packs, title_of
from api.workbook.files import check_writable
from api.workbook.template import write_template
from ledger.home import Home
from ledger.records.school_year import TermAnnounced


def run(arguments: list[str]) -> int:
    """Write the template and say what is in it."""
    asked = _parser().parse_args(arguments)
    check_writable(asked.out)
    sheets = sheets_of_kinds(asked.kinds) if asked.kinds else sheets_of_packs(asked.pack)
    if asked.school:
        sheets = [one for one in sheets if is_schools(one.sheet)]
    home = Home.from_environment()
    if asked.term and not home.exists:
        sheets = [
            replace(one, rows=[{"学期": asked.term}] if one.sheet.record is TermAnnounced else []) for one in sheets
        ]
    rows: dict[str, list[Row]] = {TermAnnounced.called: [{"学期": asked.term}]} if asked.term else {}
    if home.exists or asked.school:
        with home.opened() as ledger:
            rows = known_rows(ledger, asked.term or "", asked.school or "")
    sheets = [replace(one, rows=rows.get(one.sheet.name, [])) for one in sheets]
    write_template(asked.out, title_of(asked.school or "", asked.term or ""), sheets)
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

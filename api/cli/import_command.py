"""`shilu import`: hand a term workbook in."""

from argparse import Namespace
from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import json_text, print_json, print_table, progress, write_text
from api.workbook.files import check_writable
from api.workbook.handing_in import Manner, hand_in_workbook
from api.workbook.report import Report
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.home import Home

_SHOWN = 30


def run(arguments: list[str]) -> int:
    """Hand in; exit status 1 only where the workbook cannot be read, or an atomic one had a refusal."""
    asked = _parser().parse_args(arguments)
    manner = Manner(dry_run=asked.dry_run, atomic=asked.atomic)
    for target in (asked.report, asked.marked):
        if target:
            check_writable(target)
    hand_in = HandIn(asked.actor, Authority(asked.authority))
    with Home.from_environment().opened() as ledger, progress("收工作簿") as show:
        report = hand_in_workbook(ledger, asked.file, hand_in, manner, show)
    if asked.report:
        write_text(asked.report, json_text(report.to_json()))
    if asked.marked:
        from api.workbook.marking import mark_workbook  # openpyxl is slow to load, and few hand-ins need it

        mark_workbook(asked.file, report.rejections, asked.marked)
    if asked.format == "json":
        print_json(report.to_json())
    else:
        _print(report, asked)
    return 1 if asked.atomic and report.rejections else 0


def _parser() -> Parser:
    parser = Parser(
        "import",
        "收一份学期工作簿(.xlsx、.xls):合格的行登记入账,有错的行退回并说明",
        "shilu import 本学期.xlsx --report 结果.json --marked 退回.xlsx",
    )
    parser.add_argument("file", type=Path, metavar="工作簿", help="要收的工作簿")
    parser.add_argument("--dry-run", action="store_true", help="只试不写,报告相同")
    parser.add_argument("--atomic", action="store_true", help="有一行退回就一行也不收")
    parser.add_argument("--authority", default=COUNTY, metavar="单位", help="以哪个单位的名义(默认 county,县局)")
    parser.add_argument("--actor", default="local", metavar="人", help="经手人(默认 local)")
    parser.add_argument("--report", type=Path, metavar="文件.json", help="把报告写成 JSON 文件")
    parser.add_argument("--marked", type=Path, metavar="文件.xlsx", help="还一份工作簿:退回的行涂色,旁边写明原因")
    parser.add_format("text", "json")
    return parser


def _print(report: Report, asked: Namespace) -> None:
    counts = [(name, count.accepted, count.duplicate, count.rejected) for name, count in report.sheets.items()]
    title = "试收结果(没有写入)" if asked.dry_run else "收件结果"
    print_table(title, ["表", "收下", "重复", "退回"], counts)
    if report.rejections:
        shown = report.rejections[:_SHOWN]
        rows = [(one.sheet, one.row, one.column, one.code, one.message) for one in shown]
        print_table("\n退回的行", ["表", "行", "列", "代码", "原因"], rows)
        if len(report.rejections) > _SHOWN:
            print(f"……共 {len(report.rejections)} 行,全部见 --report 或 --marked。")
        if asked.atomic:
            print("因为要求全部合格才收,这次一行也没有写入。")
    for sheet, columns in report.ignored_columns.items():
        print(f"提示:“{sheet}”表的 {'、'.join(columns)} 列没有用到。")
    print(f"账本现有 {report.position} 条记录。")

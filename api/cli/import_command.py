"""`shilu import`: hand in a term workbook, a table in plain text, or a list that the office already has."""

from argparse import Namespace
from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import json_text, print_json, print_table, progress, write_text
from api.cli.warnings_told import print_warnings
from api.desk.batches import Manner
from api.workbook.files import check_writable
from api.workbook.handing_in import hand_in_workbook
from api.workbook.mapping import ListMapping
from api.workbook.mapping_shelf import find_mapping, keep_mapping
from api.workbook.report import Report
from api.workbook.which_sheets import Asked
from api.workbook.writing_rows import LATE_AFTER
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.refusals import Misuse

_SHOWN = 30


def run(arguments: list[str]) -> int:
    """Hand in; exit status 1 only where the file cannot be read, or an atomic hand-in had a refusal."""
    asked = _parser().parse_args(arguments)
    _check(asked)
    manner = Manner(dry_run=asked.dry_run, atomic=asked.atomic)
    home = Home.from_environment()
    hand_in = HandIn(asked.actor, Authority(asked.authority), correcting=asked.reason if asked.correct else "")
    with home.opened() as ledger, progress("收工作簿") as show:
        mapping = _mapping(asked, home)
        beside = Asked(asked.sheet, mapping, asked.term, asked.document)
        report = hand_in_workbook(ledger, asked.file, hand_in, manner, show, beside)
    if asked.report:
        write_text(asked.report, json_text(report.to_json()))
    if asked.marked:
        from api.workbook.marking import mark_workbook  # openpyxl is slow to load, and few hand-ins need it

        mark_workbook(asked.file, report, asked.marked)
    if asked.format == "json":
        print_json(report.to_json())
    else:
        _print(report, asked)
    return 1 if asked.atomic and report.rejections else 0


def _parser() -> Parser:
    parser = Parser(
        "import",
        "收一份学期工作簿(.xlsx、.xls)、一张表(.csv),或单位已有的名单:合格的行登记入账,有错的行退回并说明",
        "shilu import 本学期.xlsx --report 结果.json --marked 退回.xlsx",
    )
    parser.add_argument("file", type=Path, metavar="文件", help="要收的工作簿、.csv 或名单")
    parser.add_argument("--dry-run", action="store_true", help="只试不写,报告相同")
    parser.add_argument("--atomic", action="store_true", help="有一行退回就一行也不收")
    parser.add_argument("--authority", default=COUNTY, metavar="单位", help="以哪个单位的名义(默认 county,县局)")
    parser.add_argument("--actor", default="local", metavar="人", help="经手人(默认 local)")
    parser.add_argument("--sheet", default="", metavar="表名", help="文件里只有这张表,如 听课记录")
    parser.add_argument("--term", default="", metavar="学期", help="文件里没有“学期”表时写明学期,如 2022-2023-1")
    parser.add_argument("--mapping", default="", metavar="名称|文件.yaml", help="单位已有名单的对照表:哪一列是什么")
    parser.add_argument("--save-mapping", default="", metavar="名称", help="把这份对照表存进账本,下次写名称即可")
    parser.add_argument("--document", default="", metavar="文号", help="纸质材料或文件自己的编号,记在每条记录的来源里")
    parser.add_argument("--correct", action="store_true", help="同一条记录内容不同时按更正办理(要写 --reason)")
    parser.add_argument("--reason", default="", metavar="原因", help="更正的原因")
    parser.add_argument("--report", type=Path, metavar="文件.json", help="把报告写成 JSON 文件")
    parser.add_argument("--marked", type=Path, metavar="文件.xlsx", help="还一份工作簿:退回的行涂色,旁边写明原因")
    parser.add_format("text", "json")
    return parser


def _check(asked: Namespace) -> None:
    """Refuse arguments that do not go together, and places that cannot be written to."""
    if asked.correct != bool(asked.reason.strip()):
        raise Misuse("bad-arguments", "--correct 和 --reason 要一起写,说明为什么更正;用法见 shilu import --help。")
    if asked.save_mapping and not asked.mapping:
        raise Misuse("bad-arguments", "--save-mapping 要和 --mapping 一起写;用法见 shilu import --help。")
    for target in (asked.report, asked.marked):
        if target:
            check_writable(target)


def _mapping(asked: Namespace, home: Home) -> ListMapping | None:
    if not asked.mapping:
        return None
    mapping = find_mapping(asked.mapping, home.folder)
    if asked.save_mapping:
        keep_mapping(asked.save_mapping, mapping, home.folder)
    return mapping


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
    if report.ignored_sheets:
        print(f"提示:“{'”“'.join(report.ignored_sheets)}”表没有用到。")
    if report.late:
        print(f"提示:收下的 {sum(report.late.values())} 行是学期结束 {LATE_AFTER.days} 天以后补登的。")
    print_warnings(report.warnings)
    if asked.save_mapping:
        print(f"对照表已存为“{asked.save_mapping}”,下次可以写 --mapping {asked.save_mapping}。")
    print(f"账本现有 {report.position} 条记录。")

"""`shilu append`: hand records in as lines of JSON, one a line."""

from argparse import Namespace
from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import json_text, print_json, print_table, progress, write_text
from api.cli.warnings_told import print_warnings
from api.desk.batches import Manner
from api.desk.line_report import LineReport
from api.desk.lines import hand_in_lines
from api.desk.open_lines import opened_lines
from api.workbook.files import check_writable
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.refusals import Misuse

_SHOWN = 30


def run(arguments: list[str]) -> int:
    """Hand in; exit status 1 only where the file cannot be read, or an atomic one had a refusal."""
    asked = _parser().parse_args(arguments)
    if asked.report:
        check_writable(asked.report)
    if asked.correct != bool(asked.reason.strip()):
        raise Misuse("bad-arguments", "--correct 和 --reason 要一起写,说明为什么更正;用法见 shilu append --help。")
    hand_in = HandIn(asked.actor, Authority(asked.authority), correcting=asked.reason if asked.correct else "")
    manner = Manner(dry_run=asked.dry_run, atomic=asked.atomic)
    with opened_lines(asked.file) as lines, Home.from_environment().opened() as ledger, progress("收记录") as show:
        report = hand_in_lines(
            ledger,
            lines,
            hand_in,
            manner,
            lambda done, size: show("", done, size),
            term=asked.term,
            tell_entries=asked.entries,
        )
    if asked.report:
        write_text(asked.report, json_text(report.to_json()))
    if asked.format == "json":
        print_json(report.to_json())
    else:
        _print(report, asked)
    return 1 if asked.atomic and report.rejected else 0


def _parser() -> Parser:
    parser = Parser(
        "append",
        "收一份记录文件(每行一条 JSON):合格的行登记入账,有错的行退回并说明",
        "shilu append 听课.ndjson --report 结果.json",
    )
    parser.add_argument("file", metavar="文件.ndjson|-", help="要收的文件;- 表示从标准输入读")
    parser.add_argument("--dry-run", action="store_true", help="只试不写,报告相同")
    parser.add_argument("--atomic", action="store_true", help="有一行退回就一行也不收")
    parser.add_argument("--correct", action="store_true", help="与已登记的不同时,按这一份更正(要写 --reason)")
    parser.add_argument("--reason", default="", metavar="理由", help="更正的理由")
    parser.add_argument("--authority", default=COUNTY, metavar="单位", help="以哪个单位的名义(默认 county,县局)")
    parser.add_argument("--actor", default="local", metavar="人", help="经手人(默认 local)")
    parser.add_argument(
        "--term", default="", metavar="学期", help="登记学校、教师的行属于哪个学期(默认看生效日期,否则为最后登记的学期)"
    )
    parser.add_argument("--report", type=Path, metavar="文件.json", help="把报告写成 JSON 文件")
    parser.add_argument("--entries", action="store_true", help="报告里列出新登记的记录号")
    parser.add_format("text", "json")
    return parser


def _print(report: LineReport, asked: Namespace) -> None:
    title = "试收结果(没有写入)" if asked.dry_run else "收件结果"
    print_table(title, ["收下", "重复", "退回"], [(report.accepted, report.duplicate, report.rejected)])
    if report.rejections:
        shown = report.rejections[:_SHOWN]
        rows = [(one.row, one.kind, one.column, one.code, one.message) for one in shown]
        print_table("\n退回的行", ["行", "种类", "字段", "代码", "原因"], rows)
        if report.rejected > _SHOWN:
            print(f"……共 {report.rejected} 行,见 --report。")
        if asked.atomic:
            print("因为要求全部合格才收,这次一行也没有写入。")
    print_warnings(report.warnings)
    if report.entries:
        print("新登记的记录号:" + " ".join(report.entries))
    print(f"账本现有 {report.position} 条记录。")

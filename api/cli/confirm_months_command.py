"""`shilu confirm-months`: a host school confirms the months of all who serve there, "all present but …"."""

import argparse
from datetime import date

from api.cli.acting import add_who, who
from api.cli.arguments import Parser
from api.cli.output import print_json, print_table
from api.desk.confirming import confirm_months
from ledger.home import Home
from ledger.processes.rotation_months import Absence, Attendance
from ledger.records.record import Month, SchoolId, TeacherId
from ledger.spelling import teacher_code


def run(arguments: list[str]) -> int:
    """Confirm them all in one transaction; where one is refused, none is written."""
    asked = _parser().parse_args(arguments)
    with Home.from_environment().opened() as ledger:
        confirmed = confirm_months(ledger, who(asked), asked.host, asked.month, asked.absent)
        position = ledger.book.position
        names = ledger.names(ledger.register())
    if asked.format == "json":
        months = [month for one in confirmed for month in one.confirmed]
        told = [{"teacher": one.teacher, "start": f"{one.start}", "month": f"{one.month:%Y-%m}"} for one in months]
        print_json({"host": asked.host, "confirmed": told, "position": position})
        return 0
    rows = [(one.started.teacher, names.get(one.started.teacher, ""), _in_words(one)) for one in confirmed]
    title = f"{asked.host} 确认到岗:{len(confirmed)} 人,共 {sum(len(one.confirmed) for one in confirmed)} 个月"
    print_table(title, ["编号", "姓名", "月份"], rows)
    return 0


def _parser() -> Parser:
    parser = Parser(
        "confirm-months",
        "受援学校一次确认在本校支教的全部教师的到岗月份,写明的除外;已确认过的、还没有开始的、整月中断的不再登记",
        "shilu confirm-months --host S002 --month 2022-09 --month 2022-10 --except 000101:2022-10",
    )
    parser.add_argument("--host", required=True, type=SchoolId, metavar="学校", help="受援学校的代码")
    parser.add_argument(
        "--month", required=True, action="append", type=_month, metavar="月份", help="月份,如 2022-09;可写多次"
    )
    parser.add_argument(
        "--except",
        dest="absent",
        default=[],
        action="append",
        type=_absence,
        metavar="编号[:月份]",
        help="没有到岗的教师,可写明哪个月(不写是全部);可写多次",
    )
    add_who(parser)
    parser.add_format("table", "json")
    return parser


def _in_words(one: Attendance) -> str:
    return "、".join(f"{month.month:%Y-%m}" for month in one.confirmed)


def _month(text: str) -> Month:
    try:
        return Month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是月份,请写成 2022-09 的样子") from None


def _absence(text: str) -> Absence:
    code, _, month = text.partition(":")
    return TeacherId(teacher_code(code)), _month(month) if month else None

"""`shilu confirm-months`: a host school confirms the months of all who serve there, "all present but …"."""

import argparse
from collections.abc import Sequence
from datetime import date

from api.cli.acting import add_who, who
from api.cli.arguments import Parser
from api.cli.output import print_json, print_table
from ledger.book import Book
from ledger.checks import future_date
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.nearest import did_you_mean
from ledger.processes.rotation_months import Absence, Attendance, attendances, what_stands
from ledger.records.record import Month, SchoolId, TeacherId
from ledger.refusals import Refused
from ledger.scope import school_of
from ledger.spelling import teacher_code
from ledger.submission import Submission


def run(arguments: list[str]) -> int:
    """Confirm them all in one transaction; where one is refused, none is written."""
    asked = _parser().parse_args(arguments)
    with Home.from_environment().opened() as ledger:
        book, register = ledger.book, ledger.register()
        if asked.host not in register.schools:
            near = did_you_mean(asked.host, register.schools)
            raise Refused("unknown-school", f"学校代码“{asked.host}”没有登记;{near}。请核对代码或先登记学校。")
        bringing = school_of(who(asked).authority)
        if bringing is not None and bringing != asked.host:
            raise Refused(
                "not-the-host", f"{bringing} 不是受援学校 {asked.host};到岗月份由受援学校确认,或由县局代为登记。"
            )
        if max(asked.month) > book.today():
            raise future_date(max(asked.month), book.today(), "month")
        found = attendances(asked.host, asked.month, asked.absent, what_stands(book.stored))
        _write(book, who(asked), found)
        position = book.position
        names = ledger.names(register)
    confirmed = [one for one in found if one.confirmed]
    if asked.format == "json":
        months = [month for one in confirmed for month in one.confirmed]
        told = [{"teacher": one.teacher, "start": f"{one.start}", "month": f"{one.month:%Y-%m}"} for one in months]
        print_json({"host": asked.host, "confirmed": told, "position": position})
        return 0
    rows = [(one.started.teacher, names.get(one.started.teacher, ""), _in_words(one)) for one in confirmed]
    title = f"{asked.host} 确认到岗:{len(confirmed)} 人,共 {sum(len(one.confirmed) for one in found)} 个月"
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


def _write(book: Book, hand_in: HandIn, found: Sequence[Attendance]) -> None:
    submissions = [Submission(one.entry) for one in found if one.confirmed]
    with book.writing(hand_in) as pen:
        for outcome in pen.write(submissions):
            if isinstance(outcome, Refused):
                raise outcome


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

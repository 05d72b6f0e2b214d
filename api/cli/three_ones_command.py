"""`shilu three-ones`: what teachers owe after training elsewhere, and what is overdue."""

from api.cli.arguments import Parser, day
from api.cli.output import print_json, print_table
from ledger.home import Home
from ledger.records.record import TeacherId
from projections.processes.three_ones import ThreeOnesNow, three_ones


def run(arguments: list[str]) -> int:
    """List what is still owed; all of it with `--all`."""
    parser = Parser(
        "three-ones",
        "列出外出培训后“三个一”还欠什么、期限到哪天、逾期没有",
        "shilu three-ones --as-of 2022-12-31",
    )
    parser.add_argument("--as-of", type=day, metavar="日期", help="算到哪一天为止(默认今天)")
    parser.add_argument("--all", action="store_true", help="三项都已完成的也列出")
    parser.add_format("table", "json")
    asked = parser.parse_args(arguments)
    with Home.from_environment().opened() as ledger:
        found = [one for one in three_ones(ledger.book, asked.as_of) if one.missing or asked.all]
        names = ledger.names(ledger.register()) if asked.format == "table" else {}
    if asked.format == "json":
        print_json([one.to_json() for one in found])
        return 0
    rows = [
        (
            one.code,
            one.teacher,
            names.get(TeacherId(one.teacher), ""),
            one.title,
            one.due,
            "、".join(one.missing),
            _state(one),
        )
        for one in found
    ]
    print_table("三个一", ["培训", "编号", "姓名", "名称", "期限", "还欠", "状态"], rows)
    return 0


def _state(one: ThreeOnesNow) -> str:
    if one.overdue:
        return "逾期"
    return "未到期" if one.missing else "已完成" + ("(有迟)" if one.late else "")

"""`shilu rotations`: who serves at another school, months confirmed, allowances due."""

from api.cli.arguments import Parser, day
from api.cli.output import print_json, print_table
from ledger.home import Home
from ledger.records.record import TeacherId
from projections.catalogue import shipped_packs
from projections.processes.rotations import rotations

_STATES = {
    "planned": "未开始",
    "serving": "在岗",
    "interrupted": "中断",
    "past": "已到期",
    "completed": "期满",
    "ended_early": "提前结束",
}


def run(arguments: list[str]) -> int:
    """List the rotations as of a day."""
    parser = Parser(
        "rotations", "列出支教交流:从哪里到哪里、到岗几个月、补助多少", "shilu rotations --as-of 2022-12-31"
    )
    parser.add_argument("--as-of", type=day, metavar="日期", help="算到哪一天为止(默认今天)")
    parser.add_format("table", "json")
    asked = parser.parse_args(arguments)
    with Home.from_environment().opened() as ledger:
        found = rotations(ledger.book, shipped_packs().values(), asked.as_of)
        names = ledger.names(ledger.register()) if asked.format == "table" else {}
    if asked.format == "json":
        print_json([one.to_json() for one in found])
        return 0
    rows = []
    for one in found:
        told = one.to_json()
        rows.append(
            (
                one.teacher,
                names.get(TeacherId(one.teacher), ""),
                one.home,
                one.host + ("(薄弱学校)" if one.to_weak else ""),
                one.kind,
                _STATES[one.state],
                one.start,
                one.planned_end,
                one.months,
                told["allowance"],
            )
        )
    headings = ["编号", "姓名", "派出", "受援", "类型", "状态", "开始", "计划结束", "到岗月数", "补助(元)"]
    print_table("支教交流", headings, rows)
    return 0

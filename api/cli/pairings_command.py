"""`shilu pairings`: what came of the agreements between schools, and whose yearly report is late or missing."""

from api.cli.arguments import Parser, day
from api.cli.output import print_json, print_table
from ledger.home import Home
from projections.processes.pairings import PairingNow, pairings

_STATES = {"agreed": "已签约", "past": "已到期", "ended": "已终止"}


def run(arguments: list[str]) -> int:
    """List the pairings as of a day."""
    parser = Parser("pairings", "列出学校结对:活动、年度总结、考核", "shilu pairings --as-of 2022-12-31")
    parser.add_argument("--as-of", type=day, metavar="日期", help="算到哪一天为止(默认今天)")
    parser.add_format("table", "json")
    asked = parser.parse_args(arguments)
    with Home.from_environment().opened() as ledger:
        found = pairings(ledger.book, asked.as_of)
    if asked.format == "json":
        print_json([one.to_json() for one in found])
        return 0
    rows = [
        (
            one.agreed.code,
            one.agreed.strong,
            "、".join(one.agreed.weak),
            one.agreed.signed,
            one.agreed.until,
            _STATES[one.to_json()["state"]],
            "、".join(f"{field} {times}" for field, times in one.activities.items()),
            _reports(one),
            "、".join(f"{year} {grade}" for year, grade in one.assessed),
        )
        for one in found
    ]
    headings = ["编号", "支援学校", "受援学校", "签订", "截止", "状态", "活动次数", "年度总结", "考核"]
    print_table("学校结对", headings, rows)
    return 0


def _reports(one: PairingNow) -> str:
    told = [f"{report.year}{'(迟报)' if report.late else ''}" for report in one.reports]
    return "、".join(told + [f"{year}(逾期未报)" for year in one.overdue])

"""`shilu mentorships`: who is mentor to whom, what they did together, how each term was assessed."""

from api.cli.arguments import Parser, day
from api.cli.output import print_json, print_table
from ledger.home import Home
from ledger.records.record import TeacherId
from projections.processes.mentorships import mentorships

_STATES = {True: "已终止", False: "已结对"}


def run(arguments: list[str]) -> int:
    """List the mentorships as of a day."""
    parser = Parser(
        "mentorships", "列出师徒结对:谁带谁、活动几次、各学期考核如何", "shilu mentorships --as-of 2022-12-31"
    )
    parser.add_argument("--as-of", type=day, metavar="日期", help="算到哪一天为止(默认今天)")
    parser.add_format("table", "json")
    asked = parser.parse_args(arguments)
    with Home.from_environment().opened() as ledger:
        found = mentorships(ledger.book, asked.as_of)
        names = ledger.names(ledger.register()) if asked.format == "table" else {}
    if asked.format == "json":
        print_json([one.to_json() for one in found])
        return 0
    rows = [
        (
            _named(one.mentor, names),
            _named(one.mentee, names),
            one.subject,
            one.start,
            one.end,
            _STATES[one.ended],
            one.activities,
            "、".join([f"{term} {grade}" for term, grade in one.assessed] or [one.result]),
        )
        for one in found
    ]
    print_table("师徒结对", ["师傅", "徒弟", "学科", "开始", "结束", "状态", "活动次数", "考核"], rows)
    return 0


def _named(code: str, names: dict[TeacherId, str]) -> str:
    return f"{code} {names.get(TeacherId(code), '')}".strip()

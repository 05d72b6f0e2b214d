"""`shilu contradictions`: records that cannot all be true, each with why and with whom to ask first."""

from api.cli.arguments import Parser, day
from api.cli.output import busy, print_json, print_table
from ledger.home import Home
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from ledger.spelling import teacher_code
from projections.contradictions.called import STATES, WHAT
from projections.contradictions.contradiction import Contradiction, State
from projections.contradictions.report import contradictions


def run(arguments: list[str]) -> int:
    """List the contradictions that are not settled."""
    parser = Parser(
        "contradictions",
        "列出互相矛盾的记录:为什么矛盾、涉及哪些记录、先问谁;记录照收,不因此退回",
        "shilu contradictions --teacher 000109",
    )
    parser.add_argument("--as-of", type=day, metavar="日期", help="看到哪一天为止发生的事(默认今天)")
    parser.add_argument("--before", type=day, metavar="日期", help="评审、检查的日子,看此前集中补记(默认同 --as-of)")
    parser.add_argument("--teacher", type=teacher_code, metavar="编号", help="只看要先问这位教师的")
    parser.add_argument("--all", action="store_true", help="已办结的也列出")
    parser.add_format("table", "json")
    asked = parser.parse_args(arguments)
    with Home.from_environment().opened() as ledger, busy("正在核对……"):
        register = ledger.register()
        if asked.teacher and asked.teacher not in register.teachers:
            nearest = did_you_mean(asked.teacher, register.teachers)
            raise Misuse("unknown-teacher", f"没有登记编号是“{asked.teacher}”的教师;{nearest}。")
        people = ledger.vault.particulars({code: row.identity for code, row in register.teachers.items()})
        found = contradictions(
            ledger.book,
            as_of=asked.as_of,
            before=asked.before,
            teacher=asked.teacher,
            id_numbers={code: person.id_number for code, person in people.items()},
        )
    shown = [one for one in found if asked.all or one.state is not State.SETTLED]
    if asked.format == "json":
        print_json([one.to_json() for one in shown])
        return 0
    names = {code: person.name for code, person in people.items()}
    rows = [
        (one.id, WHAT[one.what], _asked(one, names), _days(one), STATES[one.state], one.says, _entries(one))
        for one in shown
    ]
    hidden = len(found) - len(shown)
    title = f"矛盾记录 {len(shown)} 件" + (f"(另有已办结的 {hidden} 件,加 --all 列出)" if hidden else "")
    print_table(title, ["编号", "事由", "先问", "日期", "状态", "说明", "涉及的记录(账本位置)"], rows)
    return 0


def _asked(one: Contradiction, names: dict[TeacherId, str]) -> str:
    """Who is asked first: the first two by code and name, and how many there are."""
    first = "、".join(f"{code} {names.get(code, '')}".strip() for code in one.persons[:2])
    return first if len(one.persons) <= 2 else f"{first}等 {len(one.persons)} 人"


def _entries(one: Contradiction) -> str:
    """Where the records concerned are in the book, so that they can be corrected or voided: the first three."""
    first = "、".join(map(str, one.positions[:3]))
    return first if len(one.positions) <= 3 else f"{first} 等 {len(one.positions)} 条"


def _days(one: Contradiction) -> str:
    if not one.days:
        return ""
    first, last = one.days[0], one.days[-1]
    return f"{first}" if first == last else f"{first} 至 {last}"

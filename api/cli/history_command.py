"""`shilu history`: all terms of a teacher or a school, each by the pack of its time; as a statement, proved again."""

from argparse import Namespace
from pathlib import Path

from api.cli.arguments import Parser, day
from api.cli.output import print_json, print_table, progress, write_text
from ledger.home import Home, Ledger
from ledger.records.record import SchoolId, TeacherId
from ledger.refusals import Misuse
from ledger.spelling import teacher_code

_EXAMPLE = "shilu history --teacher 000003"
_VERDICTS = {"same": "一致", "differs": "不同", "cannot": "不能复算"}


def run(arguments: list[str]) -> int:
    """Print a history, write it to a file, or derive a file again: exit 1 where it is not the same."""
    parser = Parser("history", "历年积分:一位教师或一所学校的各个学期,每个学期按当时的办法", _EXAMPLE)
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--teacher", type=teacher_code, metavar="编号", help="一位教师")
    whose.add_argument("--school", metavar="代码", help="一所学校")
    whose.add_argument("--check", type=Path, metavar="文件", help="把存下的正式文本重新推算,看是不是逐字节一致")
    parser.add_argument("--as-of", type=day, metavar="日期", help="算到哪一天为止(默认今天)")
    parser.add_argument("--known-at", metavar="位置|时间", help="按账本在哪个位置或时间的内容算(默认现在)")
    parser.add_format("table", "json")
    parser.add_argument(
        "--out", type=Path, metavar="文件", help="写到文件:.json 是可以复算的正式文本,.xlsx、.csv 是表格"
    )
    asked = parser.parse_args(arguments)
    if asked.check and (asked.out or asked.as_of or asked.known_at):
        raise Misuse("bad-arguments", "--check 只核对文件;不和 --out、--as-of、--known-at 同用。")
    if asked.out and asked.out.suffix not in (".json", ".xlsx", ".csv"):
        raise Misuse("bad-arguments", f"不能写 {asked.out.name};文件名请以 .json、.xlsx 或 .csv 结尾。")
    with Home.from_environment().opened() as ledger:
        return _check(ledger, asked.check, asked.format) if asked.check else _show(ledger, asked)


def _check(ledger: Ledger, path: Path, form: str) -> int:
    from projections.history.proving import prove  # numbers are slow to load

    try:
        content = path.read_bytes()
    except OSError:
        raise Misuse("no-file", f"打不开文件 {path};请核对路径。") from None
    with progress("正在推算") as told:
        proof = prove(ledger.book, content, told)
    if form == "json":
        print_json(proof.to_json())
    else:
        print(f"{_VERDICTS[proof.verdict.value]}:{proof.why or '逐字节和存下的一样。'}")
        print(f"摘要 {proof.digest}")
    return 0 if proof.verdict.value == "same" else 1


def _show(ledger: Ledger, asked: Namespace) -> int:
    from api.desk.history_words import history_table
    from projections.history.proving import READERS, statement_of
    from projections.known_at import position_known

    of, code = ("teacher", asked.teacher) if asked.teacher else ("school", asked.school)
    known_at = position_known(ledger.book, asked.known_at)
    with progress("正在推算") as told:
        history = READERS[of](ledger.book, code, asked.as_of, known_at, told)
    out: Path | None = asked.out
    if out and out.suffix == ".json":
        write_text(out, statement_of(ledger.book, history).decode())
        print(f"已写 {out};摘要 {history.digest}")
        return 0
    if asked.format == "json" and not out:
        print_json(history.to_json())
        return 0
    register = ledger.register()
    schools = {one: row.name for one, row in register.schools.items()}
    if of == "teacher":
        row = register.teachers.get(TeacherId(history.code))
        names = ledger.vault.names({row.teacher: row.identity}) if row else {}
        who = f"{history.code} {names.get(TeacherId(history.code), '')}".strip()
    else:
        who = f"{history.code} {schools.get(SchoolId(history.code), '')}".strip()
    table = history_table(history, who, lambda one: schools.get(SchoolId(one), one))
    if out:
        from api.workbook.files import written_whole

        with written_whole(out) as partial:
            partial.write_bytes(table.xlsx() if out.suffix == ".xlsx" else table.csv())
        return 0
    rows = [["" if cell is None else cell for cell in line] for line in table.rows]
    print_table(table.title, table.columns, rows)
    print(f"账本位置 {history.position};摘要 {history.digest}")
    return 0

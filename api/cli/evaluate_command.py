"""`shilu evaluate`: a pack over a term."""

from collections.abc import Mapping
from pathlib import Path

from api.cli.answers_told import beside_teachers, lines, points
from api.cli.arguments import Parser
from api.cli.output import busy, json_text, print_json, print_table, write_text
from api.workbook.files import check_writable
from ledger.home import Home
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from ledger.spelling import teacher_code
from projections.catalogue import find_pack
from projections.evaluation import Evaluation, evaluate
from projections.known_at import position_known
from projections.language.scopes import TEACHER

Names = Mapping[TeacherId, str]
_LINE = ["条款", "结果", "应达到", "说明"]


def run(arguments: list[str]) -> int:
    """Evaluate and print, or write to a file."""
    parser = Parser(
        "evaluate",
        "按考核办法算出一个学期里每位教师、每个备课组、每所学校的结果",
        "shilu evaluate --pack taikang-2022 --term 2022-2023-1",
    )
    parser.add_question()
    parser.add_argument("--teacher", type=teacher_code, metavar="编号", help="只看一位教师")
    parser.add_argument("--historical", action="store_true", help="也算已不施行、只供查阅的条款")
    parser.add_format("table", "json", "csv", "xlsx", "parquet")
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件")
    asked = parser.parse_args(arguments)
    if asked.format in ("xlsx", "parquet") and not asked.out:
        raise Misuse("bad-arguments", f"{asked.format} 要写到文件;请加 --out 结果.{asked.format}。")
    if asked.format == "table" and asked.out:
        raise Misuse("bad-arguments", "表格只在屏幕上显示;写文件请加 --format csv、xlsx、parquet 或 json。")
    if asked.out:
        check_writable(asked.out)
    with Home.from_environment().opened() as ledger:
        pack = find_pack(asked.pack, ledger.book)
        known_at = position_known(ledger.book, asked.known_at)
        with busy("正在计算……"):
            evaluation = evaluate(ledger.book, pack, asked.term, asked.as_of, known_at, historical=asked.historical)
            evaluation.compute()
        if asked.teacher:
            evaluation.of_teacher(asked.teacher)
            asked.teacher = evaluation.code_now(asked.teacher)
        if asked.format == "json":
            result = evaluation.to_json(asked.teacher)
            if asked.out:
                write_text(asked.out, json_text(result))
            else:
                print_json(result)
            return 0
        names = ledger.names(ledger.register())
    if asked.format == "table":
        if asked.teacher:
            _print_teacher(evaluation, asked.teacher, names)
        else:
            _print_county(evaluation, names)
        return 0
    from api.cli.result_tables import csv_text, write_parquet, write_xlsx  # pandas is slow to load

    if asked.format == "xlsx":
        write_xlsx(evaluation, asked.teacher, names, asked.out)
    elif asked.format == "parquet":
        write_parquet(evaluation, asked.teacher, names, asked.out)
    elif asked.out:
        write_text(asked.out, csv_text(evaluation, asked.teacher, names))
    else:
        print(csv_text(evaluation, asked.teacher, names), end="")
    return 0


def _title(evaluation: Evaluation) -> str:
    head = evaluation.pack.head
    when = f"{evaluation.term.term} 学期,截至 {evaluation.as_of},账本位置 {evaluation.standing.position}"
    return f"{head.title.zh}({head.id}@{head.version})\n{when}"


def _print_teacher(evaluation: Evaluation, teacher: str, names: Names) -> None:
    pack, answers = evaluation.pack, evaluation.of_teacher(teacher)
    title = f"{_title(evaluation)}\n{teacher} {names.get(TeacherId(teacher), '')}"
    print_table(title, _LINE, list(lines(pack, answers)))
    for says, rows in points(pack, answers, TEACHER):
        print_table(f"\n{says}", ["项目", "得分"], rows)


def _print_county(evaluation: Evaluation, names: Names) -> None:
    pack, rows = evaluation.pack, []
    for code, answers in evaluation.teachers.items():
        quotas = answers["quotas"]
        missing = [f"{name} {quota['done']}/{quota['target']}" for name, quota in quotas.items() if not quota["met"]]
        eligible = [pack.clauses[name].says.zh for name, one in answers["eligibility"].items() if one["eligible"]]
        name = names.get(TeacherId(code), "")
        met = f"{len(quotas) - len(missing)}/{len(quotas)}"
        total = answers["points"].get("total", "")
        rows.append((code, name, met, total, "、".join(eligible), "、".join(missing)))
    headings = ["编号", "姓名", "指标完成", "积分", "具备资格", "未完成的指标"]
    print_table(_title(evaluation), headings, rows)
    for kind, called, subjects in beside_teachers(evaluation):
        each = [(code, *line) for code, answers in subjects.items() for line in lines(pack, answers)]
        each += [
            (code, f"{says}:{part}", value, "", "")
            for code, answers in subjects.items()
            for says, parts in points(pack, answers, kind)
            for part, value in parts
        ]
        if each:
            print_table(f"\n{called}", [called, *_LINE], each)

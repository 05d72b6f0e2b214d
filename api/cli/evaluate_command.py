"""`shilu evaluate`: a pack over a term."""

from collections.abc import Mapping
from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import busy, json_text, print_json, print_table, write_text
from api.workbook.files import check_writable
from ledger.home import Home
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from ledger.spelling import teacher_code
from projections.catalogue import find_pack
from projections.evaluation import Answers, Evaluation, evaluate
from projections.known_at import position_known
from projections.language.schema import Eligibility

Names = Mapping[TeacherId, str]


def run(arguments: list[str]) -> int:
    """Evaluate and print, or write to a file."""
    parser = Parser(
        "evaluate",
        "按考核办法算出一个学期里每位教师、每个备课组的结果",
        "shilu evaluate --pack taikang-2022 --term 2022-2023-1",
    )
    parser.add_question()
    parser.add_argument("--teacher", type=teacher_code, metavar="编号", help="只看一位教师")
    parser.add_format("table", "json", "csv", "xlsx")
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件")
    asked = parser.parse_args(arguments)
    if asked.format == "xlsx" and not asked.out:
        raise Misuse("bad-arguments", "xlsx 要写到文件;请加 --out 结果.xlsx。")
    if asked.format == "table" and asked.out:
        raise Misuse("bad-arguments", "表格只在屏幕上显示;写文件请加 --format csv、xlsx 或 json。")
    if asked.out:
        check_writable(asked.out)
    pack = find_pack(asked.pack)
    with Home.from_environment().opened() as ledger:
        known_at = position_known(ledger.book, asked.known_at)
        with busy("正在计算……"):
            evaluation = evaluate(ledger.book, pack, asked.term, asked.as_of, known_at)
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
    from api.cli.result_tables import csv_text, write_xlsx  # pandas is slow to load, and only these need it

    if asked.format == "xlsx":
        write_xlsx(evaluation, asked.teacher, names, asked.out)
    elif asked.out:
        write_text(asked.out, csv_text(evaluation, asked.teacher, names))
    else:
        print(csv_text(evaluation, asked.teacher, names), end="")
    return 0


def _title(evaluation: Evaluation) -> str:
    head = evaluation.pack.head
    when = f"{evaluation.term.term} 学期,截至 {evaluation.as_of},账本位置 {evaluation.standing.position}"
    return f"{head.title.zh}({head.id}@{head.version})\n{when}"


def _done(quota: Answers) -> str:
    return "完成" if quota["met"] else "未完成"


def _print_teacher(evaluation: Evaluation, teacher: str, names: Names) -> None:
    answers = evaluation.of_teacher(teacher)
    clauses = evaluation.pack.clauses
    quotas = [
        (clauses[name].says.zh, quota["done"], quota["target"], _done(quota))
        for name, quota in answers["quotas"].items()
    ]
    title = f"{_title(evaluation)}\n{teacher} {names.get(TeacherId(teacher), '')}"
    print_table(title, ["指标", "已做", "应做", "结果"], quotas)
    for _, points in evaluation.pack.points():
        said = answers["points"]
        rows = [(points.parts[part].says.zh, value) for part, value in said["parts"].items()]
        print_table(f"\n{points.says.zh}", ["项目", "得分"], [*rows, ("合计", said["total"])])
    honours = []
    for name, honour in answers["eligibility"].items():
        clause = clauses[name]
        assert isinstance(clause, Eligibility)
        fails = "、".join(clause.conditions[condition].says.zh for condition in honour["fails"])
        honours.append((clause.says.zh, "符合" if honour["eligible"] else "不符合", fails))
    print_table("\n资格", ["条款", "结果", "未满足的条件"], honours)


def _print_county(evaluation: Evaluation, names: Names) -> None:
    clauses = evaluation.pack.clauses
    rows = []
    for code, answers in evaluation.teachers.items():
        quotas = answers["quotas"]
        missing = [f"{name} {quota['done']}/{quota['target']}" for name, quota in quotas.items() if not quota["met"]]
        eligible = [clauses[name].says.zh for name, honour in answers["eligibility"].items() if honour["eligible"]]
        name = names.get(TeacherId(code), "")
        met = f"{len(quotas) - len(missing)}/{len(quotas)}"
        total = answers["points"].get("total", "")
        rows.append((code, name, met, total, "、".join(eligible), "、".join(missing)))
    headings = ["编号", "姓名", "指标完成", "积分", "具备资格", "未完成的指标"]
    print_table(_title(evaluation), headings, rows)
    groups = [
        (group, clauses[name].says.zh, quota["done"], quota["target"], _done(quota))
        for group, answers in evaluation.groups.items()
        for name, quota in answers["quotas"].items()
    ]
    print_table("\n备课组", ["备课组", "指标", "已做", "应做", "结果"], groups)

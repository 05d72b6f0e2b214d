"""`shilu explain`: how a number came about."""

from api.cli.arguments import Parser
from api.cli.output import busy, print_json
from ledger.home import Home
from ledger.spelling import teacher_code
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.explain import Explainer, Explanation, Item
from projections.known_at import position_known

_SHOWN = 20


def run(arguments: list[str]) -> int:
    """Explain one clause, or all, for a teacher, a preparation group, or the groups of a school."""
    parser = Parser(
        "explain",
        "说明一个数是怎么来的:条款、出处、计入的记录、没有计入的记录和原因、算式",
        "shilu explain --pack taikang-2022 --term 2022-2023-1 --teacher 000003 --clause observe-20",
    )
    parser.add_question()
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--teacher", type=teacher_code, metavar="编号", help="教师编号")
    who.add_argument("--group", metavar="学校/组", help="备课组,如 S001/文科组")
    who.add_argument("--school", metavar="代码", help="学校代码:说明该校各备课组")
    parser.add_argument("--clause", metavar="条款", help="只说明一条(默认全部)")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    pack = find_pack(asked.pack)
    with Home.from_environment().opened() as ledger, busy("正在说明……"):
        known_at = position_known(ledger.book, asked.known_at)
        explainer = Explainer(evaluate(ledger.book, pack, asked.term, asked.as_of, known_at), ledger.book)
        if asked.teacher:
            told = explainer.teacher(asked.teacher, asked.clause)
        elif asked.group:
            told = explainer.group(asked.group, asked.clause)
        else:
            told = explainer.school(asked.school, asked.clause)
    if asked.format == "json":
        one_only = asked.clause and not asked.school
        print_json(told[0].to_json() if one_only else [one.to_json() for one in told])
    else:
        for one in told:
            _print(one)
    return 0


def _print(told: Explanation) -> None:
    source = told.source
    origin = "文件规定" if source["origin"] == "document" else "本地约定"
    print(f"\n{told.subject}  {told.clause}:{told.says}")
    print(f"  出处:《{source['document']}》{source['date']} {source['section']}({origin},{source['pack']})")
    for reading in source["readings"]:
        print(f"  读法:{reading}")
    print(f"  算式:{told.working}")
    if told.next:
        print(f"  接下来:{told.next}")
    if told.missing:
        print(f"  还没有的:{'、'.join(told.missing)}")
    for heading, records in (("计入", told.counted), ("未计入", told.left_out)):
        if records:
            print(f"  {heading} {len(records)} 条:")
            for record in records[:_SHOWN]:
                print(f"    {record['day'] or '本学期'}  {_where(record)}  {record.get('reason', '')}".rstrip())
            if len(records) > _SHOWN:
                print(f"    ……其余 {len(records) - _SHOWN} 条见 --format json")


def _where(record: Item) -> str:
    """The row a record was read from, and its place in the book."""
    source = record["source"]
    row = f"“{source['sheet']}”第 {source['row']} 行" if source else "单独登记"
    return f"{row}(账本第 {record['position']} 条,{record['authority']})"

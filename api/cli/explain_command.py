"""`shilu explain`: how a number came about."""

from argparse import Namespace

from api.cli.arguments import Parser
from api.cli.output import busy, print_json
from ledger.home import Home
from ledger.records import KINDS
from ledger.spelling import squeeze, teacher_code
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.explain import Explainer, Explanation, Item
from projections.known_at import position_known
from projections.labels import label
from projections.language.pack import Pack
from projections.language.subject_scopes import COUNTY, TOWNSHIP

_SHOWN = 20
_NEXT_LINE = "\n       "


def run(arguments: list[str]) -> int:
    """Explain one clause, or all, for a teacher, a group, a school, a township, the county or another subject."""
    parser = Parser(
        "explain",
        "说明一个数是怎么来的:条款、出处、计入的记录、没有计入的记录和原因、算式",
        "shilu explain --pack taikang-2022 --term 2022-2023-1 --teacher 000003 --clause observe-20",
    )
    parser.add_question()
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--teacher", type=teacher_code, metavar="编号", help="教师编号")
    who.add_argument("--group", metavar="学校/组", help="备课组,如 S001/文科组")
    who.add_argument("--school", metavar="代码", help="学校代码:说明该校和该校各备课组")
    who.add_argument("--township", metavar="乡镇", help="乡镇名称")
    who.add_argument("--county", action="store_true", help="全县")
    who.add_argument("--subject", metavar="种类:代码", help="办法里的其他对象,如 pairing:P001")
    parser.add_argument("--clause", metavar="条款", help="只说明一条(默认全部)")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    with Home.from_environment().opened() as ledger, busy("正在说明……"):
        pack = find_pack(asked.pack, ledger.book)
        known_at = position_known(ledger.book, asked.known_at)
        explainer = Explainer(evaluate(ledger.book, pack, asked.term, asked.as_of, known_at))
        if asked.teacher:
            told = explainer.teacher(asked.teacher, asked.clause)
        elif asked.group:
            told = explainer.group(asked.group, asked.clause)
        elif asked.school:
            told = explainer.school(asked.school, asked.clause)
        else:
            told = explainer.subject(*_subject(asked), asked.clause)
    if asked.format == "json":
        one_only = asked.clause and not asked.school
        print_json(told[0].to_json() if one_only else [one.to_json() for one in told])
    else:
        for one in told:
            _print(pack, one)
        if not told:
            print("这个办法里没有说这个对象的条款。")
    return 0


def _subject(asked: Namespace) -> tuple[str, str]:
    """The kind and code of a subject that is no teacher, group or school."""
    if asked.county:
        return COUNTY, COUNTY
    if asked.township:
        return TOWNSHIP, squeeze(asked.township)
    kind, _, code = asked.subject.partition(":")
    return kind, code


def _print(pack: Pack, told: Explanation) -> None:
    source = told.source
    origin = "文件规定" if source["origin"] == "document" else "本地约定"
    print(f"\n{told.subject}  {told.clause}:{told.says}")
    print(f"  出处:《{source['document']}》{source['date']} {source['section']}({origin},{source['pack']})")
    for reading in source["readings"]:
        print(f"  读法:{reading}")
    print(f"  算式:{told.working.replace(';', f';{_NEXT_LINE}') if told.parts else told.working}")
    if told.next:
        print(f"  接下来:{told.next}")
    if told.missing:
        print(f"  还没有的:{'、'.join(told.missing)}")
    for one in told.in_force:
        print(f"  {_in_force(one)}")
    for total in dict.fromkeys(one["total"] for one in told.members):
        members = "、".join(f"{one['code']} {one['value']}" for one in told.members if one["total"] == total)
        print(f"  {label(pack, total)}:{members}")
    for heading, records in (("计入", told.counted), ("未计入", told.left_out)):
        for measure in dict.fromkeys(record["measure"] for record in records):
            each = [record for record in records if record["measure"] == measure]
            print(f"  {heading}“{label(pack, measure)}”{len(each)} 条:")
            for record in each[:_SHOWN]:
                print(f"    {_record(record)}")
            if len(each) > _SHOWN:
                print(f"    ……其余 {len(each) - _SHOWN} 条见 --format json")


def _record(record: Item) -> str:
    """A record's day, what it is, where it came from, what it is worth where that is not one, and why not (more)."""
    called = next(one.called for name, one in KINDS.items() if name.partition("/")[0] == record["kind"])
    worth = f",计 {record['worth']}" if record.get("worth", 1) != 1 else ""
    why = record.get("reason") or record.get("note") or ""
    content = f" {record['about']}" if record["about"] else ""
    return f"{record['day'] or '本学期'}  {called}{content}{worth}  {_where(record)}  {why}".rstrip()


def _in_force(item: Item) -> str:
    """A dated value, or a stretch of time, that the clause goes by."""
    if "value" in item:
        law_on = f"(按 {item['law_on']} 的规定)" if item["law_on"] else ""
        return f"数值:{item['says']} = {item['value']}{item['unit']}{law_on}"
    span = f"{item['from']} 至 {item['to']}" if item["from"] else "没有可算的日子"
    return f"时间:{item['says']},{span}"


def _where(record: Item) -> str:
    """The row a record was read from, and its place in the book."""
    source = record["source"]
    row = f"“{source['sheet']}”第 {source['row']} 行" if source else "单独登记"
    return f"{row}(账本第 {record['position']} 条,{_office(record['authority'])})"


def _office(authority: str) -> str:
    """The office on whose authority a record stands, as people call it."""
    kind, _, name = authority.partition(":")
    called = {"county": "县局", "school": "学校", "township": "乡镇"}.get(kind, kind)
    return f"{called} {name}".strip()

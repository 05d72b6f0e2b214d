"""`shilu person`: forget somebody's name and numbers, show them to somebody, list who was shown what."""

import sys
from argparse import Namespace

from api.cli.acting import add_who, who
from api.cli.arguments import Parser
from api.cli.output import print_json, print_table
from ledger.access_log import Access, What
from ledger.home import Home
from ledger.pen import COUNTY_TIME
from ledger.records import KINDS
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from ledger.spelling import teacher_code

_WHERE = {"text": "内容里写有姓名或号码", "file-name": "附件的文件名里写有", "file": "附件本身,请打开看"}
_SHOWN = 30
_WHAT = {What.NUMBERS: "身份证号和电话"}


def run(arguments: list[str]) -> int:
    """Do what is asked."""
    asked = _parser().parse_args(arguments)
    if asked.what == "forget":
        return _forget(asked)
    return _show(asked) if asked.what == "show" else _reads(asked)


def _parser() -> Parser:
    parser = Parser(
        "person",
        "个人信息:删除一位教师的姓名和号码(记录留在编号下)、查看身份证号和电话(留下记录)、列出谁查看过",
        "shilu person forget 000123 --reason 退休满十年 --actor 000901 --second 000902",
    )
    parser.add_argument(
        "what", choices=["forget", "show", "reads"], metavar="forget|show|reads", help="删除、查看、列出"
    )
    parser.add_argument("teacher", nargs="?", type=teacher_code, metavar="编号", help="教师编号(forget、show)")
    parser.add_argument("--reason", default="", metavar="理由", help="为什么删除或查看(必填);不写姓名")
    parser.add_argument("--second", default="", metavar="人", help="forget:复核的另一个人(必填)")
    parser.add_argument("--code", type=teacher_code, metavar="编号", help="reads:只列这位教师的")
    add_who(parser)
    parser.add_format("text", "json")
    return parser


def _teacher(asked: Namespace) -> TeacherId:
    if not asked.teacher:
        raise Misuse("bad-arguments", f"没有写明教师;请写 shilu person {asked.what} 编号。")
    return TeacherId(asked.teacher)


def _forget(asked: Namespace) -> int:
    from api.desk.forgetting import ForgettingDesk  # loads what contradictions and results are worked out with

    teacher, home = _teacher(asked), Home.from_environment()
    with home.opened() as ledger:
        done = ForgettingDesk(ledger, home, who(asked)).forget(teacher, asked.second, asked.reason)
    if asked.format == "json":
        print_json(done.to_json())
        return 0
    also = f"(连同并入的 {'、'.join(done.said.also)})" if done.said.also else ""
    print(f"教师 {teacher}{also} 的姓名、身份证号和电话已经删除;记录都在,以后只显示编号。")
    for name in done.aside:
        print(f"{name} 里还有姓名库重建以前封存的内容,没有动:旧密钥确定找不回的,请删去它。")
    if done.left:
        called = {name: record.called for name, record in KINDS.items()}
        rows = [
            (one.position, one.entry[:12], called.get(one.kind.partition("#")[0], one.kind), _WHERE[one.where])
            for one in done.left[:_SHOWN]
        ]
        print_table(
            "下面这些记录里可能还看得出是谁,请逐条看过;要改的用 shilu correct", ["位置", "记录号", "种类", "哪里"], rows
        )
        if len(done.left) > _SHOWN:
            print(f"……共 {len(done.left)} 处,全部见 --format json。")
    return 0


def _show(asked: Namespace) -> int:
    from api.desk.showing import show_numbers

    teacher, home = _teacher(asked), Home.from_environment()
    with home.opened() as ledger:
        seal = home.seal_of_access(ledger)
        person = show_numbers(ledger, seal, who(asked), teacher, asked.reason)
    if seal.standing_still:
        sys.stderr.write(f"这次查看已记下,但还没有封存:{seal.standing_still}\n")
    if asked.format == "json":
        told = {"name": person.name, "id_number": person.id_number, "telephone": person.telephone}
        print_json({"teacher": teacher, **told})
        return 0
    print(f"{teacher} {person.name}")
    print(f"身份证号:{person.id_number or '没有登记'}")
    print(f"电话:{person.telephone or '没有登记'}")
    print("这次查看已经记下:谁、看谁、为什么、什么时候。")
    return 0


def _is_asked(one: Access, code: str | None) -> bool:
    """Whether a row tells of numbers shown (`shilu account log` tells of sign-ins), of the teacher asked for."""
    return one.what in _WHAT and code in (None, one.whom)


def _reads(asked: Namespace) -> int:
    with Home.from_environment().opened() as ledger:
        if asked.code:
            from api.desk.showing import check_registered

            check_registered(ledger.register(), TeacherId(asked.code))
        found = [(position, one) for position, one in ledger.vault.access.read() if _is_asked(one, asked.code)]
    if asked.format == "json":
        rows = [
            {
                "position": position,
                "at": one.at.isoformat(),
                "actor": one.actor,
                "authority": one.authority,
                "what": one.what,
                "whom": one.whom,
                "why": one.why,
            }
            for position, one in found
        ]
        print_json(rows)
        return 0
    shown = []
    for position, one in found:
        at = f"{one.at.astimezone(COUNTY_TIME):%Y-%m-%d %H:%M}"
        shown.append((position, at, one.actor, one.authority, _WHAT[one.what], one.whom, one.why))
    print_table(f"查看记录 {len(found)} 次", ["序号", "时间", "谁", "单位", "看了什么", "看谁", "为什么"], shown)
    return 0

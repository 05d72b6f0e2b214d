"""`shilu packs list | show | check | diff | test | needs`: the policy packs."""

from pathlib import Path

from api.cli.arguments import Parser, day
from api.cli.output import print_json, print_table
from api.desk.packs_told import pack_told, packs_listed
from ledger.refusals import Misuse
from projections.catalogue import find_pack, packs_in
from projections.language.loading import read_pack
from projections.language.pack import Pack
from projections.language.pack_files import MAIN

_TAKES = {"list": (0, 0), "show": (1, 1), "check": (1, 1), "diff": (2, 2), "test": (0, 1), "needs": (0, 99)}
"""How many names each takes, at least and at most."""


def run(arguments: list[str]) -> int:
    """List, show, check, compare or test packs, or say what they need; exit status 1 where a fault is found."""
    parser = Parser(
        "packs",
        "查看、核对考核办法:list 列出,show 办法 显示条款,check 文件 核对写法,\n"
        "diff 旧 新 说明改了什么,test 运行算例和故事,needs 说明要哪些记录、多少凭留痕",
        "shilu packs check 我县办法.yaml\n  shilu packs test 我县办法.yaml\n  shilu packs needs --term 2022-2023-1",
    )
    parser.add_argument("what", choices=tuple(_TAKES), metavar="|".join(_TAKES), help="做什么")
    parser.add_argument("names", nargs="*", metavar="办法|文件", help="哪个办法:名称、名称@版本,或文件、文件夹的路径")
    parser.add_argument("--term", metavar="学期", help="needs:按这个学期实际得分算留痕的占比")
    parser.add_argument("--as-of", type=day, metavar="日期", help="needs:算到哪一天为止(默认今天)")
    parser.add_argument("--known-at", metavar="位置|时间", help="needs:按账本在哪个位置或时间的内容算(默认现在)")
    parser.add_format("table", "json")
    asked = parser.parse_args(arguments)
    least, most = _TAKES[asked.what]
    if not least <= len(asked.names) <= most:
        wanted = {(0, 0): "不用写名称", (1, 1): "要写是哪一个", (2, 2): "要写旧、新两个"}.get(
            (least, most), "至多写一个"
        )
        raise Misuse("bad-arguments", f"packs {asked.what} 后面{wanted};用法见 shilu packs --help。")
    if asked.what != "needs" and (asked.term or asked.as_of or asked.known_at):
        raise Misuse("bad-arguments", "--term、--as-of、--known-at 只和 packs needs 同用;请去掉。")
    match asked.what:
        case "list":
            return _list(asked.format)
        case "show":
            return _show(find_pack(asked.names[0]), asked.format)
        case "check":
            return _check(asked.names[0], asked.format)
        case "diff":
            from api.cli.packs_diff import show_diff

            return show_diff(asked.names[0], asked.names[1], asked.format)
        case "test":
            from api.cli.packs_test import run_tests

            return run_tests(next(iter(asked.names), None), asked.format)
        case _:
            from api.cli.packs_needs import show_needs  # reads the ledger, which the others do without

            return show_needs(asked.names, asked.term, asked.as_of, asked.known_at, asked.format)


def _list(form: str) -> int:
    packs = packs_listed()
    if form == "json":
        print_json(packs)
    else:
        rows = [(one["id"], one["version"], _STATUS[one["status"]], one["title"]) for one in packs]
        print_table("考核办法", ["名称", "版本", "状态", "标题"], rows)
    return 0


_STATUS = {"in_force": "施行中", "historical": "历史"}


def _show(pack: Pack, form: str) -> int:
    told, head = pack_told(pack), pack.head
    if form == "json":
        print_json(told)
        return 0
    title = f"{head.title.zh}({head.id}@{head.version})\n{head.issuer}《{head.document.name}》{head.document.date}"
    rows = [
        (
            one["id"],
            "、".join(one["covers"]),
            one["section"],
            "文件" if one["origin"] == "document" else "本地",
            "是" if one["trace"] else "",
            one["says"],
        )
        for one in told["clauses"]
    ]
    print_table(title, ["条款", "编号", "出处", "来源", "留痕", "内容"], rows)
    return 0


def _check(name: str, form: str) -> int:
    """Check the pack in a file, or each of those in a folder."""
    path = Path(name)
    files = packs_in(path) if path.is_dir() and not (path / MAIN).is_file() else [path]
    if not files or not all(file.exists() for file in files):
        raise Misuse("unknown-pack", f"没有办法文件 {name};请核对路径(文件名以 .yaml 结尾)。")
    checked = [read_pack(file) for file in files]
    faults = [fault for _, found in checked for fault in found]
    if form == "json":
        print_json([fault.to_json() for fault in faults])
    elif faults:
        rows = [(fault.file, fault.line, fault.code, fault.message, fault.hint) for fault in faults]
        print_table(f"有 {len(faults)} 处问题", ["文件", "行", "代码", "问题", "怎么改"], rows)
    else:
        clauses = sum(len(pack.clauses) for pack, _ in checked if pack)
        print(f"{name} 没有问题:{clauses} 条条款,算例都对。")
    return 1 if faults else 0

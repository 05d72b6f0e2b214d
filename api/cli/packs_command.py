"""`shilu packs list | show | check`: the policy packs."""

from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import print_json, print_table
from ledger.refusals import Misuse
from projections.catalogue import find_pack, shipped_packs
from projections.language.loading import read_pack
from projections.language.pack import Pack


def run(arguments: list[str]) -> int:
    """List packs, show one, or check a pack file; exit status 1 where it has a fault."""
    parser = Parser(
        "packs",
        "查看、核对考核办法:list 列出,show 办法 显示条款,check 文件 核对",
        "shilu packs check 我县办法.yaml",
    )
    parser.add_argument("what", choices=("list", "show", "check"), metavar="list|show|check", help="做什么")
    parser.add_argument("name", nargs="?", metavar="办法|文件", help="show 要办法,check 要文件")
    parser.add_format("table", "json")
    asked = parser.parse_args(arguments)
    if asked.what == "list":
        return _list(asked.format)
    if not asked.name:
        raise Misuse("bad-arguments", f"packs {asked.what} 后面要写是哪一个;用法见 shilu packs --help。")
    return _show(find_pack(asked.name), asked.format) if asked.what == "show" else _check(asked.name, asked.format)


def _list(form: str) -> int:
    packs = [
        {
            "id": pack.head.id,
            "title": pack.head.title.zh,
            "version": pack.head.version,
            "digest": pack.digest,
            "status": pack.head.status,
        }
        for pack in shipped_packs().values()
    ]
    if form == "json":
        print_json(packs)
    else:
        rows = [(one["id"], one["version"], _STATUS[one["status"]], one["title"]) for one in packs]
        print_table("考核办法", ["名称", "版本", "状态", "标题"], rows)
    return 0


_STATUS = {"in_force": "施行中", "historical": "历史"}


def _show(pack: Pack, form: str) -> int:
    clauses = [
        {
            "id": name,
            "kind": clause.__struct_config__.tag,
            "covers": clause.covers,
            "says": clause.says.zh,
            "section": clause.source.section,
            "origin": clause.origin,
            "trace": clause.trace,
            "readings": [
                {"question": one.question, "choice": one.choice, "by": one.by, "why": one.why}
                for one in clause.readings
            ],
        }
        for name, clause in pack.clauses.items()
    ]
    head = pack.head
    if form == "json":
        document = {"name": head.document.name, "date": head.document.date.isoformat()}
        print_json(
            {
                "id": head.id,
                "title": head.title.zh,
                "version": head.version,
                "digest": pack.digest,
                "status": head.status,
                "issuer": head.issuer,
                "document": document,
                "clauses": clauses,
            }
        )
        return 0
    title = f"{head.title.zh}({head.id}@{head.version})\n{head.issuer}《{head.document.name}》{head.document.date}"
    rows = [
        (
            one["id"],
            "、".join(pack.clauses[str(one["id"])].covers),
            one["section"],
            "文件" if one["origin"] == "document" else "本地",
            "是" if one["trace"] else "",
            one["says"],
        )
        for one in clauses
    ]
    print_table(title, ["条款", "编号", "出处", "来源", "留痕", "内容"], rows)
    return 0


def _check(name: str, form: str) -> int:
    """Check the pack in a file, or each of those in a folder."""
    path = Path(name)
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
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

"""`shilu status`: how far the book has come, and how far its seal, its backups and what is made from it follow."""

from datetime import UTC, datetime

from api.cli.arguments import Parser
from api.cli.output import print_json
from api.cli.seal_told import seal_told_once
from ledger.backup.last import LastBackup, last_backup
from ledger.home import Home
from ledger.seal import SealState

_STORES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def run(arguments: list[str]) -> int:
    """Print it."""
    parser = Parser("status", "看账本到了第几条,封存、备份、数据文件和视图跟到了哪里", "shilu status --format json")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    home = Home.from_environment()
    with seal_told_once() as drop, home.opened() as ledger:
        from projections.keeping import state_of

        state = state_of(ledger.book)
        ledger.seal.look()
        seal, paper = ledger.seal.state(), ledger.keys.unprinted_paper
        drop()  # why it stands still is said below
    backup = last_backup(home.folder)
    if asked.format == "json":
        print_json({**state, "seal": seal, "unprinted_paper": paper and str(paper), "backup": backup})
        return 0
    print(f"账本:{_STORES[state['store']]},格式 {state['format']},到第 {state['position']} 条。")
    print(f"封存:到第 {seal['size']} 条{_behind(seal)}。")
    if seal["standing_still"]:
        print(f"封存停着:{seal['standing_still']}")
    if paper:
        print(f"密钥纸质副本还在 {paper}:请打印后放进保险柜,再删掉这个文件。")
    print(_told(backup, state["position"]))
    for called, kept in (("数据文件", state["facts"]), ("视图", state["views"])):
        if kept is None or kept["generation"] is None:
            print(f"{called}:还没有;需要时会自动生成,也可以运行 shilu rebuild。")
        else:
            behind = f",还差 {kept['lag']} 条" if kept["lag"] else ",已跟上"
            print(f"{called}:第 {kept['generation']} 代,到第 {kept['position']} 条{behind}。")
        if kept and kept["building"]:
            print(f"{called}:正在重新生成,已完成 {kept['progress'] or 0}%;在此期间照常使用原来的。")
    if state["facts"] and (damaged := state["facts"]["damaged"]):
        print(f"数据文件 {damaged} 已损坏,结果改由账本直接算出;请运行 shilu rebuild --facts。")
    return 0


def _behind(seal: SealState) -> str:
    """How much is not sealed; of a seal that stands still nothing is promised."""
    if seal["lag"]:
        return f",还有 {seal['lag']} 条没有封存"
    return "" if seal["standing_still"] else ",已全部封存"


def _told(backup: LastBackup | None, position: int) -> str:
    """The age of the last backup, and what came after it."""
    if backup is None:
        return "备份:还没有;请运行 shilu backup(见 docs/operations.md)。"
    hours = int((datetime.now(UTC) - backup.at).total_seconds()) // 3600
    age = f"{hours // 24} 天" if hours >= 48 else f"{hours} 小时" if hours else "不到 1 小时"
    after = f",以后又登记了 {position - backup.position} 条" if position > backup.position else ""
    return f"备份:{age}以前,到第 {backup.position} 条({backup.file}){after}。"

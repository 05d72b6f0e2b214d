"""`shilu replay`: an export put back into an empty ledger, with the events' own times."""

from api.cli.arguments import Parser
from api.cli.output import busy, print_json
from api.desk.open_lines import opened_lines
from ledger.bulk import no_collection
from ledger.home import Home
from ledger.interchange.replaying import Replaying


def run(arguments: list[str]) -> int:
    """Write every line of an export, or none."""
    parser = Parser(
        "replay",
        "把导出的文件原样恢复到一个空账本:位置、时间、经手人都不变(姓名库另行恢复)",
        "shilu init && shilu replay 账本.ndjson",
    )
    parser.add_argument("file", metavar="文件.ndjson|-", help="shilu export 写出的文件;- 表示从标准输入读")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    with (
        opened_lines(asked.file) as lines,
        Home.from_environment().opened() as ledger,
        busy("恢复账本"),
        no_collection(),
    ):
        position = ledger.book.replay(lambda standing: Replaying(standing).lots(lines.numbered()))
    if asked.format == "json":
        print_json({"position": position})
    else:
        print(f"已恢复 {position} 条记录。")
    return 0

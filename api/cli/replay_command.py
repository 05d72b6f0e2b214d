"""`shilu replay`: an export put back into an empty ledger, with the events' own times."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from api.cli.arguments import Parser
from api.cli.key_argument import public_key
from api.cli.output import busy, print_json
from api.cli.reading import text_of
from api.desk.open_lines import opened_lines
from ledger.bulk import no_collection
from ledger.checkpoint import Checkpoint
from ledger.home import Home
from ledger.interchange.replaying import Replaying, Standing
from ledger.refusals import Misuse
from ledger.store.rows import Row
from ledger.verifying.replayed import checkpoint_to_prove, proved


def run(arguments: list[str]) -> int:
    """Write every line of an export, or none."""
    parser = Parser(
        "replay",
        "把导出的文件原样恢复到一个空账本:位置、时间、经手人都不变(姓名库另行恢复)",
        "shilu init && shilu replay 账本.ndjson --against 校验点.txt --key seal.pub",
    )
    parser.add_argument("file", metavar="文件.ndjson|-", help="shilu export 写出的文件;- 表示从标准输入读")
    parser.add_argument("--against", type=Path, metavar="校验点", help="原账本的校验点;不符就什么也不写入")
    parser.add_argument(
        "--key", action="append", default=[], metavar="公钥", help="原账本的公钥,或存有它的文件;用来核对校验点的签名"
    )
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    checkpoint = _checkpoint(asked)
    with (
        opened_lines(asked.file) as lines,
        Home.from_environment().opened() as ledger,
        busy("恢复账本"),
        no_collection(),
    ):

        def read(standing: Standing) -> Iterator[Sequence[Row]]:
            lots = Replaying(standing).lots(lines.numbered())
            last = 0
            for lot in proved(lots, checkpoint) if checkpoint else lots:
                last = lot[-1][0]
                yield lot
            ledger.vault.begin_after(last)  # before the book commits, as whatever the vault is told

        position = ledger.book.replay(read)
    if asked.format == "json":
        print_json({"position": position, "proved": checkpoint.size if checkpoint else 0})
        return 0
    print(f"已恢复 {position} 条记录。")
    if checkpoint:
        print(f"前 {checkpoint.size} 条和校验点相符。" + ("" if asked.key else "没有写 --key,校验点的签名没有核对。"))
    return 0


def _checkpoint(asked: Namespace) -> Checkpoint | None:
    if asked.against is None:
        if asked.key:
            raise Misuse("bad-arguments", "--key 用来核对 --against 的校验点;请一起写。")
        return None
    return checkpoint_to_prove(text_of(asked.against), [public_key(key) for key in asked.key])

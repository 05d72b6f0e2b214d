"""`shilu export`: the book as lines of JSON, one event a line."""

import sys
from pathlib import Path
from typing import BinaryIO

from api.cli.arguments import Parser, position
from api.cli.output import print_json
from api.workbook.files import check_writable, written_whole
from ledger.bulk import no_collection
from ledger.home import Home, Ledger
from ledger.interchange.exporting import export_lines


def run(arguments: list[str]) -> int:
    """Write every event from a position on to the standard output, or to a file."""
    parser = Parser(
        "export",
        "导出账本:每行一条 JSON,按登记次序(不含姓名和身份证号)",
        "shilu export > 账本.ndjson",
    )
    parser.add_argument("--from", type=position, default=1, dest="first", metavar="位置", help="从哪个位置开始(默认 1)")
    parser.add_argument("--out", type=Path, metavar="文件.ndjson", help="写到文件(默认写到屏幕)")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    if asked.first < 1:
        parser.error("--from 应是 1 以上的位置")
    if asked.out:
        check_writable(asked.out)
    with Home.from_environment().opened() as ledger, no_collection():
        if asked.out:
            with written_whole(asked.out) as partial, partial.open("wb") as file:
                written = _write(ledger, asked.first, file)
        else:
            sys.stdout.flush()
            _write(ledger, asked.first, sys.stdout.buffer)
            return 0
    if asked.format == "json":
        print_json({"events": written})
    else:
        print(f"已导出 {written} 条到 {asked.out}。")
    return 0


def _write(ledger: Ledger, first: int, file: BinaryIO) -> int:
    """Write the events from a position on; how many there were."""
    written = 0
    for lot in ledger.book.stored.lots(first):
        file.write(export_lines(lot))
        written += len(lot)
    file.flush()
    return written

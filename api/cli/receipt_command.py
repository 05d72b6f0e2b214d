"""`shilu receipt`: that an entry is in the book, for somebody to take away and check."""

import sys
from pathlib import Path

import msgspec

from api.cli.arguments import Parser, how_many
from api.cli.handed_out import check_free
from api.cli.output import print_json, write_text
from ledger.home import Home
from ledger.receipt import receipt_for


def run(arguments: list[str]) -> int:
    """Write one receipt."""
    parser = Parser(
        "receipt",
        "给出一条记录的凭据:记录、证明和校验点,任何人只用公钥就能核对,不需要账本",
        "shilu receipt 256f9e8b --out 凭据.json",
    )
    parser.add_argument("entry", metavar="记录", help="记录号(至少前 6 位),或账本里的位置")
    parser.add_argument("--version", type=how_many, metavar="版", help="第几版(默认最新一版的内容)")
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件(默认写到标准输出)")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    home = Home.from_environment()
    if asked.out:
        check_free(asked.out, home)
    with home.opened() as ledger:
        receipt = receipt_for(ledger.book, ledger.seal, asked.entry, asked.version)
    text = msgspec.json.format(msgspec.json.encode(receipt), indent=1).decode() + "\n"
    if asked.out is None:
        sys.stdout.write(text)
        return 0
    write_text(asked.out, text)
    told = {"position": receipt.position, "entry": receipt.entry, "size": receipt.size, "file": str(asked.out)}
    if asked.format == "json":
        print_json(told)
    else:
        print(f"第 {receipt.position} 条(记录 {receipt.entry})的凭据已写到 {asked.out};连同公钥一起交给对方。")
    return 0

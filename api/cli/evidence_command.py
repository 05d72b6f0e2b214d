"""`shilu evidence add`: attach a photograph, scan or PDF to a record; `evidence get` gives it back."""

import sys
from pathlib import Path

from api.cli.acting import add_who, tell, who
from api.cli.arguments import Parser
from api.cli.handed_out import check_free
from api.desk.acting import Outcome, look_at
from api.desk.attaching import attach, check_named
from api.workbook.files import written_whole
from ledger.acts.finding import find
from ledger.home import Home


def run(arguments: list[str]) -> int:
    """Attach a file, or write an attached one out."""
    parser = Parser(
        "evidence",
        "给记录添加附件(照片、扫描件、PDF,每个不超过 20 MB),或取出附件",
        "shilu evidence add 3f2a9c 照片.jpg --actor 000101",
    )
    parser.add_argument("what", choices=["add", "get"], metavar="add|get", help="添加,或取出")
    parser.add_argument("entry", metavar="记录号|摘要", help="add:记录号;get:附件的 SHA-256")
    parser.add_argument("file", type=Path, metavar="文件", help="要添加的文件,或取出后写到哪里")
    add_who(parser)
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    home = Home.from_environment()
    if asked.what == "get":
        check_free(asked.file, home)
    with home.opened() as ledger:
        if asked.what == "get":
            digest = asked.entry.strip().lower()
            check_named(ledger.book, digest)
            content = ledger.evidence.read(digest)
            with written_whole(asked.file) as partial:
                partial.write_bytes(content)
            sys.stderr.write(f"附件已写到 {asked.file}。\n")
            return 0
        place = find(ledger.book.stored, asked.entry)
        attach(ledger, who(asked), place, ledger.evidence.keep(asked.file))
        outcome = Outcome(1, position=ledger.book.position, warnings=look_at(ledger, 文件名=asked.file.stem))
    tell("添加附件", outcome, asked.format)
    return 0

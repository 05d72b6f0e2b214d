"""`shilu checkpoint`: what the seal says now, to be handed out; for a witness, or back from one."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from api.cli.arguments import Parser, position
from api.cli.handed_out import check_free, check_outside
from api.cli.output import print_json, write_text
from api.cli.reading import text_of
from api.cli.seal_told import seal_told_once
from api.desk.checkpoint_told import LAST, checkpoint_told
from api.workbook.files import check_writable
from ledger.checkpoint import Checkpoint, body_of, parse_checkpoint, to_base64
from ledger.home import Home, Ledger
from ledger.refusals import Refused
from ledger.witness import Cosigned, read_request

_WAIT = 10.0  # seconds for a sealer that is at work in another process


def run(arguments: list[str]) -> int:
    """Seal what was recorded, and print the checkpoint or write it out; or take one back that a witness signed."""
    parser = Parser(
        "checkpoint",
        "给出账本的校验点:条数、树根和签名,几行文字,可以发给别的单位或印在纸上;以后凭它查得出账本有没有被改动、截短",
        "shilu checkpoint --out 校验点.txt",
    )
    parser.add_argument("--out", type=Path, metavar="文件|文件夹", help="写到文件;是文件夹时按条数取文件名")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--old",
        type=position,
        nargs="?",
        const=LAST,
        metavar="条数",
        help="给见证单位的请求:附上从它上次见过的条数起的证明(不写条数:上次收回的联署)",
    )
    what.add_argument("--cosigned", type=Path, metavar="文件", help="收下见证单位联署过的校验点(- 表示标准输入)")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    home = Home.from_environment()
    if asked.out:
        check_outside(asked.out, home)
        if not asked.out.is_dir():
            check_writable(asked.out)
    with seal_told_once(), home.opened() as ledger:
        return (_take if asked.cosigned else _give)(home, ledger, asked)


def _give(home: Home, ledger: Ledger, asked: Namespace) -> int:
    told = checkpoint_told(ledger, asked.old)
    if asked.out:
        _write(asked.out, told.said, told.text, ledger, home)
    if asked.format == "json":
        print_json(told.to_json())
    elif not asked.out:
        sys.stdout.write(told.text)
    return 0


def _take(home: Home, ledger: Ledger, asked: Namespace) -> int:
    cosigned = Cosigned(ledger.seal.folder / "cosigned", ledger.keys)
    ledger.seal.keep_up(wait=_WAIT)
    note = cosigned.take(text_of(asked.cosigned), ledger.seal.tree)
    told, names = parse_checkpoint(note.text), [one.name for one in note.signatures]
    if asked.out:
        _write(asked.out, told, cosigned.kept(told.size), ledger, home)
    if asked.format == "json":
        print_json({**_told(told), "witnesses": names})
    else:
        print(f"已收下 {'、'.join(names)} 对 {told.size} 条的联署,和账本一致。")
    return 0


def _write(out: Path, told: Checkpoint, text: str, ledger: Ledger, home: Home) -> None:
    path = out / f"{told.origin}-{told.size}.txt" if out.is_dir() else out
    check_free(path, home, lambda there: _is_older(there, text, told, ledger))
    write_text(path, text)
    sys.stderr.write(f"校验点已写到 {path}。\n")


def _is_older(there: Path, text: str, told: Checkpoint, ledger: Ledger) -> bool:
    """Whether a file is an earlier checkpoint, or request, of this book: one that does not fit it is evidence."""
    try:
        written = there.read_text(encoding="utf-8")
        request = read_request(written)
        last = parse_checkpoint(body_of(request.checkpoint))
        fits = last.origin == told.origin and last.size <= told.size
        return (
            fits
            and ledger.seal.tree.root(last.size) == last.root
            and written.startswith("old ") == text.startswith("old ")
        )
    except (Refused, OSError, ValueError, IndexError):
        return False


def _told(told: Checkpoint) -> dict[str, Any]:
    return {"origin": told.origin, "size": told.size, "root": to_base64(told.root)}

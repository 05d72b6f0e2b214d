"""`shilu correct`: the whole new content of a record in place of what was said, with a reason."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import msgspec

from api.cli.acting import add_who, tell, who
from api.cli.arguments import Parser
from api.desk.correcting import correct_entry, corrected, said_now
from ledger.acts.finding import find
from ledger.home import Home
from ledger.nearest import did_you_mean
from ledger.records.record import Record
from ledger.refusals import Misuse, Refused


def run(arguments: list[str]) -> int:
    """Correct one record."""
    asked = _parser().parse_args(arguments)
    with Home.from_environment().opened() as ledger:
        place = find(ledger.book.stored, asked.entry)
        now, main = said_now(ledger, place)
        outcome = correct_entry(ledger, who(asked), place, _corrected(now, asked), main, asked.reason)
    tell("更正", outcome, asked.format)
    return 0


def _parser() -> Parser:
    parser = Parser(
        "correct",
        "更正一条记录:写明理由,交全部新内容(--data、--file),或只写要改的项(--set),其余照旧",
        "shilu correct 3f2a9c --set notes=补充的记录 --reason 原件上另有记录",
    )
    parser.add_argument("entry", metavar="记录号", help="记录号(可只写前几位)或账本位置")
    parser.add_argument("--data", metavar="JSON", help="全部新内容,如 {…};格式见 docs/interchange.md")
    parser.add_argument("--file", type=Path, metavar="文件|-", help="写着全部新内容的 JSON 文件;- 从标准输入读")
    parser.add_argument(
        "--set", action="append", default=[], metavar="项=值", help="只改这一项;值是 JSON 或一段文字,可写多次"
    )
    parser.add_argument("--reason", default="", metavar="理由", help="理由(必填)")
    add_who(parser)
    parser.add_format("text", "json")
    return parser


def _corrected(now: Record, asked: Namespace) -> Record:
    """The new content, of the same kind as what stands. Raises Refused as a line that is appended does."""
    if not (asked.data or asked.file or asked.set):
        raise Misuse("bad-arguments", "没有写新内容;请用 --data、--file 或 --set。")
    content: Any = _content(asked) if asked.data or asked.file else msgspec.to_builtins(now)
    for assignment in asked.set:
        name, sign, value = assignment.partition("=")
        if not sign or name not in now.__struct_fields__:
            near = did_you_mean(name, now.__struct_fields__)
            raise Refused("unknown-field", f"“{now.called}”没有“{name}”这一项;{near}。", fields=[name])
        content[name] = _value(value, now, name)
    return corrected(now, content)


def _content(asked: Namespace) -> Any:
    if asked.data:
        text = asked.data
    elif str(asked.file) == "-":
        text = sys.stdin.read()
    else:
        try:
            text = asked.file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused("unreadable-file", f"读不了 {asked.file};请核对路径,文件要用 UTF-8 编码。") from error
    try:
        content = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Refused("bad-line", "新内容不是完整的 JSON;请写一个 {…}。") from error
    if not isinstance(content, dict):
        raise Refused("bad-line", "新内容应是一个对象 {…};请核对。")
    return content


def _value(text: str, now: Record, name: str) -> Any:
    """A value as it is written on the command line: for a text as it stands, else JSON where it is JSON."""
    if isinstance(getattr(now, name), str) and not (text.startswith('"') and text.endswith('"')):
        return text
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return text

"""`shilu backup`: the whole ledger in one encrypted file, its keys apart; or such a file proved, not restored."""

from pathlib import Path

from api.cli.arguments import Parser, position
from api.cli.lacking_files import print_lacking
from api.cli.output import print_json, progress
from ledger.home import KEYS, Home
from ledger.refusals import Misuse


def run(arguments: list[str]) -> int:
    """Make a backup, whole or of what came since another; or check one."""
    parser = Parser(
        "backup",
        "把整个账本备份成一个加密文件(密钥不在里面,要另外保存);备份时照常登记",
        "shilu backup 备份/2023-01-13.age;每小时的增量:shilu backup 备份/下午.age --after 备份/2023-01-13.age",
    )
    parser.add_argument("file", type=Path, metavar="文件.age", help="备份写到哪里(不能已经存在);或要核对的备份")
    since = parser.add_mutually_exclusive_group()
    since.add_argument("--after", type=Path, metavar="前一份.age", help="只备份前一份备份以后的记录(增量)")
    since.add_argument("--from", type=position, dest="first", metavar="位置", help="只备份从这个位置开始的记录(增量)")
    since.add_argument("--check", action="store_true", help="不做备份,只从头到尾核对这一份备份")
    parser.add_argument(
        "--to", action="append", default=[], metavar="age1…", help="再加密给这个 age 公钥一份,可以写几次"
    )
    parser.add_argument("--keys", type=Path, metavar="文件夹|纸质副本", help="核对时用的密钥(默认用账本自己的)")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    home = Home.from_environment()
    if asked.check:
        return _check(asked.file, asked.keys or home.folder / KEYS, asked.format)
    if asked.keys:
        parser.error("--keys 只和 --check 同用")
    if asked.first == 0:
        parser.error("--from 应是 1 以上的位置")
    return _make(home, asked.file, asked.after, asked.first or 1, asked.to, asked.format)


def _make(home: Home, file: Path, after: Path | None, first: int, also_to: list[str], form: str) -> int:
    from ledger.backup.keys_for import KeysFor
    from ledger.backup.proving import head_of
    from ledger.backup.writing import write_backup

    home.check_whole()
    previous = head_of(after, KeysFor.at(home.folder / KEYS)) if after else None
    with progress("备份") as told:
        made = write_backup(
            home, file, lambda done, of: told("记录", done, of), after=previous, first=first, also_to=also_to
        )
    if form == "json":
        print_json(
            {
                "file": str(file),
                "at": made.head.at,
                "first": made.head.first,
                "position": made.head.last,
                "evidence": made.evidence,
                "statements": made.statements,
                "lacking": made.lacking,
                "bytes": made.bytes,
                "digest": made.digest,
                "checkpoint": made.head.checkpoint,
            }
        )
    else:
        print(f"已备份到 {file}:{_span(made.head.first, made.head.last)},附件 {made.evidence} 个,{made.bytes} 字节。")
        print_lacking(made.lacking)
    return 1 if made.lacking else 0


def _check(file: Path, keys: Path, form: str) -> int:
    from ledger.backup.checking import check_backup
    from ledger.backup.keys_for import KeysFor

    if not keys.exists():
        raise Misuse("bad-arguments", f"核对备份要用密钥,{keys} 不存在;请用 --keys 写明密钥文件夹或纸质副本。")
    with progress("核对备份") as told:
        checked = check_backup(file, KeysFor.at(keys), lambda done, of: told("记录", done, of))
    if form == "json":
        print_json(
            {
                "ok": not checked.lacking,
                "file": str(file),
                "at": checked.head.at,
                "origin": checked.head.origin,
                "first": checked.head.first,
                "position": checked.head.last,
                "files": checked.files,
                "lacking": checked.lacking,
                "digest": checked.digest,
                "checkpoint": checked.head.checkpoint,
            }
        )
    else:
        span = _span(checked.head.first, checked.head.last)
        if checked.lacking:
            lacks = f"附件和正式结果有 {checked.files} 个,缺 {len(checked.lacking)} 个"
            print(f"{file} 没有损坏,但不完整:{span}都在,{lacks}。")
        else:
            print(f"{file} 完好:{span},附件和正式结果 {checked.files} 个。")
        print_lacking(checked.lacking)
    return 1 if checked.lacking else 0


def _span(first: int, last: int) -> str:
    return f"第 {first} 到 {last} 条" if first <= last else f"第 {last} 条以后没有新记录"

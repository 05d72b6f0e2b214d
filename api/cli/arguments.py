"""Arguments of commands: one parser for all, refusals in Chinese, an example under every `--help`."""

import argparse
import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NoReturn

from ledger.refusals import Misuse

_TRANSLATED = [
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"one of the arguments (.+) is required", r"\1 要写一个"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"argument (.+?): invalid choice: '?(.+?)'? \(choose from (.+)\)", r"\1 不能是 \2,可以是 \3"),
    (r"argument (.+?): expected (?:one|at least one) argument", r"\1 后面缺少内容"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 不能和 \2 同用"),
    (r"argument (.+?): ignored explicit argument '?(.+?)'?", r"\1 后面不能写 \2"),
    (r"argument (.+?): (.+)", r"\1:\2"),
]


class Parser(argparse.ArgumentParser):
    """A command's parser; what is wrong with the arguments is refused as misuse, in one sentence."""

    def __init__(self, name: str, what: str, example: str) -> None:
        super().__init__(
            prog=f"shilu {name}",
            description=what,
            epilog=f"例:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def format_help(self) -> str:
        """The help, its one English word translated."""
        return super().format_help().replace("usage:", "用法:", 1)

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        for pattern, translated in _TRANSLATED:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, translated, message)
                break
        raise Misuse("bad-arguments", f"命令写得不对:{message};用法见 {self.prog} --help。")

    def add_format(self, *formats: str) -> None:
        """The option `--format`; the first is the default."""
        shown = f"输出形式:{'、'.join(formats)}(默认 {formats[0]})"
        self.add_argument("--format", choices=formats, default=formats[0], help=shown)

    def add_question(self) -> None:
        """The options of every question: pack, term, and the two dates."""
        self.add_argument("--pack", required=True, metavar="ID[@版本]|文件", help="考核办法,或办法文件的路径")
        self.add_argument("--term", required=True, metavar="学期", help="学期,如 2022-2023-1")
        self.add_argument("--as-of", type=day, metavar="日期", help="算到哪一天为止(默认今天)")
        self.add_argument("--known-at", metavar="位置|时间", help="按账本在哪个位置或时间的内容算(默认现在)")


def day(text: str) -> date:
    """A day on the command line: `2022-09-05`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期,请写成 2022-09-05 的样子") from None


def position(text: str) -> int:
    """A position of the book on the command line; 0 stands before the first."""
    return _count(text, 0, 2**63 - 1)


def how_many(text: str) -> int:
    """How many lines are wanted."""
    return _count(text, 1, 1_000_000)


def _count(text: str, least: int, most: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"“{text}”不是 {least} 到 {most} 的整数")
    return number


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the caller is a program, so that even refused arguments are told as JSON."""
    return "--format=json" in arguments or any(pair == ("--format", "json") for pair in pairwise(arguments))

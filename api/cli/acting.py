"""What the commands about entries share: entries found, one act on each, and what came of it told."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from api.cli.arguments import Parser
from api.cli.output import print_json
from api.cli.warnings_told import print_warnings
from api.desk.acting import CALLED, NEED_REASON, Outcome, act_on, named, whole_batch
from ledger.acts.finding import Place
from ledger.event import COUNTY, Act, Authority
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.on_disk import why
from ledger.refusals import Misuse, Refused

_SHOWN = 20


@dataclass(frozen=True)
class Deed:
    """A command about entries: its name, its act, and what it is for."""

    command: str
    act: Act
    what: str

    @property
    def called(self) -> str:
        """What people call the act."""
        return CALLED[self.act]

    @property
    def reason(self) -> bool:
        """Whether it is refused without a reason."""
        return self.act in NEED_REASON


def parser_of(deed: Deed) -> Parser:
    """The parser of a command about entries."""
    example = f"shilu {deed.command} 3f2a9c{' --reason 理由' if deed.reason else ''} --actor 000101"
    parser = Parser(deed.command, deed.what, example)
    parser.add_argument(
        "entries", nargs="*", metavar="记录号", help="记录号(可只写前几位)或账本位置;- 表示从标准输入读"
    )
    parser.add_argument("--batch", metavar="文件|摘要", help="一次交来的整批:原工作簿,或它的 SHA-256(可只写前几位)")
    parser.add_argument(
        "--kind", action="append", default=[], metavar="种类", help="只办整批里的这一种,如 lesson.observed"
    )
    parser.add_argument("--reason", default="", metavar="理由", help="理由" + ("(必填)" if deed.reason else ""))
    add_who(parser)
    parser.add_format("text", "json")
    return parser


def add_who(parser: Parser) -> None:
    """The options that say who does it, and for which office."""
    parser.add_argument("--actor", default="local", metavar="人", help="经手人(默认 local)")
    parser.add_argument("--authority", default=COUNTY, metavar="单位", help="以哪个单位的名义(默认 county,县局)")


def who(asked: Namespace) -> HandIn:
    """Who does it."""
    return HandIn(asked.actor, Authority(asked.authority))


def run(deed: Deed, arguments: Sequence[str]) -> int:
    """Do it to every entry named; exit status 1 where one was refused."""
    return carry_out(deed, parser_of(deed).parse_args(arguments))


def carry_out(deed: Deed, asked: Namespace, *, upheld: bool = False) -> int:
    """Do what was asked. One entry refused alone is told as any refusal; of several, which and why."""
    if deed.reason and not asked.reason.strip():
        raise Refused("no-reason", f"{deed.called}要写明理由;请用 --reason 写一句。")
    with Home.from_environment().opened() as ledger:
        places, sample = _places(ledger, asked)
        outcome = act_on(ledger, who(asked), deed.act, places, asked.reason, sample=sample, upheld=upheld)
    tell(deed.called, outcome, asked.format)
    return 1 if outcome.refused else 0


def tell(called: str, outcome: Outcome, form: str) -> None:
    """What was done, for a program or a person."""
    if form == "json":
        print_json(outcome.to_json())
        return
    print(f"已{called} {outcome.done} 条。")
    for one in outcome.refused[:_SHOWN]:
        print(f"没有{called}:{one['message']}")
    if len(outcome.refused) > _SHOWN:
        print(f"……共 {len(outcome.refused)} 条没有{called},全部见 --format json。")
    print_warnings(outcome.warnings)


def _places(ledger: Ledger, asked: Namespace) -> tuple[list[Place], str]:
    """The entries meant. Entries named beside a batch are the sample that was looked at; the whole batch is meant."""
    written = named(ledger, _named(asked.entries))
    if asked.batch:
        return whole_batch(ledger, _digest(asked.batch), asked.kind, written)
    if not written:
        raise Misuse("bad-arguments", "没有写明记录;请写记录号,或用 --batch 指明整批。")
    return written, ""


def _named(entries: Sequence[str]) -> Iterator[str]:
    for text in entries:
        if text == "-":
            yield from sys.stdin.read().split()
        else:
            yield text


def _digest(written: str) -> str:
    """The SHA-256 of a file that was handed in, or (the beginning of) the digest itself."""
    path = Path(written)
    if path.is_file():
        try:
            with path.open("rb") as file:
                return file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise Refused("unreadable-file", f"读不了 {path}:{why(error)};请核对权限。") from error
    return written.strip().lower()

"""What the commands about entries share: entries found, one act on each, in lots, and what came of it told."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Any

from api.cli.arguments import Parser
from api.cli.output import print_json
from ledger.acts.finding import Place, batch, find
from ledger.acts.request import Evidence
from ledger.event import COUNTY, Act, Authority
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.refusals import Misuse, Refused

LOT = 5_000
"""Acts in one transaction; each costs a wait for the disk."""

_SHOWN = 20


@dataclass(frozen=True)
class Deed:
    """A command about entries: its name, its act, and what people call it."""

    command: str
    act: Act
    called: str
    what: str
    reason: bool = False


@dataclass
class Outcome:
    """How many entries were dealt with, and which were refused and why."""

    done: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    position: int = 0

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return vars(self)


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
        outcome = Outcome()
        by_name = iter(places)
        while lot := list(islice(by_name, LOT)):
            requests = [place.request(deed.act, asked.reason, sample, upheld=upheld) for place in lot]
            with ledger.book.writing(who(asked)) as pen:
                for request, one in zip(requests, pen.act(requests), strict=True):
                    if not isinstance(one, Refused):
                        outcome.done += 1
                    elif len(places) == 1:
                        raise one
                    else:
                        told = {"entry": request.name, "code": one.code, "message": one.message, "see": list(one.see)}
                        outcome.refused.append(told)
        outcome.position = ledger.book.position
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


def _places(ledger: Ledger, asked: Namespace) -> tuple[list[Place], str]:
    """The entries meant. Entries named beside a batch are the sample that was looked at; the whole batch is meant."""
    named = [find(ledger.book.stored, text) for text in _named(asked.entries)]
    if not asked.batch:
        if not named:
            raise Misuse("bad-arguments", "没有写明记录;请写记录号,或用 --batch 指明整批。")
        return named, ""
    whole = batch(ledger.book.stored, _digest(asked.batch), asked.kind)
    if not whole:
        raise Misuse("unknown-batch", f"从“{asked.batch}”没有收下这一种记录;请核对 --kind。")
    outside = {place.entry for place in named} - {place.entry for place in whole}
    if outside:
        raise Misuse(
            "not-in-batch",
            f"抽查的记录 {outside.pop().hex()} 不在这一批里;请核对记录号。",
        )
    return whole, f"{len(named)}/{len(whole)}" if named else ""


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
            raise Refused("unreadable-file", f"读不了 {path}:{error.strerror};请核对权限。") from error
    return written.strip().lower()


def attach(ledger: Ledger, place: Place, evidence: Evidence, by: HandIn) -> None:
    """A file that was kept, attached to an entry."""
    ledger.book.act(by, place.request(Act.EVIDENCED, evidence=evidence))

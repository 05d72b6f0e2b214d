"""`shilu witness …`: another office's checkpoints looked at and signed, so that nobody keeps two books."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.cli.actions import Action, no_options, run_action
from api.cli.arguments import Parser
from api.cli.handed_out import check_free, check_outside
from api.cli.key_argument import public_key
from api.cli.output import print_json, print_table, write_text
from api.cli.reading import text_of
from api.workbook.files import check_writable
from ledger.checkpoint import COSIGNATURE, Verifier, body_of, open_note, parse_checkpoint, to_base64
from ledger.home import Home
from ledger.refusals import Refused
from ledger.witness import Cosigned, Seen, Witness, read_request


def run(arguments: list[str]) -> int:
    """Do one thing as a witness, or as the office that has one."""
    what = "见证:替别的单位记住它账本上次的校验点,只给接得上的签名;有人记两本账,就会被发现。"
    return run_action("witness", what, _ACTIONS, arguments)


def _witness() -> Witness:
    return Witness(Home.from_environment().folder / "witness")


def _naming(parser: Parser) -> None:
    parser.add_argument("--name", default="", metavar="名称", help="签名里的单位名称,不能有空格和加号")


def _init(asked: Namespace) -> int:
    witness = _witness()
    key = witness.make(asked.name)
    if asked.format == "json":
        print_json({"verifier_key": key, "file": str(witness.folder / "witness.pub")})
    else:
        print(f"已建好见证密钥。请把这一行公钥交给要见证的单位(文件 {witness.folder / 'witness.pub'}):\n  {key}")
    return 0


def _trusting(parser: Parser) -> None:
    parser.add_argument("key", metavar="公钥|文件", help="账本的公钥(我来见证它),或见证单位的公钥(我收它的联署)")
    parser.add_argument("--succession", type=Path, metavar="文件", help="对方换过签名密钥:它交来的 keys/succession")
    parser.add_argument("--lost", action="store_true", help="对方书面说明旧密钥已丢失")


def _trust(asked: Namespace) -> int:
    key = public_key(asked.key)
    verifier = Verifier.parse(key)
    if verifier.type == COSIGNATURE:
        home = Home.from_environment()
        home.check_whole()
        name = Cosigned(home.folder / "seal" / "cosigned", home.keys).trust(key)
        told: dict[str, Any] = {"trusted": name, "as": "witness"}
        said = f"以后收下“{name}”的联署:shilu checkpoint --cosigned 文件。"
    else:
        succession = text_of(asked.succession) if asked.succession else ""
        seen = _witness().trust(key, succession, lost=asked.lost)
        told = {"trusted": seen.origin, "as": "book"}
        said = f"以后见证账本“{seen.origin}”:shilu witness sign 它交来的文件。"
    if asked.format == "json":
        print_json(told)
    else:
        print(said)
    return 0


def _requested(parser: Parser) -> None:
    parser.add_argument(
        "request", type=Path, metavar="文件", help="对方用 shilu checkpoint --old 写出的文件;- 表示标准输入"
    )
    parser.add_argument("--out", type=Path, metavar="文件", help="联署过的校验点写到文件,交还对方(默认印出来)")


def _sign(asked: Namespace) -> int:
    if asked.out:
        check_outside(asked.out, Home.from_environment())
        check_writable(asked.out)
    witness = _witness()
    signed = witness.sign(read_request(text_of(asked.request)), datetime.now(UTC))
    if asked.out:
        check_free(asked.out, Home.from_environment(), lambda there: _is_older(there, signed, witness))
        write_text(asked.out, signed)
        sys.stderr.write(f"接得上,已签名;请把 {asked.out} 交还对方,由它运行 shilu checkpoint --cosigned。\n")
    if asked.format == "json":
        print_json({"text": signed})
    elif not asked.out:
        sys.stdout.write(signed)
    return 0


def _is_older(there: Path, signed: str, witness: Witness) -> bool:
    """Whether a file is an earlier checkpoint of the same book that this witness signed."""
    try:
        last = parse_checkpoint(open_note(there.read_bytes(), witness.signer.verifier_key).text)
    except (Refused, OSError):
        return False
    told = parse_checkpoint(body_of(signed))
    return last.origin == told.origin and last.size <= told.size


def _list(asked: Namespace) -> int:
    books = [_told(seen) for seen in _witness().seen()]
    if asked.format == "json":
        print_json(books)
        return 0
    rows = [(one["origin"], one["size"], one["signed_at"] or "还没有签过") for one in books]
    print_table("见证的账本", ("账本", "条数", "上次签名(UTC)"), rows)
    return 0


def _told(seen: Seen) -> dict[str, Any]:
    last = seen.last
    return {
        "origin": seen.origin,
        "verifier_key": seen.key,
        "size": last.size if last else 0,
        "root": to_base64(last.root) if last else None,
        "signed_at": seen.signed_at or None,
    }


_ACTIONS = {
    "init": Action("建立本单位的见证密钥", "shilu witness init --name 某市教育局", _naming, _init),
    "trust": Action("信任一把公钥:账本的,或见证单位的", "shilu witness trust 公钥.pub", _trusting, _trust),
    "sign": Action("核对对方的校验点,接得上就签名", "shilu witness sign 请求.txt --out 联署.txt", _requested, _sign),
    "list": Action("列出见证的账本和各自上次的校验点", "shilu witness list", no_options, _list),
}

"""`shilu verify-receipt`: a receipt checked with the public key alone; no ledger is needed."""

from pathlib import Path

import msgspec

from api.cli.arguments import Parser
from api.cli.key_argument import public_key
from api.cli.output import print_json
from api.cli.reading import text_of
from ledger.checkpoint import to_base64
from ledger.receipt import Checked, check_receipt


def run(arguments: list[str]) -> int:
    """Check one receipt; refused, in one sentence, where it does not hold."""
    parser = Parser(
        "verify-receipt",
        "只用公钥核对一张凭据:这条记录在那个校验点的账本里,一个字没有改;不需要账本",
        "shilu verify-receipt 凭据.json --key seal.pub",
    )
    parser.add_argument("file", type=Path, metavar="凭据.json", help="shilu receipt 给出的文件")
    parser.add_argument(
        "--key", action="append", required=True, metavar="公钥", help="账本的公钥,或存有它的文件;可以写几个"
    )
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    keys = [public_key(said) for said in asked.key]
    checked = check_receipt(text_of(asked.file), *keys)
    if asked.format == "json":
        print_json(_told(checked))
    else:
        _print(checked)
    return 0


def _told(checked: Checked) -> dict[str, object]:
    receipt = checked.receipt
    return {
        "ok": True,
        "position": receipt.position,
        "entry": receipt.entry if checked.event else None,
        "stream": receipt.stream,
        "version": receipt.version,
        "kind": receipt.kind,
        "event": msgspec.Raw(receipt.event.encode()),
        "origin": checked.checkpoint.origin,
        "size": checked.checkpoint.size,
        "root": to_base64(checked.checkpoint.root),
        "signed_by": list(checked.signed_by),
    }


def _print(checked: Checked) -> None:
    receipt, checkpoint = checked.receipt, checked.checkpoint
    print(
        f"凭据成立:账本 {checkpoint.origin} 封存到第 {checkpoint.size} 条时,第 {receipt.position} 条正是这条记录"
        f"(记录 {receipt.entry},流中第 {receipt.version} 版,{receipt.kind}):"
    )
    print(receipt.event)
    if checked.event is None:
        print("这个版本的师录不认识这种记录,记录号没有核对;位置和内容都已核对。")

"""`shilu verify`: every stored byte read again, and whether anything is not as it was recorded."""

from pathlib import Path

from api.cli.arguments import Parser
from api.cli.key_argument import public_key
from api.cli.output import print_json, progress
from api.cli.reading import text_of
from ledger.home import Home
from ledger.refusals import Misuse
from ledger.verifying.report import Fault, Report
from projections.verifying.whole import PARTS, verify

_SHOWN = 20


def run(arguments: list[str]) -> int:
    """Verify and tell; exit status 1 where something is wrong."""
    parser = Parser(
        "verify",
        "逐字节核对账本、封存、姓名库、附件、正式结果、数据文件和视图;有一处不符,退出状态就是 1",
        "shilu verify --against 校验点.txt",
    )
    parser.add_argument(
        "--against", action="append", default=[], type=Path, metavar="校验点", help="另存在别处的校验点,可以写几个"
    )
    parser.add_argument("--key", default="", metavar="公钥", help="另外记下的公钥(或存有它的文件);不写用账本自己的")
    parser.add_argument("--only", metavar="部分,…", default=",".join(PARTS), help=f"只核对几部分:{'、'.join(PARTS)}")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    only = [part.strip() for part in asked.only.split(",")]
    if unknown := [part for part in only if part not in PARTS]:
        raise Misuse("bad-arguments", f"没有“{unknown[0]}”这一部分;--only 可以写 {'、'.join(PARTS)}。")
    _check_used(bool(asked.against), "--against", only, ("book",))
    _check_used(bool(asked.key), "--key", only, ("book", "vault"))
    trusted = public_key(asked.key)
    against = [(path.name, text_of(path).encode()) for path in asked.against]
    with progress("核对") as told:
        report = verify(Home.from_environment(), against, trusted=trusted, only=only, told=told)
    if asked.format == "json":
        sealed = report.sealed if "book" in only else None
        print_json(report.to_json() | {"sealed": sealed, "parts": [part for part in PARTS if part in only]})
    else:
        _print(report, only)
    return 0 if report.ok else 1


def _check_used(is_given: bool, option: str, only: list[str], parts: tuple[str, ...]) -> None:
    """Refuse an option that no part which is verified looks at: nobody must believe it was held against anything."""
    if is_given and not set(parts) & set(only):
        named = "、".join(parts)
        raise Misuse("bad-arguments", f"{option} 只用于核对 {named};请在 --only 里写上,或不写 --only。")


def _print(report: Report, only: list[str]) -> None:
    if set(only) != set(PARTS):
        print(f"只核对了 {'、'.join(part for part in PARTS if part in only)}。")
    if report.ok:
        sealed = f",封存到第 {report.sealed} 条" if "book" in only else ""
        print(f"账本共 {report.size} 条{sealed},没有发现改动。")
    else:
        first, *others = report.faults
        print(f"共发现 {report.count} 处不符。第一处:{_said(first)}")
        for fault in others[: _SHOWN - 1]:
            print(f"另有:{_said(fault)}")
        if report.count > _SHOWN:
            print(f"其余 {report.count - _SHOWN} 处没有列出;用 --format json 看全部。")
    for note in report.notes:
        print(f"另注:{note}")


def _said(fault: Fault) -> str:
    at = f"(位置 {fault.position},记录 {fault.entry or '不明'})" if fault.position is not None else ""
    return f"{fault.what}{at}"

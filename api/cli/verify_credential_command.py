"""`shilu verify-credential`: a certificate in electronic form checked with what is at hand; no ledger, no network."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.cli.arguments import Parser
from api.cli.output import print_json
from api.cli.reading import text_of
from ledger.refusals import Misuse, Refused

if TYPE_CHECKING:
    from api.credentials.verdict import Verdict
    from api.credentials.verifying import Given

_STATUS = {
    "valid": "有效,没有撤销",
    "revoked": "已经撤销",
    "suspended": "暂停",
    "unknown": "没有核对是否撤销",
    "none": "没有写状态清单",
}


def run(arguments: list[str]) -> int:
    """Check one credential: 0 where all is well, 1 where something is not."""
    parser = Parser(
        "verify-credential",
        "核对一份电子证书(Open Badges 3.0):内容、签名、期限、是否撤销;不需要账本,也不上网",
        "shilu verify-credential 证书.json --status-list 状态清单.json",
    )
    parser.add_argument("file", type=Path, metavar="证书.json", help="电子证书:JSON、JWS,或内含证书的 PNG、SVG")
    parser.add_argument(
        "--status-list",
        action="append",
        default=[],
        type=Path,
        metavar="文件",
        help="状态清单;不写就在证书旁边找,可以写几个",
    )
    parser.add_argument(
        "--key", action="append", default=[], metavar="公钥|文件", help="签发者的公钥(z6Mk…)、身份文件,或存有它们的文件"
    )
    parser.add_argument(
        "--issuer", default="", metavar="标识", help="签发者必须是哪一个(单位公布的标识,如 did:key:z6Mk…)"
    )
    parser.add_argument("--at", type=_moment, metavar="时间", help="按哪一天、哪一刻核对(默认现在)")
    parser.add_argument("--skip-status", action="store_true", help="不核对是否撤销")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    from api.credentials.at_hand import credential_text
    from api.credentials.verifying import verify

    if str(asked.file) == "-":
        verdict = verify(text_of(asked.file).strip(), _given(asked))
    else:
        verdict = verify(credential_text(asked.file), _given(asked))
    if asked.format == "json":
        print_json(verdict)
    else:
        _print(verdict)
    return 0 if verdict.ok else 1


def _given(asked: argparse.Namespace) -> "Given":
    from api.credentials.at_hand import beside, sorted_out
    from api.credentials.verifying import Given

    lists, documents = sorted_out(beside(asked.file)) if str(asked.file) != "-" else ([], [])
    keys = []
    for said in asked.key:
        given, told = _key(said)
        keys += given
        documents = [*told, *documents]
    if asked.status_list:
        lists = [text_of(one).strip() for one in asked.status_list]
    return Given(
        at=asked.at or datetime.now(UTC),
        lists=lists,
        documents=documents,
        keys=keys,
        issuer=asked.issuer.strip(),
        skip_status=asked.skip_status,
        status_of=None if asked.status_list else _ledger_at_hand(),
    )


def _key(said: str) -> tuple[list[Any], list[Mapping[str, Any]]]:
    """What was said for a key. Raises Misuse `bad-credential-key`."""
    from api.credentials.at_hand import keys_in
    from api.credentials.strict_json import NotJson

    try:
        written = said if not Path(said).is_file() else text_of(Path(said))
        return keys_in(written)
    except (NotJson, OSError) as error:
        told = str(error) if isinstance(error, NotJson) else "读不出"
        raise Misuse(
            "bad-credential-key", f"--key 后面{told};请写 z6Mk… 的公钥、did:key,或存有公钥、身份文件的文件。"
        ) from None


def _ledger_at_hand() -> Any:
    """What asks the ledger of this place whether it took back what it issued itself; None where there is none."""
    from api.credentials.own_status import own_status
    from ledger.home import Home

    try:
        home = Home.from_environment()
        return own_status(home) if home.exists else None
    except (Refused, OSError):
        return None


def _moment(text: str) -> datetime:
    """A day, its end in the county, or a time with its zone."""
    from api.credentials.moments import moment
    from ledger.pen import COUNTY_TIME

    if found := moment(text):
        return found
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # only its day is taken
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是时间,请写成 2023-09-10 或 2023-09-10T08:00:00Z 的样子") from None
    return datetime.combine(day, time(12), COUNTY_TIME).astimezone(UTC)


def _print(verdict: "Verdict") -> None:
    print("证书有效。" if verdict.ok else "证书不能认可。")
    for label, value in (
        ("持有人", verdict.holder),
        ("内容", verdict.achievement),
        ("签发日期", verdict.days[0]),
        ("有效期到", verdict.days[1]),
        ("签发者", verdict.issuer),
        ("签发者标识", verdict.issuer_id if verdict.issuer_id != verdict.issuer else ""),
        ("状态", _STATUS[verdict.status]),
    ):
        if value:
            print(f"  {label}:{value}")
    for check in verdict.checks:
        print(f"  {'✓' if check.ok else '✗'} {check.why}")
    for notice in verdict.notices:
        print(f"  说明:{notice}")

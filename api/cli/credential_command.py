"""`shilu credential`: the electronic certificate of an honour, award, title or certificate; what was revoked."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.cli.arguments import Parser
from api.cli.handed_out import check_free
from api.cli.output import json_text, print_json, write_text
from ledger.home import Home
from ledger.refusals import Misuse


def run(arguments: list[str]) -> int:
    """Write a credential, a status list, or who issues."""
    parser = Parser(
        "credential",
        "给一条荣誉、获奖、职称或证书记录签发电子证书(Open Badges 3.0),或给出已撤销证书的状态清单、签发者标识",
        "shilu credential 256f9e8b --out 证书.json",
    )
    parser.add_argument("entry", nargs="?", default="", metavar="记录", help="记录号(至少前 6 位),或账本里的位置")
    parser.add_argument("--status-list", action="store_true", help="给出状态清单:哪些证书已经撤销")
    parser.add_argument("--number", type=int, default=0, metavar="号", help="第几份状态清单(默认 0,每份 131072 条记录)")
    parser.add_argument("--issuer", action="store_true", help="给出签发者的标识和身份文件")
    parser.add_argument("--out", type=Path, metavar="文件", help="写到文件(默认写到标准输出);状态清单一同写在旁边")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    if bool(asked.entry) + asked.status_list + asked.issuer != 1 or asked.number < 0:
        raise Misuse("bad-arguments", "请写一个记录号,或 --status-list,或 --issuer;用法见 shilu credential --help。")
    from api.credentials.given import given_by
    from api.credentials.issuer import issuer_of
    from api.credentials.issuing import LIST_DAYS, credential_for, status_list
    from api.credentials.status_list import LEAST

    home = Home.from_environment()
    beside = asked.out.with_name(f"{asked.out.stem}.status.json") if asked.out and asked.entry else None
    for path in filter(None, (asked.out, beside)):
        check_free(path, home)
    with home.opened() as ledger:
        issuer = issuer_of(home.folder)
        if asked.issuer:
            made: Mapping[str, Any] = issuer.document()
        elif asked.status_list:
            made = status_list(ledger.book, issuer, asked.number)
        else:
            given = given_by(ledger.book, asked.entry)
            made = credential_for(ledger, issuer, given)
            if beside:
                write_text(beside, json_text(status_list(ledger.book, issuer, given.position // LEAST)))
    if asked.out is None:
        sys.stdout.write(json_text(made))
        return 0
    write_text(asked.out, json_text(made))
    told = {"id": made["id"], "issuer": issuer.did, "file": str(asked.out), "status_list": str(beside or "")}
    if asked.format == "json":
        print_json(told)
    else:
        print(f"已写到 {asked.out};签发者标识 {issuer.did}。")
        if beside:
            print(f"状态清单写在 {beside},{LIST_DAYS} 天内可用;连同证书一起交给对方,就能离线核对是否撤销。")
    return 0

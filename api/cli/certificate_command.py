"""`shilu certificate …`: certificates issued on honours, awards and titles, taken back, listed, printed."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.acting import add_who, who
from api.cli.actions import Action, no_options, run_action
from api.cli.arguments import Parser, day
from api.cli.handed_out import check_free
from api.cli.output import print_json, print_table
from ledger.home import Home, Ledger

if TYPE_CHECKING:
    from api.desk.certificates import Certificate


def run(arguments: list[str]) -> int:
    """Do one thing with certificates."""
    return run_action("certificate", "给职称、荣誉、获奖颁发证书,作废证书,列出,打印。", _ACTIONS, arguments, "table")


def _action(what: str, example: str, add: Callable[[Parser], None], do: Callable[[Ledger, Namespace], int]) -> Action:
    def act(asked: Namespace) -> int:
        with Home.from_environment().opened() as ledger:
            return do(ledger, asked)

    return Action(what, example, add, act)


def _issuing(parser: Parser) -> None:
    parser.add_argument("entry", metavar="记录", help="职称、荣誉称号、获奖或推荐的记录号(至少前 6 位)")
    parser.add_argument("--number", default="", metavar="编号", help="证书编号(默认接着当年的编,如 ZS-2023-0001)")
    parser.add_argument("--issuer", default="", metavar="单位", help="颁发单位(默认记录里的授予单位)")
    parser.add_argument("--on", type=day, metavar="日期", help="颁发日期(默认今天)")
    add_who(parser)


def _revoking(parser: Parser) -> None:
    parser.add_argument("number", metavar="编号", help="证书编号,如 ZS-2023-0001")
    parser.add_argument("--reason", default="", metavar="理由", help="作废的理由(必填)")
    parser.add_argument("--on", type=day, metavar="日期", help="作废日期(默认今天)")
    add_who(parser)


def _printing(parser: Parser) -> None:
    parser.add_argument("entry", metavar="记录", help="荣誉称号、获奖、职称或证书的记录号(至少前 6 位)")
    parser.add_argument("--out", type=Path, required=True, metavar="文件.pdf", help="写到哪里")


def _issue(ledger: Ledger, asked: Namespace) -> int:
    from api.desk.certificates import issue

    made = issue(ledger, who(asked), asked.entry, number=asked.number, on=asked.on, issuer=asked.issuer)
    return _tell(made, asked, f"已颁发证书 {made.issued.number}(记录 {made.entry})。")


def _revoke(ledger: Ledger, asked: Namespace) -> int:
    from api.desk.certificates import revoke

    gone = revoke(ledger, who(asked), asked.number, asked.reason, asked.on)
    return _tell(gone, asked, f"证书 {asked.number} 已作废;电子证书从现在起核对不过,状态清单请重新给出。")


def _list(ledger: Ledger, asked: Namespace) -> int:
    from api.desk.certificates import certificates

    every = certificates(ledger.book)
    if asked.format == "json":
        print_json([one.to_json() for one in every])
        return 0
    if not every:
        print("还没有颁发过证书;请用 shilu certificate issue 记录号。")
        return 0
    rows = [
        (
            one.issued.number,
            one.issued.teacher,
            one.issued.named,
            one.issued.on,
            one.issued.issuer,
            f"{one.revoked.on} 作废" if one.revoked else "有效",
        )
        for one in every
    ]
    print_table("证书", ("编号", "教师", "名称", "颁发日期", "颁发单位", "状态"), rows)
    return 0


def _print(ledger: Ledger, asked: Namespace) -> int:
    from api.credentials.given import given_by
    from api.credentials.issuer import settings_of
    from api.credentials.printing import sheet_of

    home = Home.from_environment()
    check_free(asked.out, home)
    from api.workbook.files import written_whole

    sheet = sheet_of(ledger, given_by(ledger.book, asked.entry), settings_of(home.folder))
    content = sheet.pdf(home.folder / "dossier" / "fonts")
    with written_whole(asked.out) as partial:
        partial.write_bytes(content)
    if asked.format == "json":
        print_json({"file": str(asked.out), "bytes": len(content)})
    else:
        print(f"证书已写到 {asked.out}。")
    return 0


def _tell(one: "Certificate", asked: Namespace, said: str) -> int:
    if asked.format == "json":
        print_json(one.to_json())
    else:
        print(said)
    return 0


_ACTIONS = {
    "issue": _action("据一条记录颁发证书", "shilu certificate issue 256f9e8b", _issuing, _issue),
    "revoke": _action("作废一份证书", "shilu certificate revoke ZS-2023-0001 --reason 材料不实", _revoking, _revoke),
    "list": _action("列出证书", "shilu certificate list", no_options, _list),
    "print": _action("把证书打印成 PDF", "shilu certificate print 256f9e8b --out 证书.pdf", _printing, _print),
}

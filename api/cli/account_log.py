"""`shilu account log`: who came in or failed to, and what was changed about passwords, second factors and tokens."""

from argparse import Namespace

from api.cli.arguments import Parser, how_many
from api.cli.output import print_json, print_table
from ledger.access_log import What
from ledger.home import Home
from ledger.pen import COUNTY_TIME

_WHAT = {
    What.SIGNED_IN: "登录",
    What.SIGN_IN_FAILED: "登录失败",
    What.LOCKED_OUT: "失败太多,暂时不让再试",
    What.SIGNED_OUT: "退出",
    What.SESSIONS_ENDED: "在各处退出",
    What.PASSWORD_CHANGED: "改密码",
    What.PASSWORD_GIVEN: "给出一次性密码",
    What.FACTOR_SET: "绑定动态口令",
    What.FACTOR_REMOVED: "停用动态口令",
    What.RECOVERY_CODE_USED: "用恢复码登录",
    What.TOKEN_MADE: "创建令牌",
    What.TOKEN_REVOKED: "吊销令牌",
}


def log_options(parser: Parser) -> None:
    """Which rows are asked for."""
    parser.add_argument("--account", default="", metavar="账号", help="只列这个账号的")
    parser.add_argument("--most", type=how_many, default=100, metavar="条数", help="最多列多少条,最新的(默认 100)")


def show_log(asked: Namespace) -> int:
    """List what happened, the newest last."""
    with Home.from_environment().opened() as ledger:
        found = [
            (position, one)
            for position, one in ledger.vault.access.read()
            if one.what in _WHAT and asked.account in ("", one.actor, one.account)
        ][-asked.most :]
    if asked.format == "json":
        told = ("actor", "account", "what", "why")
        rows = [
            {"position": position, "at": one.at.isoformat(), **{name: getattr(one, name) for name in told}}
            for position, one in found
        ]
        print_json(rows)
        return 0
    rows_told = [
        (
            position,
            f"{one.at.astimezone(COUNTY_TIME):%Y-%m-%d %H:%M}",
            one.actor or "不明",
            _WHAT[one.what],
            one.account,
            one.why,
        )
        for position, one in found
    ]
    print_table(f"账号的经过 {len(found)} 条", ["序号", "时间", "谁", "做了什么", "对哪个账号", "说明"], rows_told)
    return 0

"""`shilu account …`: who may come in, and as what: accounts opened and closed, roles given and taken, passwords."""

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from api.accounts.register import AccountsInForce, OpenAccount
from api.accounts.visitor import Held, Role
from api.cli.account_credentials import (
    close_credentials,
    credential_state,
    give_temporary,
    has_password,
    password_asked_for,
    print_slip,
    reset_factor,
    revoke_tokens,
    set_password,
    tokens_of,
)
from api.cli.account_log import log_options, show_log
from api.cli.actions import Action, run_action
from api.cli.arguments import Parser
from api.cli.output import print_json, print_table
from api.desk.account_changes import close_account, give, open_account, take
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse
from ledger.spelling import teacher_code, tidy

_ENGLISH = {role.name.lower().replace("_", "-"): role for role in Role}


def run(arguments: list[str]) -> int:
    """Do one thing with accounts."""
    return run_action("account", "账号和角色:谁能登录,能办什么、看谁的记录(见 docs/roles.md)。", _ACTIONS, arguments)


def role_named(text: str) -> Role:
    """A role by its word, 校长, or by the English of it, `principal`."""
    word = tidy(text)
    found = _ENGLISH.get(word.lower().replace("_", "-")) or next((role for role in Role if role == word), None)
    if found is None:
        raise ArgumentTypeError(f"没有“{text}”这个角色,{did_you_mean(word, [*Role, *_ENGLISH])}")
    return found


def _account(parser: Parser) -> None:
    parser.add_argument("account", metavar="账号", help="小写字母、数字和 . _ -;教师用六位编号")


def _actor(parser: Parser) -> None:
    parser.add_argument("--actor", default="local", metavar="人", help="经手人(默认 local)")


def _opening(parser: Parser) -> None:
    _account(parser)
    parser.add_argument("--teacher", type=teacher_code, default="", metavar="编号", help="是哪位教师的")
    parser.add_argument("--role", type=role_named, metavar="角色", help="同时授予的角色,如 校长")
    parser.add_argument("--scope", default="", metavar="范围", help="角色的范围,如 school:S001")
    parser.add_argument("--subject", default="", metavar="学科", help="学科教研员的学科")
    parser.add_argument("--temporary", action="store_true", help="同时给出一次性密码")
    _actor(parser)


def _open(asked: Namespace) -> int:
    home = Home.from_environment()
    if not asked.role and (asked.scope or asked.subject):
        raise Misuse("bad-arguments", "写了范围或学科,没有写角色;请加 --role。")
    with home.opened() as ledger:
        who = HandIn(asked.actor)
        opened = open_account(ledger, who, asked.account, asked.teacher)
        given = bool(asked.role) and give(ledger, who, asked.account, _held(asked))
        password = give_temporary(home, ledger, who.actor, asked.account) if asked.temporary else ""
        account = _found(ledger, asked.account)
        can_sign_in = bool(password) or has_password(home, asked.account)
    if asked.format == "json":
        print_json({**_told(account), "opened": opened, "given": given, **({"password": password} if password else {})})
        return 0
    print(f"已开立账号 {account.account}。" if opened else f"账号 {account.account} 早已开立。")
    _say_held(account)
    if password:
        print_slip(account.account, password)
    elif not can_sign_in:
        print(f"还没有密码:请运行 shilu account password {account.account} --temporary,把一次性密码交给本人。")
    return 0


def _closing(parser: Parser) -> None:
    _account(parser)
    parser.add_argument("--reason", default="", metavar="理由", help="为什么停用;不写姓名")
    _actor(parser)


def _close(asked: Namespace) -> int:
    home = Home.from_environment()
    with home.opened() as ledger:
        taken = close_account(ledger, HandIn(asked.actor), asked.account, tidy(asked.reason))
        close_credentials(home, asked.account)
    if asked.format == "json":
        print_json({"account": asked.account, "taken": [_role(one) for one in taken]})
        return 0
    print(f"已停用账号 {asked.account}{f',收回 {len(taken)} 个角色' if taken else ''};它登记过的记录不变。")
    return 0


def _of_role(parser: Parser) -> None:
    _account(parser)
    parser.add_argument("role", type=role_named, metavar="角色", help=f"{'、'.join(Role)}")
    parser.add_argument(
        "scope",
        nargs="?",
        default="",
        metavar="范围",
        help="school:学校代码、township:乡镇、county、county:股室、office:发文单位、contest:赛事编号、review:评审编号;"
        "教师、审计、账号管理员不写",
    )
    parser.add_argument("--subject", default="", metavar="学科", help="学科教研员的学科")
    _actor(parser)


def _give(asked: Namespace) -> int:
    with Home.from_environment().opened() as ledger:
        given = give(ledger, HandIn(asked.actor), asked.account, _held(asked))
        return _say(asked, _found(ledger, asked.account), "given", given, "早已有这个角色,没有重复授予。")


def _take(asked: Namespace) -> int:
    with Home.from_environment().opened() as ledger:
        taken = take(ledger, HandIn(asked.actor), asked.account, _held(asked))
        return _say(asked, _found(ledger, asked.account), "taken", taken, "没有这个角色(范围也要相同),没有变动。")


def _say(asked: Namespace, account: OpenAccount, name: str, done: bool, otherwise: str) -> int:
    if asked.format == "json":
        print_json({**_told(account), name: done})
        return 0
    if not done:
        print(otherwise)
    _say_held(account)
    return 0


def _held(asked: Namespace) -> Held:
    return Held(asked.role, tidy(asked.scope), tidy(asked.subject))


def _listing(parser: Parser) -> None:
    parser.add_argument("--role", type=role_named, metavar="角色", help="只列有这个角色的")
    parser.add_argument("--scope", default="", metavar="范围", help="只列有这个范围的,如 school:S001")


def _list(asked: Namespace) -> int:
    home = Home.from_environment()
    with home.opened() as ledger:
        accounts = [
            one
            for one in AccountsInForce(ledger.book).all()
            if not (asked.role or asked.scope)
            or any(held.role == (asked.role or held.role) and asked.scope in ("", held.scope) for held in one.held)
        ]
    if asked.format == "json":
        print_json([_told(one) for one in accounts])
        return 0
    if not accounts and not (asked.role or asked.scope):
        print("还没有账号:网页和接口只在本机打开,只能查看。第一个账号管理员这样开立:")
        print(f"  {_ACTIONS['open'].example}")
        return 0
    rows = [
        (one.account, one.teacher, one.since, "、".join(map(told_role, one.held)) or "没有角色") for one in accounts
    ]
    print_table(f"账号 {len(accounts)} 个", ["账号", "教师编号", "开立日期", "角色"], rows)
    return 0


def _show(asked: Namespace) -> int:
    home = Home.from_environment()
    with home.opened() as ledger:
        account = _found(ledger, asked.account)
        state = credential_state(home, asked.account)
    if asked.format == "json":
        print_json({**_told(account), **state.to_json()})
        return 0
    print(f"账号 {account.account},{account.since} 开立{f',教师 {account.teacher}' if account.teacher else ''}。")
    _say_held(account)
    for line in state.lines(account.account):
        print(line)
    return 0


def _found(ledger: Ledger, account: str) -> OpenAccount:
    accounts = AccountsInForce(ledger.book)
    found = accounts.of(account)
    if found is None:
        near = did_you_mean(account, [one.account for one in accounts.all()])
        raise Misuse("unknown-account", f"没有开立“{account}”这个账号,或者它已经停用;{near}。")
    return found


def _password_options(parser: Parser) -> None:
    _account(parser)
    parser.add_argument("--temporary", action="store_true", help="给出一次性密码,本人第一次登录时改掉")
    parser.add_argument("--password-file", type=Path, metavar="文件", help="从文件读密码(第一行);- 表示标准输入")
    _actor(parser)


def _password(asked: Namespace) -> int:
    home = Home.from_environment()
    with home.opened() as ledger:
        _found(ledger, asked.account)
        if asked.temporary:
            password = give_temporary(home, ledger, asked.actor, asked.account)
            if asked.format == "json":
                print_json({"account": asked.account, "password": password})
            else:
                print_slip(asked.account, password)
            return 0
        set_password(home, ledger, asked.actor, asked.account, password_asked_for(asked.password_file))
    if asked.format == "json":
        print_json({"account": asked.account})
        return 0
    print(f"已设账号 {asked.account} 的密码;用旧密码登录着的都已退出。")
    return 0


def _only_account(parser: Parser) -> None:
    _account(parser)
    _actor(parser)


def _reset_factor(asked: Namespace) -> int:
    home = Home.from_environment()
    with home.opened() as ledger:
        _found(ledger, asked.account)
        had = reset_factor(home, ledger, asked.actor, asked.account)
    if asked.format == "json":
        print_json({"account": asked.account, "reset": had})
        return 0
    print(f"已停用账号 {asked.account} 的动态口令;要用的,本人登录后重新绑定。" if had else "这个账号没有绑定动态口令。")
    return 0


def _token_options(parser: Parser) -> None:
    _account(parser)
    parser.add_argument("--revoke", metavar="编号|all", default="", help="吊销一个令牌,或 all 全部")
    _actor(parser)


def _tokens(asked: Namespace) -> int:
    home = Home.from_environment()
    with home.opened() as ledger:
        _found(ledger, asked.account)
        revoked = revoke_tokens(home, ledger, asked.actor, asked.account, asked.revoke) if asked.revoke else []
    left = tokens_of(home, asked.account)
    if asked.format == "json":
        print_json({"account": asked.account, "revoked": revoked, "tokens": left})
        return 0
    if asked.revoke:
        print(f"已吊销 {len(revoked)} 个令牌。")
    rows = [(one["number"], one["name"], one["made"], one["expires"], one["used"] or "没有用过") for one in left]
    print_table(f"有效的令牌 {len(rows)} 个", ["编号", "名称", "创建", "到期", "最近使用"], rows)
    return 0


def told_role(held: Held) -> str:
    """A role with its scope, as people read it."""
    return f"{held.role} {held.scope}{f'/{held.subject}' if held.subject else ''}".rstrip()


def _roles(account: OpenAccount) -> str:
    return "、".join(map(told_role, account.held))


def _say_held(account: OpenAccount) -> None:
    print(f"角色:{_roles(account) or '还没有;请用 shilu account give 授予'}。")


def _told(account: OpenAccount) -> dict[str, Any]:
    return {
        "account": account.account,
        "teacher": account.teacher,
        "since": account.since,
        "roles": [_role(one) for one in account.held],
    }


def _role(held: Held) -> dict[str, str]:
    return {"role": held.role, "scope": held.scope, "subject": held.subject}


_ACTIONS = {
    "open": Action("开立账号", "shilu account open admin --role 账号管理员 --temporary", _opening, _open),
    "close": Action("停用账号,收回它的角色", "shilu account close s001-clerk --reason 调离", _closing, _close),
    "give": Action("授予角色", "shilu account give s001-clerk 学校经办人 school:S001", _of_role, _give),
    "take": Action("收回角色", "shilu account take s001-clerk 学校经办人 school:S001", _of_role, _take),
    "list": Action("列出账号", "shilu account list --role 校长", _listing, _list),
    "show": Action("看一个账号的角色、密码、动态口令和令牌", "shilu account show 000123", _account, _show),
    "password": Action(
        "设密码,或给出一次性密码", "shilu account password 000123 --temporary", _password_options, _password
    ),
    "second-factor": Action(
        "停用动态口令(手机丢了)", "shilu account second-factor 000123", _only_account, _reset_factor
    ),
    "log": Action("列出登录、失败、改密码等经过", "shilu account log --account 000123", log_options, show_log),
    "tokens": Action("列出、吊销程序用的令牌", "shilu account tokens platform --revoke all", _token_options, _tokens),
}

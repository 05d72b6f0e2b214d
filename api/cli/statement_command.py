"""`shilu statement …`: results made official step by step, listed, derived again, held against what came later."""

from argparse import Namespace
from collections.abc import Callable

from api.cli.acting import add_who, who
from api.cli.actions import Action, no_options, run_action
from api.cli.arguments import Parser, day
from api.cli.output import busy, print_json
from api.cli.statement_output import print_affected, print_list, print_notice, print_reproduction, print_statement
from api.desk.statements import StatementDesk
from api.workbook.files import check_writable, written_whole
from ledger.home import Home, Ledger
from ledger.refusals import Misuse
from ledger.spelling import teacher_code
from projections.catalogue import find_pack
from projections.statements.affected import affected
from projections.statements.listing import Statement, find_statement, statements
from projections.statements.public_notice import DEFAULT_FIELDS, view_on
from projections.statements.reproducing import Verdict, official_result, reproduce

_NO_NOTICE = "按规定不需要公示"


def run(arguments: list[str]) -> int:
    """Do one thing with statements; exit status 1 where one cannot be reproduced or differs."""
    return run_action("statement", "把考核结果按步骤定为正式结果。", _ACTIONS, arguments, plain="table")


def _action(what: str, example: str, add: Callable[[Parser], None], do: Callable[[Ledger, Namespace], int]) -> Action:
    """One of the things that can be done with an open ledger."""

    def run(asked: Namespace) -> int:
        if getattr(asked, "out", None):
            check_writable(asked.out)
        with Home.from_environment().opened() as ledger:
            return do(ledger, asked)

    return Action(what, example, add, run)


def _question(parser: Parser) -> None:
    parser.add_argument("--pack", required=True, metavar="ID[@版本]|文件", help="考核办法,或办法文件的路径")
    parser.add_argument("--term", required=True, metavar="学期", help="学期,如 2022-2023-1")
    parser.add_argument(
        "--scope", default="county", metavar="范围", help="county(默认)、township:乡镇 或 school:学校代码"
    )
    parser.add_argument("--as-of", type=day, metavar="日期", help="算到哪一天为止(默认今天)")
    add_who(parser)


def _issuing(parser: Parser) -> None:
    _question(parser)
    parser.add_argument("--reason", default=_NO_NOTICE, metavar="理由", help=f"为什么不公示(默认“{_NO_NOTICE}”)")
    parser.add_argument("--supersedes", default="", metavar="结果", help="代替哪一份定稿的结果")


def _number(parser: Parser) -> None:
    parser.add_argument("id", metavar="结果", help="结果编号,如 JG-1(见 shilu statement list)")


def _noticing(parser: Parser) -> None:
    _number(parser)
    parser.add_argument("--days", type=int, required=True, metavar="天数", help="公示几个工作日")
    parser.add_argument("--from", dest="since", type=day, metavar="日期", help="从哪一天开始(默认今天)")
    shown = ",".join(DEFAULT_FIELDS)
    parser.add_argument(
        "--fields", default=shown, metavar="项目,…", help=f"公示哪些项目,如 name,school,points.total(默认 {shown})"
    )
    add_who(parser)


def _objecting(parser: Parser) -> None:
    _number(parser)
    parser.add_argument("--teacher", type=teacher_code, required=True, metavar="编号", help="提出异议的教师")
    parser.add_argument("--reason", default="", metavar="内容", help="异议的内容(必填)")
    parser.add_argument("--on", type=day, metavar="日期", help="提出的日期(默认今天)")
    add_who(parser)


def _deciding(parser: Parser) -> None:
    _number(parser)
    parser.add_argument("--teacher", type=teacher_code, required=True, metavar="编号", help="提出异议的教师")
    ruling = parser.add_mutually_exclusive_group(required=True)
    ruling.add_argument("--uphold", action="store_true", help="异议成立")
    ruling.add_argument("--reject", action="store_true", help="异议不成立")
    parser.add_argument("--reason", default="", metavar="理由", help="理由(必填)")
    parser.add_argument("--on", type=day, metavar="日期", help="答复的日期(默认今天)")
    parser.add_argument("--told-on", type=day, metavar="日期", help="告知本人的日期(默认答复当天)")
    add_who(parser)


def _finalising(parser: Parser) -> None:
    _number(parser)
    parser.add_argument("--supersedes", default="", metavar="结果", help="代替哪一份定稿的结果(要写 --reason)")
    parser.add_argument("--reason", default="", metavar="理由", help="为什么代替")
    add_who(parser)


def _dropping(parser: Parser) -> None:
    _number(parser)
    parser.add_argument("--reason", default="", metavar="理由", help="理由(必填)")
    add_who(parser)


def _showing(parser: Parser) -> None:
    from pathlib import Path

    _number(parser)
    parser.add_argument("--notice", action="store_true", help="公示出来的样子:只有公示的项目,只在公示期内")
    parser.add_argument("--out", type=Path, metavar="文件.json", help="把正式结果逐字节写到文件")


def _draft(ledger: Ledger, asked: Namespace) -> int:
    with busy("正在计算……"):
        pack = find_pack(asked.pack, ledger.book)
        made = StatementDesk(ledger, who(asked)).draft(pack, asked.term, asked.scope, asked.as_of)
    return _tell(made, asked)


def _issue(ledger: Ledger, asked: Namespace) -> int:
    with busy("正在计算……"):
        pack = find_pack(asked.pack, ledger.book)
        desk = StatementDesk(ledger, who(asked))
        if asked.supersedes and asked.reason == _NO_NOTICE:
            raise Misuse("bad-arguments", "用 --supersedes 代替定稿的结果要写明 --reason 理由。")
        made = desk.issue(pack, asked.term, asked.scope, asked.as_of, asked.reason, asked.supersedes)
    return _tell(made, asked)


def _notice(ledger: Ledger, asked: Namespace) -> int:
    fields = [field.strip() for field in asked.fields.split(",") if field.strip()]
    found = find_statement(ledger.book, asked.id)
    return _tell(StatementDesk(ledger, who(asked)).notice(found, asked.days, asked.since, fields), asked)


def _object(ledger: Ledger, asked: Namespace) -> int:
    found = find_statement(ledger.book, asked.id)
    return _tell(StatementDesk(ledger, who(asked)).object(found, asked.teacher, asked.reason, asked.on), asked)


def _decide(ledger: Ledger, asked: Namespace) -> int:
    found = find_statement(ledger.book, asked.id)
    decided = StatementDesk(ledger, who(asked)).decide(
        found, asked.teacher, upheld=asked.uphold, reason=asked.reason, on=asked.on, told_on=asked.told_on
    )
    return _tell(decided, asked)


def _final(ledger: Ledger, asked: Namespace) -> int:
    found = find_statement(ledger.book, asked.id)
    return _tell(StatementDesk(ledger, who(asked)).finalise(found, asked.supersedes, asked.reason), asked)


def _drop(ledger: Ledger, asked: Namespace) -> int:
    found = find_statement(ledger.book, asked.id)
    return _tell(StatementDesk(ledger, who(asked)).drop(found, asked.reason), asked)


def _list(ledger: Ledger, asked: Namespace) -> int:
    found = statements(ledger.book)
    if asked.format == "json":
        print_json([one.to_json() for one in found])
    else:
        print_list(found)
    return 0


def _show(ledger: Ledger, asked: Namespace) -> int:
    found = find_statement(ledger.book, asked.id)
    if asked.out:
        content = official_result(ledger.book, ledger.statements, found.drafted)
        with written_whole(asked.out) as partial:
            partial.write_bytes(content)
    if not asked.notice:
        return _tell(found, asked)
    names = ledger.names(ledger.register())
    view = view_on(ledger.book, ledger.statements, found, names, ledger.book.today())
    if asked.format == "json":
        print_json(view.to_json())
    else:
        print_notice(view)
    return 0


def _reproduce(ledger: Ledger, asked: Namespace) -> int:
    found = find_statement(ledger.book, asked.id)
    with busy("正在复算……"):
        told = reproduce(ledger.book, ledger.statements, found.drafted)
    if asked.format == "json":
        print_json(told.to_json())
    else:
        print_reproduction(told)
    return 0 if told.verdict is Verdict.SAME else 1


def _affected(ledger: Ledger, asked: Namespace) -> int:
    found = find_statement(ledger.book, asked.id)
    with busy("正在比较……"):
        told = affected(ledger.book, found.drafted)
    if asked.format == "json":
        print_json(told.to_json())
    else:
        print_affected(told, ledger.names(ledger.register()))
    return 0


def _tell(made: Statement, asked: Namespace) -> int:
    if asked.format == "json":
        print_json(made.whole_json())
    else:
        print_statement(made)
    return 0


_QUESTION = "--pack taikang-2022 --term 2022-2023-1"
_ACTIONS = {
    "issue": _action(
        "不需要公示的,拟定并立即定稿", f"shilu statement issue {_QUESTION} --scope school:S001", _issuing, _issue
    ),
    "draft": _action("拟定结果草案", f"shilu statement draft {_QUESTION}", _question, _draft),
    "notice": _action(
        "公示草案", "shilu statement notice JG-1 --days 5 --fields name,school,points.total", _noticing, _notice
    ),
    "object": _action(
        "登记教师在公示期内的异议",
        "shilu statement object JG-1 --teacher 000109 --reason 少算一次公开课",
        _objecting,
        _object,
    ),
    "decide": _action(
        "答复异议,并告知本人",
        "shilu statement decide JG-1 --teacher 000109 --reject --reason 已核对听课记录",
        _deciding,
        _decide,
    ),
    "final": _action("公示期满,定稿", "shilu statement final JG-1", _finalising, _final),
    "drop": _action("放弃草案", "shilu statement drop JG-1 --reason 更正后重新拟定", _dropping, _drop),
    "list": _action("列出结果,最新的在前", "shilu statement list", no_options, _list),
    "show": _action("显示一份结果的进程、公示和正式内容", "shilu statement show JG-1 --notice", _showing, _show),
    "reproduce": _action("重新算一遍,和正式结果逐字节核对", "shilu statement reproduce JG-1", _number, _reproduce),
    "affected": _action("以后的更正、作废、补登会改变谁的结果", "shilu statement affected JG-1", _number, _affected),
}

"""`shilu review …`: a round of review step by step, from the announcement to the archive, and derived again."""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

import msgspec

from api.cli import review_arguments as arguments_of
from api.cli.acting import who
from api.cli.actions import Action, no_options, run_action
from api.cli.arguments import Parser
from api.cli.output import busy, print_json
from api.cli.reading import text_of
from ledger.home import Home, Ledger
from ledger.refusals import Misuse, Refused

# What needs columns is loaded only by the actions that need it: the help and the refusals do without.


def run(arguments: list[str]) -> int:
    """Do one thing in a round; exit status 1 where one cannot be reproduced or differs."""
    return run_action(
        "review",
        "办一轮评审:公告、申报、审核、封存、评分、名单、公示、决定、申诉、复算。",
        _ACTIONS,
        arguments,
        "table",
    )


def _action(what: str, example: str, add: Callable[[Parser], None], do: Callable[[Ledger, Namespace], int]) -> Action:
    """One of the things that can be done with an open ledger."""

    def run(asked: Namespace) -> int:
        with Home.from_environment().opened() as ledger:
            return do(ledger, asked)

    return Action(what, example, add, run)


def _deed(name: str, *fields: str, **renamed: str) -> Callable[[Ledger, Namespace], int]:
    """A deed of the desk, given the round's code, and some options by the names that the deed has for them."""

    def do(ledger: Ledger, asked: Namespace) -> int:
        from api.desk import reviews

        said = {field: getattr(asked, field) for field in fields} | {
            field: getattr(asked, option) for field, option in renamed.items()
        }
        with busy("正在登记……"):
            course = getattr(reviews, name)(ledger, who(asked), asked.code, **said)
        return _tell(ledger, course, asked)

    return do


def _announce(ledger: Ledger, asked: Namespace) -> int:
    from api.desk import reviews

    try:
        said = msgspec.json.decode(text_of(asked.file))
    except msgspec.DecodeError as error:
        raise Refused("bad-announcement", f"{asked.file} 不是 JSON({error});请核对括号、引号和逗号。") from error
    if not isinstance(said, dict):
        raise Refused("bad-announcement", f'{asked.file} 里应是一个对象,如 {{"code": "PS-2023-01", …}};请改正。')
    with busy("正在登记……"):
        course = reviews.announce(ledger, who(asked), said)
    return _tell(ledger, course, asked)


def _score(ledger: Ledger, asked: Namespace) -> int:
    from api.desk import reviews

    scores = {}
    for written in asked.score:
        part, sign, given = written.partition("=")
        if not sign or not part.strip():
            raise Misuse("bad-arguments", f"--score 应写成 评分项=分数,如 讲课=87.5,不是“{written}”。")
        scores[part.strip()] = given
    vote = True if asked.in_favour else False if asked.against else None
    if not scores and vote is None:
        raise Misuse("bad-arguments", "没有写分数;请写 --score 评分项=分数,或 --for、--against 表决。")
    course = reviews.judge(ledger, who(asked), asked.code, asked.member, asked.number, scores, in_favour=vote)
    return _tell(ledger, course, asked)


def _vote(ledger: Ledger, asked: Namespace) -> int:
    from api.desk import reviews

    vote = reviews.tie_vote if asked.tie else reviews.vote
    course = vote(ledger, who(asked), asked.code, asked.member, asked.number, in_favour=asked.in_favour)
    return _tell(ledger, course, asked)


def _rounds(ledger: Ledger, asked: Namespace) -> int:
    from api.cli.review_output import print_rounds
    from projections.reviews.course import rounds

    found = rounds(ledger.book)
    if asked.format == "json":
        print_json([one.to_json() for one in found])
    else:
        print_rounds(found)
    return 0


def _show(ledger: Ledger, asked: Namespace) -> int:
    from projections.reviews.course import course_of

    return _tell(ledger, course_of(ledger.book, asked.code), asked)


def _ranking(ledger: Ledger, asked: Namespace) -> int:
    from api.cli.review_output import print_result
    from projections.reviews.listing import standing_result

    with busy("正在推算……"):
        result = standing_result(ledger.book, asked.code)
    return _print(ledger, asked, result, print_result)


def _holding(ledger: Ledger, asked: Namespace) -> int:
    from api.cli.review_output import print_holding
    from projections.reviews.applying import holding_of
    from projections.reviews.course import course_of

    told = holding_of(ledger.book, course_of(ledger.book, asked.code), asked.teacher)
    return _print(ledger, asked, told, print_holding)


def _compare(ledger: Ledger, asked: Namespace) -> int:
    from api.cli.review_output import print_comparison
    from projections.reviews.comparing import compare
    from projections.reviews.course import course_of

    with busy("正在推算……"):
        told = compare(ledger.book, course_of(ledger.book, asked.code), asked.one, asked.other)
    return _print(ledger, asked, told, print_comparison)


def _reproduce(ledger: Ledger, asked: Namespace) -> int:
    from api.cli.review_output import print_reproduction
    from projections.reviews.reproducing import reproduce_round
    from projections.statements.reproducing import Verdict

    with busy("正在复算……"):
        told = reproduce_round(ledger.book, ledger.statements, asked.code)
    if asked.format == "json":
        print_json(told.to_json())
    else:
        print_reproduction(told)
    return 0 if told.verdict is Verdict.SAME else 1


def _print(ledger: Ledger, asked: Namespace, told: Any, show: Callable[[Any, Any], None]) -> int:
    if asked.format == "json":
        print_json(told.to_json())
    else:
        show(told, ledger.names(ledger.register()))
    return 0


def _tell(ledger: Ledger, course: Any, asked: Namespace) -> int:
    from api.cli.review_output import print_round

    return _print(ledger, asked, course, print_round)


_T = "PS-2023-01 --teacher 000109"
_M = "PS-2023-01 --member 000201 --actor 000201"
_ACTIONS = {
    "announce": _action("公告一轮评审", "shilu review announce 公告.json", arguments_of.announcing, _announce),
    "apply": _action(
        "教师申报", f"shilu review apply {_T} --group 小学组", arguments_of.applying, _deed("apply", "teacher", "group")
    ),
    "withdraw": _action(
        "撤回申报", f"shilu review withdraw {_T}", arguments_of.withdrawing, _deed("withdraw", "teacher")
    ),
    "check": _action(
        "审核申报材料,记下看过哪些原件",
        f"shilu review check {_T} --level 校级 --pass --original 3f2a9c --authority school:S001",
        arguments_of.checking,
        _deed("check", "teacher", "level", "passed", "reason", originals="original"),
    ),
    "freeze": _action("封存通过审核的档案", "shilu review freeze PS-2023-01", arguments_of.acting, _deed("freeze")),
    "relation": _action(
        "登记评审组成员和申报人的关系",
        f"shilu review relation {_M} --teacher 000109 --relation 夫妻",
        arguments_of.relating,
        _deed("declare_relation", "member", "teacher", "relation"),
    ),
    "stand-aside": _action(
        "评审组成员回避",
        f"shilu review stand-aside {_M} --teacher 000109 --reason 师徒",
        arguments_of.standing_aside,
        _deed("stand_aside", "member", "teacher", "reason"),
    ),
    "score": _action(
        "评审组成员打分", f"shilu review score {_M} --number 3 --score 讲课=87.5 --for", arguments_of.scoring, _score
    ),
    "vote": _action(
        "评审组成员表决;同分的用 --tie", f"shilu review vote {_M} --number 3 --for", arguments_of.voting, _vote
    ),
    "list": _action(
        "拟定推荐名单;有更正、有处分时重新拟定",
        "shilu review list PS-2023-01 --because 异议成立,补登获奖",
        arguments_of.listing,
        _deed("list_", "because"),
    ),
    "notice": _action(
        "公示名单", "shilu review notice PS-2023-01", arguments_of.noticing, _deed("notice", "since", "days")
    ),
    "object": _action(
        "登记公示期内的异议",
        f"shilu review object {_T} --reason 少算一项获奖",
        arguments_of.objecting,
        _deed("object_", "teacher", "about", words="reason"),
    ),
    "answer": _action(
        "答复异议",
        f"shilu review answer {_T} --uphold --answer 已补登 --corrected 3f2a9c",
        arguments_of.answering,
        _deed("decide_objection", "teacher", "answer", "corrected", upheld="uphold", explanation="shown"),
    ),
    "decide": _action("公示期满,作出决定", "shilu review decide PS-2023-01", arguments_of.acting, _deed("decide")),
    "give": _action(
        "按决定登记职称、荣誉或推荐",
        "shilu review give PS-2023-01 --document 县职改〔2023〕6号",
        arguments_of.giving,
        _deed("give", "document"),
    ),
    "appeal": _action(
        "登记申诉",
        f"shilu review appeal {_T} --reason 量化积分算错",
        arguments_of.appealing,
        _deed("appeal", "teacher", words="reason"),
    ),
    "decide-appeal": _action(
        "答复申诉",
        f"shilu review decide-appeal {_T} --reopen --reason 确有遗漏",
        arguments_of.deciding_appeal,
        _deed("decide_appeal", "teacher", "reason", "corrected", reopens="reopen"),
    ),
    "close": _action("归档", "shilu review close PS-2023-01", arguments_of.closing, _deed("close", "reason")),
    "rounds": _action("列出评审,最新的在前", "shilu review rounds", no_options, _rounds),
    "show": _action("显示一轮评审的进程", "shilu review show PS-2023-01", arguments_of.code, _show),
    "holding": _action(
        "一位教师的记录够不够条件、缺什么", f"shilu review holding {_T}", arguments_of.holding, _holding
    ),
    "ranking": _action("全部申报人的得分、名次和结论", "shilu review ranking PS-2023-01", arguments_of.code, _ranking),
    "compare": _action(
        "两位申报人逐项对照", "shilu review compare PS-2023-01 000109 000214", arguments_of.comparing, _compare
    ),
    "reproduce": _action(
        "由账本重新推算,逐份摘要核对", "shilu review reproduce PS-2023-01", arguments_of.code, _reproduce
    ),
}

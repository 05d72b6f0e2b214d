"""The options of `shilu review …`, action by action."""

from pathlib import Path

from api.cli.acting import add_who
from api.cli.arguments import Parser, day
from ledger.spelling import teacher_code


def announcing(parser: Parser) -> None:
    """A file with the announcement."""
    parser.add_argument("file", type=Path, metavar="公告.json", help="评审公告,写法见《评审指南》;- 表示从标准输入读")
    add_who(parser)


def code(parser: Parser) -> None:
    """The round."""
    parser.add_argument("code", metavar="评审", help="评审编号,如 PS-2023-01(见 shilu review rounds)")


def acting(parser: Parser) -> None:
    """The round, and who acts."""
    code(parser)
    add_who(parser)


def applying(parser: Parser) -> None:
    """An application."""
    acting(parser)
    _teacher(parser, "申报的教师")
    parser.add_argument("--group", default="", metavar="组别", help="申报哪一组(只有一组的不用写)")


def withdrawing(parser: Parser) -> None:
    """An application taken back."""
    acting(parser)
    _teacher(parser, "撤回申报的教师")


def checking(parser: Parser) -> None:
    """What an office found of an application."""
    acting(parser)
    _teacher(parser, "申报的教师")
    parser.add_argument("--level", required=True, metavar="层级", help="校级、乡级或县级")
    found = parser.add_mutually_exclusive_group(required=True)
    found.add_argument("--pass", dest="passed", action="store_true", help="通过")
    found.add_argument("--fail", action="store_true", help="不通过(要写 --reason)")
    parser.add_argument("--original", action="append", default=[], metavar="记录号", help="看过原件的记录,可写几次")
    parser.add_argument("--reason", default="", metavar="理由", help="不通过的理由")


def relating(parser: Parser) -> None:
    """A relation between a member and an applicant."""
    _member(parser)
    _teacher(parser, "有关系的申报人")
    parser.add_argument("--relation", required=True, metavar="关系", help="什么关系,如 夫妻")


def standing_aside(parser: Parser) -> None:
    """A member who stands aside."""
    _member(parser)
    _teacher(parser, "回避的申报人")
    parser.add_argument("--reason", default="", metavar="原因", help="为什么回避")


def scoring(parser: Parser) -> None:
    """A member's scores for one dossier, and the vote on it."""
    _numbered(parser)
    parser.add_argument(
        "--score", action="append", default=[], metavar="评分项=分数", help="如 讲课=87.5,每个评分项写一次"
    )
    _vote(parser, required=False)


def voting(parser: Parser) -> None:
    """A member's vote on one dossier; among equals, where the list was drawn up already."""
    _numbered(parser)
    _vote(parser, required=True)
    parser.add_argument("--tie", action="store_true", help="为同分而名额不够的人表决")


def listing(parser: Parser) -> None:
    """A list drawn up."""
    acting(parser)
    parser.add_argument("--because", default="", metavar="原因", help="为什么重新拟定(第二版起必填)")


def noticing(parser: Parser) -> None:
    """A list put on notice."""
    acting(parser)
    parser.add_argument("--from", dest="since", type=day, metavar="日期", help="从哪一天开始(默认今天)")
    parser.add_argument("--days", type=int, metavar="天数", help="公示几个工作日(默认按公告)")


def objecting(parser: Parser) -> None:
    """An objection."""
    acting(parser)
    _teacher(parser, "提出异议的教师")
    parser.add_argument("--reason", default="", metavar="内容", help="异议的内容(必填)")
    parser.add_argument("--about", type=teacher_code, default="", metavar="编号", help="涉及哪位申报人")


def answering(parser: Parser) -> None:
    """The answer to an objection."""
    acting(parser)
    _teacher(parser, "提出异议的教师")
    ruling = parser.add_mutually_exclusive_group(required=True)
    ruling.add_argument("--uphold", action="store_true", help="异议成立")
    ruling.add_argument("--reject", action="store_true", help="异议不成立")
    parser.add_argument("--answer", default="", metavar="答复", help="答复意见(必填)")
    parser.add_argument("--shown", default="", metavar="依据", help="出示的依据(默认名单的摘要)")
    _corrected(parser)


def appealing(parser: Parser) -> None:
    """An appeal."""
    acting(parser)
    _teacher(parser, "申诉的教师")
    parser.add_argument("--reason", default="", metavar="理由", help="申诉的理由(必填)")


def deciding_appeal(parser: Parser) -> None:
    """The answer to an appeal."""
    acting(parser)
    _teacher(parser, "申诉的教师")
    ruling = parser.add_mutually_exclusive_group(required=True)
    ruling.add_argument("--reopen", action="store_true", help="申诉成立,重新评定")
    ruling.add_argument("--reject", action="store_true", help="申诉不成立")
    parser.add_argument("--reason", default="", metavar="理由", help="理由(必填)")
    _corrected(parser)


def giving(parser: Parser) -> None:
    """What was decided given."""
    acting(parser)
    parser.add_argument("--document", default="", metavar="文号", help="公布的文号")


def closing(parser: Parser) -> None:
    """The end of a round."""
    acting(parser)
    parser.add_argument("--reason", default="", metavar="理由", help="没有决定就结束的理由")


def holding(parser: Parser) -> None:
    """What the record holds for somebody."""
    code(parser)
    _teacher(parser, "看哪位教师")


def comparing(parser: Parser) -> None:
    """Two applicants."""
    code(parser)
    parser.add_argument("one", type=teacher_code, metavar="教师", help="一位申报人的编号")
    parser.add_argument("other", type=teacher_code, metavar="另一位教师", help="另一位申报人的编号")


def _teacher(parser: Parser, what: str) -> None:
    parser.add_argument("--teacher", type=teacher_code, required=True, metavar="编号", help=what)


def _member(parser: Parser) -> None:
    acting(parser)
    parser.add_argument("--member", type=teacher_code, required=True, metavar="编号", help="哪位评审组成员")


def _numbered(parser: Parser) -> None:
    _member(parser)
    parser.add_argument("--number", type=int, required=True, metavar="档案号", help="封存时编的档案号")


def _vote(parser: Parser, *, required: bool) -> None:
    vote = parser.add_mutually_exclusive_group(required=required)
    vote.add_argument("--for", dest="in_favour", action="store_true", help="同意")
    vote.add_argument("--against", action="store_true", help="不同意")


def _corrected(parser: Parser) -> None:
    parser.add_argument(
        "--corrected", action="append", default=[], metavar="记录号", help="为此更正、补登或作废的记录,可写几次"
    )

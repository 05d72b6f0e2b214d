"""获奖公示: the winners of a contest may be put on public notice once it is closed, with fields meant to be shown.

An ID number or a telephone number is none of them: neither is in the book.
"""

from ledger.in_force import InForce
from ledger.nearest import did_you_mean
from ledger.processes.contest import announced, closing
from ledger.records.contest_course import ContestNoticed
from ledger.records.record import entry_of
from ledger.refusals import Refused

WINNER_FIELDS = {
    "group": "组别",
    "prize": "名次",
    "name": "姓名",
    "teacher": "教师编号",
    "school": "学校",
    "subject": "任教学科",
    "certificate": "证书号",
}
"""What of a winner may be put on notice, and what people call it."""


def check_noticed(said: ContestNoticed, in_force: InForce) -> None:
    """Refuse a notice of what is not closed, or with fields that no winner has.

    Raises Refused `contest-unknown`, `contest-not-closed`, `unknown-field`.
    """
    contest = announced(said.code, in_force)
    closed = closing(said.code, in_force)
    if closed is None or said.since < closed.on:
        raise Refused(
            "contest-not-closed",
            f"赛事 {said.code} 到 {said.since} 还没有封分,没有可以公示的获奖;请先登记赛事封分,或核对日期。",
            see=[entry_of(contest).hex()],
            fields=["since"],
        )
    if not said.fields:
        raise Refused("missing-value", "没有写明公示哪些项目;请至少选一项,如名次、姓名。", fields=["fields"])
    for field in said.fields:
        if field not in WINNER_FIELDS:
            near = did_you_mean(field, WINNER_FIELDS)
            raise Refused("unknown-field", f"获奖里没有“{field}”这一项可以公示;{near}。", fields=["fields"])

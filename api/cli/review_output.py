"""What `shilu review …` prints for people: a round, its list, two applicants side by side, a round derived again."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from api.cli.output import print_table
from ledger.records.record import TeacherId
from projections.canonical import number
from projections.reviews.applying import Holding
from projections.reviews.comparing import REASONS, Comparison
from projections.reviews.course import Course, RoundState
from projections.reviews.listing import ReviewResult
from projections.reviews.reproducing import RoundReproduction
from projections.reviews.scoring import rounded
from projections.statements.reproducing import Verdict

STATES = {
    RoundState.APPLYING: "申报和审核",
    RoundState.JUDGING: "评审",
    RoundState.LISTED: "已拟定名单",
    RoundState.NOTICED: "公示",
    RoundState.DECIDED: "已决定",
    RoundState.REOPENED: "重新评定",
    RoundState.CLOSED: "已归档",
}
VERDICTS = {Verdict.SAME: "一致", Verdict.DIFFERS: "不同", Verdict.CANNOT: "不能复算"}

Names = Mapping[TeacherId, str]


def print_rounds(found: Sequence[Course]) -> None:
    """Every round, with its state."""
    if not found:
        print("还没有公告评审;请用 shilu review announce 公告。")
        return
    rows = [
        (one.code, one.announced.title, STATES[one.state], len(one.standing), _places(one), one.revision or "")
        for one in found
    ]
    print_table("评审", ["编号", "名称", "进度", "申报", "名额", "名单版次"], rows)


def print_round(course: Course, names: Names) -> None:
    """One round: who applied, how far each has come, and the list that stands."""
    announced = course.announced
    print(f"{course.code} {announced.title}:{STATES[course.state]},名额 {_places(course)} 个")
    for window in announced.steps:
        print(f"  {window.step.value} {window.opens} 至 {window.closes}")
    listed = course.listed.listed if course.listed else ()
    rows = [
        (
            course.number_of(one.teacher) or "",
            one.teacher,
            names.get(one.teacher, ""),
            one.said.group,
            "、".join(f"{check.level.value}{'通过' if check.passed else '不通过'}" for check in one.checks),
            f"第 {listed.index(one.teacher) + 1} 位" if one.teacher in listed else "",
        )
        for one in course.standing
    ]
    print_table(f"申报 {len(rows)} 人", ["档案号", "编号", "姓名", "组别", "审核", "名单"], rows)
    for one in course.lists:
        because = f"({one.because})" if one.because else ""
        print(f"第 {one.revision} 版名单,{one.on} 拟定{because}:{len(one.listed)} 人,摘要 {one.result[:12]}")
    if course.notice:
        print(f"公示 {course.notice.since} 至 {course.notice.until}")
    for objection in course.objections:
        answer = objection.answer
        told = f"{'成立' if answer.upheld else '不成立'},{answer.answer}" if answer else "还没有答复"
        print(f"{objection.said.on} {objection.said.teacher} 提出异议:{objection.said.words};{told}")
    for appeal in course.appeals:
        decided = appeal.answer
        told = f"{'重新评定' if decided.reopens else '不成立'},{decided.reason}" if decided else "还没有答复"
        print(f"{appeal.said.on} {appeal.said.teacher} 申诉:{appeal.said.words};{told}")


def print_result(result: ReviewResult, names: Names) -> None:
    """Everybody's parts, total and rank, and why each is on the list or not."""
    announced = result.course.announced
    parts = [*(one.name for one in announced.computed), *(one.name for one in announced.judged)]
    rows = [
        (
            one.group,
            one.place or "",
            one.number,
            one.teacher,
            names.get(one.teacher, ""),
            *(_number(part.counts) for part in one.parts),
            _number(one.total),
            REASONS[one.outcome],
        )
        for one in result.ranked
    ]
    headings = ["组别", "名次", "档案号", "编号", "姓名", *parts, "合计", "结论"]
    print_table(f"{announced.code} 第 {result.revision} 版名单", headings, rows)
    print(f"摘要 {result.digest}")


def print_holding(told: Holding, names: Names) -> None:
    """What the record holds for somebody, and what is lacking."""
    print(f"{told.teacher} {names.get(told.teacher, '')}:{'符合条件' if told.eligible else '还不符合条件'}")
    for one in told.conditions:
        print(f"  {one.says}:{'符合' if one.met else '不符合'}")
    for part in told.parts:
        print(f"  {part.name} {_number(part.value)},计 {_number(part.counts)} 分")
    for lacking in told.lacking:
        print(f"  缺:{lacking}")


def print_comparison(told: Comparison, names: Names) -> None:
    """Two applicants side by side."""
    one, other = told.one.teacher, told.other.teacher
    rows = [(line.called, _cell(line.one), _cell(line.other), line.ahead) for line in told.lines]
    headings = ["项目", f"{one} {names.get(one, '')}", f"{other} {names.get(other, '')}", "谁高"]
    print_table(f"{told.course.code}:{one} 在 {other} 前面", headings, rows)
    print(told.decided_by)
    for row in (told.one, told.other):
        print(f"{row.teacher}:{REASONS[row.outcome]}。")
        for lacking in told.lacks[row.teacher]:
            print(f"  缺:{lacking}")
    for change in told.changes:
        print(f"  {change}")


def print_reproduction(told: RoundReproduction) -> None:
    """What came of deriving a round again."""
    print(f"{told.code}:{VERDICTS[told.verdict]}。{told.why}")
    _print_again(f"档案 {len(told.dossiers)} 份", (one for one in told.dossiers if not one.same))
    for one in told.lists:
        print(f"  第 {one.what} 版名单 {'一致' if one.same else '不同'}  当时 {one.digest}")
        if not one.same:
            print(f"    现在 {one.derived or '登记的人选和摘要对不上'}")


def _print_again(title: str, wrong: Iterable[Any]) -> None:
    differing = list(wrong)
    print(f"  {title},不同的 {len(differing)} 份")
    for one in differing[:10]:
        print(f"    {one.what}  当时 {one.digest[:12]}  现在 {one.derived[:12]}")


def _places(course: Course) -> int:
    """All places of the groups; those of single schools only where the group has none of its own."""
    whole = [one.places for one in course.announced.places if not one.school]
    return sum(whole) if whole else sum(one.places for one in course.announced.places)


def _number(value: Any) -> str:
    """At most two decimals."""
    if value is None:
        return ""
    shown = rounded(Fraction(value), 2)
    return str(number(shown.numerator, shown.denominator))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return _number(value)

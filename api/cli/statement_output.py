"""Statements for people: lists and tables of what `shilu statement` found."""

from collections.abc import Mapping, Sequence

from api.cli.output import print_table
from api.desk.statement_words import PARTS, STATES, VERDICTS, cell, change, field, heading, later, posted
from ledger.records.record import TeacherId
from projections.statements.affected import Affected, Consequences
from projections.statements.listing import Statement
from projections.statements.public_notice import NoticeState, NoticeView
from projections.statements.reproducing import Reproduction

_NOTICES = {
    NoticeState.NONE: "没有公示。",
    NoticeState.NOT_YET: "公示还没有开始。",
    NoticeState.OVER: "公示已经结束,不再显示。",
}
_SHOWN = 8


def print_list(found: Sequence[Statement]) -> None:
    """All statements, one a row."""
    if not found:
        print("还没有拟定任何结果。")
        return
    rows = [
        (
            one.drafted.statement,
            f"{one.drafted.pack}@{one.drafted.version}",
            one.drafted.term,
            one.drafted.scope,
            STATES[one.state],
            one.drafted.as_of,
            one.drafted.position,
            one.drafted.result[:12],
        )
        for one in found
    ]
    print_table("考核结果", ["编号", "办法", "学期", "范围", "状态", "截至", "账本位置", "摘要"], rows)


def print_statement(one: Statement) -> None:
    """One statement with its steps."""
    told = one.whole_json()
    print(f"{told['id']}  {told['pack']}@{told['pack_version']}  {told['term']}  {told['scope']}  {STATES[one.state]}")
    print(f"  截至 {told['as_of']},按账本第 {told['position']} 条为止算出,摘要 {told['digest']}")
    print(f"  {told['drafted']} 拟定")
    if notice := told["notice"]:
        fields = "、".join(map(field, notice["fields"]))
        print(f"  {notice['from']} 至 {notice['to']} 公示({notice['days']} 个工作日):{fields}")
    for raised in told["objections"]:
        print(f"  {raised['on']} 教师 {raised['teacher']} 提出异议:{raised['words']}")
        if answer := raised["decided"]:
            ruling = "成立" if answer["upheld"] else "不成立"
            print(f"    {answer['on']} 答复:异议{ruling},{answer['reason']}({answer['told_on']} 告知本人)")
        else:
            print("    还没有答复")
    if told["final"]:
        print(f"  {told['final']} 定稿{',不公示:' + told['no_notice'] if told['no_notice'] else ''}")
    if told["supersedes"]:
        print(f"  代替 {told['supersedes']}")
    if told["superseded_by"]:
        print(f"  已被 {told['superseded_by']} 取代")
    if told["dropped"]:
        print(f"  {told['dropped']['on']} 放弃:{told['dropped']['reason']}")
    if told["waits"]:
        print(f"  等待县局审核:{'、'.join(told['waits'])}")


def print_notice(view: NoticeView) -> None:
    """The notice as it is posted."""
    if view.state is not NoticeState.SHOWN:
        print(_NOTICES[view.state])
        return
    told, draft = view.to_json(), view.statement.drafted
    title = f"{draft.term} 学期考核结果公示({told['from']} 至 {told['to']})"
    rows = [[posted(row[field], field, view.pack) for field in view.fields] for row in view.rows]
    print_table(title, [heading(field, view.pack) for field in view.fields], rows)


def print_reproduction(told: Reproduction) -> None:
    """What came of deriving it again."""
    print(f"{told.drafted.statement}:{VERDICTS[told.verdict]}。{told.why}")
    print(f"  公布的摘要  {told.drafted.result}")
    if told.derived:
        print(f"  复算的摘要  {told.derived}")
    if told.first:
        print(f"  公布的是 {cell(told.first.before)},现在是 {cell(told.first.after)}")


def print_affected(told: Consequences, names: Mapping[TeacherId, str]) -> None:
    """Who would have other answers, and by which records."""
    statement = told.drafted.statement
    if not told.by_subject:
        print(f"{statement}:账本第 {told.drafted.position} 条以后的记录不改变这份结果。")
        return
    rows = []
    for place, one in told.by_subject.items():
        who = f"{PARTS.get(place[0], place[0])} {place[1]} {names.get(TeacherId(place[1]), '')}" if place else "全县"
        before = "\n".join(change(one_change, told.pack) for one_change in one.changes)
        rows.append((who.strip(), before, _records(one)))
    print_table(
        f"{statement} 定下以后(账本第 {told.drafted.position} 条以后)会改变的结果:{len(rows)} 项",
        ["对象", "原来 → 现在", "由于"],
        rows,
    )


def _records(one: Affected) -> str:
    shown = [later(record) for record in one.records[:_SHOWN]]
    more = [f"……共 {len(one.records)} 条"] if len(one.records) > _SHOWN else []
    return "\n".join([*shown, *more])

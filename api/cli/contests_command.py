"""`shilu contests`: each contest with its ranking, the prizes given, and the places left."""

from collections.abc import Iterator, Mapping

from api.cli.arguments import Parser, day
from api.cli.output import print_json, print_table
from ledger.home import Home
from ledger.records.record import TeacherId
from projections.processes.contests import ContestNow, GroupNow, contests, rounded

_STATES = {"announced": "未开始", "open": "进行中", "ended": "已到期,未封分", "closed": "已封分"}
_HEADINGS = ["组别", "名次", "编号", "姓名", "总分", "精确值", "奖项", "晋级"]


def run(arguments: list[str]) -> int:
    """List the contests as of a day."""
    parser = Parser("contests", "列出赛事:排名、奖项、剩余名额", "shilu contests --as-of 2022-12-31")
    parser.add_argument("--as-of", type=day, metavar="日期", help="算到哪一天为止(默认今天)")
    parser.add_format("table", "json")
    asked = parser.parse_args(arguments)
    with Home.from_environment().opened() as ledger:
        found = contests(ledger.book, asked.as_of)
        names = ledger.names(ledger.register()) if asked.format == "table" else {}
    if asked.format == "json":
        print_json([one.to_json() for one in found])
        return 0
    if not found:
        print("没有登记赛事公告。")
    for one in found:
        _print(one, names)
    return 0


def _print(one: ContestNow, names: Mapping[TeacherId, str]) -> None:
    contest = one.contest
    title = f"{contest.code} {contest.series}({contest.level},{contest.unit}){contest.opens} 至 {contest.closes}"
    rows = [row for group in one.groups for row in _rows(group, names)]
    print_table(f"{title},{_STATES[one.state]}", _HEADINGS, rows)
    for group in one.groups:
        told = [f"报名 {group.entered} 人", *_prizes(group)]
        if contest.promoted:
            told.append(f"晋级 {contest.promoted} 人,已推荐 {len(group.promoted)} 人")
        print(f"{group.group}:{';'.join(told)}")
    if one.appeals:
        print(f"申诉 {one.appeals} 件,已答复 {one.decided} 件")
    print()


def _rows(group: GroupNow, names: Mapping[TeacherId, str]) -> Iterator[tuple[object, ...]]:
    """Those who entered, by rank, and those who won without having been entered here."""
    prizes = {teacher: prize.prize for prize in group.prizes for teacher in prize.won_by}
    ranked = [(one.teacher, one.rank or "", one.total) for one in group.ranking]
    listed = {one.teacher for one in group.ranking}
    ranked += [(TeacherId(teacher), "", None) for teacher in prizes if teacher not in listed]
    for teacher, rank, total in ranked:
        yield (
            group.group,
            rank,
            teacher,
            names.get(teacher, ""),
            "" if total is None else f"{rounded(total):.2f}",
            "" if total is None else total,
            prizes.get(teacher, ""),
            "推荐" if teacher in group.promoted else "",
        )


def _prizes(group: GroupNow) -> list[str]:
    return [
        f"{one.prize}已授 {len(one.won_by)} 个(不限名额)"
        if one.places is None
        else f"{one.prize} {one.places} 个,已授 {len(one.won_by)} 个,剩 {one.left} 个"
        for one in group.prizes
    ]

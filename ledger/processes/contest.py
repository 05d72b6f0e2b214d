"""赛事: what was announced of a contest, whether it is closed, who entered; the ground of all its rules.

Every limit kept while a contest runs was fixed by its announcement; nothing of it may happen before that. Codes
are compared as they are written, names of groups and parts without width and spacing. Days, places and steps are
drawn in docs/processes.md.
"""

from collections.abc import Iterable

from ledger.in_force import InForce
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestClosed, ContestEntered
from ledger.records.record import TeacherId, entry_of
from ledger.refusals import Refused
from ledger.spelling import squeeze


def announced(code: str, in_force: InForce, field: str = "code") -> ContestAnnounced:
    """The announcement of a contest. Raises Refused `contest-unknown`."""
    found = in_force.by(ContestAnnounced, "code")(code)
    if not found:
        raise Refused("contest-unknown", f"赛事 {code} 没有公告;请核对赛事编号,或先登记赛事公告。", fields=[field])
    return found[-1]


def need_group(contest: ContestAnnounced, group: str) -> None:
    """Refuse `group-not-announced` where the contest has no such group."""
    if not is_one_of(group, contest.groups):
        raise Refused(
            "group-not-announced",
            f"赛事 {contest.code} 没有“{group}”这个组别,公告的是{'、'.join(contest.groups)};请核对组别。",
            fields=["group"],
        )


def is_one_of(said: str, announced_names: Iterable[str]) -> bool:
    """Whether a name is one of those announced, width and spacing left out."""
    return squeeze(said) in map(squeeze, announced_names)


def closing(code: str, in_force: InForce) -> ContestClosed | None:
    """The closing of a contest, if it was closed."""
    found = in_force.by(ContestClosed, "code")(code)
    return found[-1] if found else None


def contest_closed(closed: ContestClosed) -> Refused:
    """The refusal of what may only be said before the contest is closed."""
    return Refused(
        "contest-closed",
        f"赛事 {closed.code} 已于 {closed.on} 封分,不能再登记或更改;封分有误请先作废封分。",
        see=[entry_of(closed).hex()],
        fields=["code"],
    )


def entries_of(teacher: TeacherId, code: str, in_force: InForce) -> list[ContestEntered]:
    """A teacher's entries for a contest, of whatever group."""
    return in_force.by(ContestEntered, "code", "teacher")((code, teacher))


def not_entered(teacher: TeacherId, code: str, group: str = "") -> Refused:
    """The refusal of what only a teacher who entered can have done or won."""
    where = f" 的“{group}”" if group else ""
    return Refused(
        "not-entered",
        f"教师 {teacher} 没有报名赛事 {code}{where};请核对教师和组别,或先登记报名。",
        fields=["teacher"],
    )

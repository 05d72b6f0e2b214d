"""获奖公示: what everybody may see of a contest's winners without signing in: fields declared, while it lasts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from api.pages.contests.contest_page import shown_on
from ledger.in_force import InForce
from ledger.processes.contest_notice import WINNER_FIELDS
from ledger.processes.contest_prize import awards_of
from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestNoticed
from ledger.records.record import TeacherId
from ledger.register import Register
from ledger.vocabulary import Prize

Names = Callable[[Sequence[str]], dict[TeacherId, str]]


class Winner(NamedTuple):
    """A line of the notice: a cell for every field declared."""

    cells: list[str]


@dataclass(frozen=True)
class WinnersShown:
    """The notice as it is to be seen on a day."""

    contest: ContestAnnounced
    notice: ContestNoticed
    headings: list[str]
    rows: list[Winner]


def winners_on(
    contest: ContestAnnounced,
    notices: Sequence[ContestNoticed],
    in_force: InForce,
    register: Register,
    names_of: Names,
    day: date,
) -> WinnersShown | None:
    """The winners on a day, by group and prize; None where no notice is to be seen."""
    notice = shown_on(notices, day)
    if notice is None:
        return None
    order = {group: at for at, group in enumerate(contest.groups)}
    prizes = list(Prize)
    won = sorted(
        awards_of(contest, in_force),
        key=lambda one: (order.get(one.group, len(order)), prizes.index(one.prize), one.teacher),
    )
    names = names_of([one.teacher for one in won]) if "name" in notice.fields else {}
    rows = [Winner([_cell(field, one, register, names) for field in notice.fields]) for one in won]
    return WinnersShown(contest, notice, [WINNER_FIELDS[field] for field in notice.fields], rows)


def _cell(field: str, award: AwardWon, register: Register, names: dict[TeacherId, str]) -> str:
    row = register.teachers.get(award.teacher)
    match field:
        case "group":
            return award.group
        case "prize":
            return award.prize.value
        case "name":
            return names.get(award.teacher, "")
        case "teacher":
            return award.teacher
        case "school":
            school = register.schools.get(row.school) if row else None
            return school.name if school else ""
        case "subject":
            return row.subject if row else ""
        case _:
            return award.certificate

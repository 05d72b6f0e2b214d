"""授奖: who came which place, which prizes are left, a prize chosen for each; how many may be the book decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import msgspec

from api.accounts.permitted import Deed, Matter, check
from api.accounts.visitor import Visitor
from api.desk.line_report import LineReport
from api.desk.lines import hand_in_lines
from api.desk.matters import hand_in_of
from api.desk.open_lines import OpenLines
from api.pages.contests.contest_page import Row, ShownGroup
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced
from ledger.refusals import Refused
from ledger.vocabulary import Prize
from projections.processes.contests import PrizeNow

NEW = "new"
"""The line for a winner who was not entered here, where nobody was."""


@dataclass(frozen=True)
class Line:
    """Somebody who may be given a prize: the field's name, what is chosen in it, why the last choice was refused."""

    row: Row
    field: str
    chosen: str
    refused: str = ""


@dataclass(frozen=True)
class PrizeGroup:
    """A group with its prizes and lines."""

    name: str
    prizes: Sequence[PrizeNow]
    lines: Sequence[Line]


@dataclass(frozen=True)
class Refusal:
    """An award that was refused: by the name of its entry (or `new`), with the book's own sentence."""

    field: str
    teacher: str
    message: str


def prize_groups(
    groups: Sequence[ShownGroup], sent: Mapping[str, Any], refusals: Sequence[Refusal]
) -> list[PrizeGroup]:
    """What the form shows; at first the prizes that follow from the ranks and the places left are chosen in it."""
    why = {one.field: one.message for one in refusals}
    found = []
    for group in groups:
        follows = {} if sent else _follows(group)
        lines = [
            Line(row, row.entry, sent.get(row.entry, follows.get(row.entry, "")), why.get(row.entry, ""))
            for row in group.rows
            if row.entry
        ]
        found.append(PrizeGroup(group.now.group, group.now.prizes, lines))
    return found


def awards_sent(
    contest: ContestAnnounced, groups: Sequence[ShownGroup], sent: Mapping[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """The awards that a form says, each with the name of its line; who has a prize already is left out."""
    head = {
        "series": contest.series,
        "level": contest.level.value,
        "contest": contest.code,
        **{name: sent[name] for name in ("on", "document", "issuer") if sent.get(name)},
    }
    found = [
        (row.entry, {**head, "group": group.now.group, "teacher": row.teacher, "prize": sent[row.entry]})
        for group in groups
        for row in group.rows
        if row.entry and not row.prize and sent.get(row.entry)
    ]
    if sent.get("teacher"):
        said = {"group": sent.get("group", ""), "teacher": sent["teacher"], "prize": sent.get("prize", "")}
        found.append((NEW, head | said))
    return found


def give(
    ledger: Ledger, visitor: Visitor, awards: Iterable[tuple[str, Mapping[str, Any]]]
) -> tuple[int, list[Refusal]]:
    """Hand the awards in, each by itself: how many were given, and which were refused and why.

    Of each it is asked whether the visitor may, and in whose name: a school gives none to another school's teacher.
    """
    by_office: defaultdict[Authority, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    refused = []
    for field, data in awards:
        whose = str(data["teacher"])
        try:
            by_office[check(visitor, Deed.RECORD, Matter("award.won", whose, contest=data["contest"]))].append(
                (field, data)
            )
        except Refused as error:
            refused.append(Refusal(field, whose, error.message))
    given = 0
    for authority, own in by_office.items():
        report = _handed_in(ledger, hand_in_of(visitor, authority), [data for _, data in own])
        given += report.accepted
        refused += [
            Refusal(own[one.row - 1][0], str(own[one.row - 1][1]["teacher"]), one.message) for one in report.rejections
        ]
    return given, refused


def _handed_in(ledger: Ledger, who: HandIn, awards: Sequence[Mapping[str, Any]]) -> LineReport:
    content = b"\n".join(msgspec.json.encode({"kind": AwardWon.kind, "data": data}) for data in awards)
    return hand_in_lines(ledger, OpenLines(BytesIO(content), sha256(content).hexdigest(), len(content)), who)


def _follows(group: ShownGroup) -> dict[str, str]:
    """The prize of each who has none that follows from rank and places left; none for whom a tie leaves it open."""
    waiting = [row for row in group.rows if row.entry and row.rank is not None and not row.prize]
    follows: dict[str, str] = {}
    for prize in group.now.prizes:
        left = prize.left or 0
        taken, waiting = waiting[:left], waiting[left:]
        if taken and waiting and taken[-1].rank == waiting[0].rank:
            return follows | {row.entry: prize.prize.value for row in taken if row.rank != waiting[0].rank}
        follows |= {row.entry: prize.prize.value for row in taken}
    return follows


PRIZES = list(Prize)

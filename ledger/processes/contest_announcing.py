"""赛事公告: an announcement does not take away what was entered, scored or won under it, nor change a closed contest.

That is asked when an announcement is corrected, and when it comes after the awards of a workbook's list.
"""

from collections.abc import Sequence

from ledger.in_force import InForce
from ledger.processes.contest import closing, contest_closed, is_one_of
from ledger.processes.contest_prize import contests_at, given, places_for
from ledger.processes.in_the_way import entries_named
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestEntered, ContestPromoted, ContestScored
from ledger.records.record import Record
from ledger.refusals import Refused
from ledger.spelling import squeeze
from ledger.vocabulary import Prize


def check_announced(said: ContestAnnounced, in_force: InForce) -> None:
    """Refuse an announcement that what stands goes beyond.

    Raises Refused `contest-closed`, `contest-under-way`, `prizes-given`.
    """
    closed = closing(said.code, in_force)
    if closed:
        raise contest_closed(closed)
    entered = in_force.by(ContestEntered, "code")(said.code)
    scored = in_force.by(ContestScored, "code")(said.code)
    parts = [part.name for part in said.parts]
    _check_kept("报名的组别不在公告里", [one for one in entered if not is_one_of(one.group, said.groups)], "groups")
    _check_kept("打分的评委不在公告里", [one for one in scored if one.judge not in said.judges], "judges")
    _check_kept("打分的环节不在公告里", [one for one in scored if not is_one_of(one.part, parts)], "parts")
    _check_promotions(said, in_force)
    for contest in contests_at(said.stage, in_force, said):
        if squeeze(contest.unit) == squeeze(said.unit):
            _check_prizes(contest, said, in_force)


def check_prizes_without(gone: ContestAnnounced, in_force: InForce) -> None:
    """Refuse to take an announcement away whose awards would be too many for the contest before it: `prizes-given`."""
    for contest in contests_at(gone.stage, in_force):
        if squeeze(contest.unit) == squeeze(gone.unit):
            _check_prizes(contest, None, in_force)


def _check_kept(why: str, left_out: Sequence[Record], field: str) -> None:
    if left_out:
        raise Refused(
            "contest-under-way",
            f"已有 {len(left_out)} 条{why};请把它们留在公告里,或先作废这些记录。",
            see=entries_named(left_out),
            fields=[field],
        )


def _check_promotions(said: ContestAnnounced, in_force: InForce) -> None:
    promoted = in_force.by(ContestPromoted, "code")(said.code)
    for group in said.groups:
        of_group = [one for one in promoted if squeeze(one.group) == squeeze(group)]
        if len(of_group) > said.promoted:
            raise Refused(
                "contest-under-way",
                f"“{group}”已推荐 {len(of_group)} 人晋级,公告只有 {said.promoted} 人;请核对晋级人数。",
                see=entries_named(of_group),
                fields=["promoted"],
            )


def _check_prizes(contest: ContestAnnounced, said: ContestAnnounced | None, in_force: InForce) -> None:
    for group in contest.groups:
        for prize in Prize:
            places = places_for(contest, group, prize)
            awards = given(contest, group, prize, in_force, said)
            if places is not None and len(awards) > places:
                raise Refused(
                    "prizes-given",
                    f"赛事 {contest.code} “{group}”已授出 {len(awards)} 个{prize},公告只有 {places} 个名额;"
                    "请核对名额,或先更正获奖记录。",
                    see=entries_named(awards),
                    fields=["prizes"],
                )

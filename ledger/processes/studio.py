"""名师工作室: which rules its founding, members, yearly ranking and end must keep.

No studio is founded beyond the number announced for its kind, none takes a member beyond the number announced for
each; the newest announcement of that day holds, and without one there is no limit. The leader is not one of the
core members (B26: ten in each). A dissolved studio frees its place from that day on, and its members theirs.
"""

from collections.abc import Sequence

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named, others
from ledger.processes.rested_on import check_nothing_rests, named_alike
from ledger.processes.studio_members import Studios
from ledger.records.record import Record, entry_of
from ledger.records.studio import (
    StudioAssessed,
    StudioDissolved,
    StudioFounded,
    StudioJoined,
    StudioLeft,
    StudioLimitsAnnounced,
)
from ledger.refusals import Refused
from ledger.spelling import squeeze


def check_limits_announced(said: StudioLimitsAnnounced, in_force: InForce) -> None:
    """Refuse limits that were passed on a day when they are said to have held: `studio-limit`, `studio-full`.

    Who was there before they held may stay.
    """
    studios = Studios(in_force, said)
    studios.check_number(said.studio)
    for founded in studios.of_kind(said.studio):
        studios.check_room(founded)


def check_founded(said: StudioFounded, in_force: InForce) -> None:
    """Refuse a studio beyond the limit, or under a leader who is in another of its kind.

    Raises Refused `studio-limit`, `studio-full`, `already-in-studio`, `outside-studio`.
    """
    studios = Studios(in_force, said)
    earlier = [one for one in _course(said.code, in_force) if one.on < said.on]
    if earlier:
        raise _outside(f"工作室 {said.code} 在 {said.on} 以前已有 {len(earlier)} 条登记", earlier)
    studios.check_number(said.studio)
    studios.check_room(said)
    for teacher in (said.leader, *studios.members(said.code)):
        studios.check_one_at_a_time(teacher, said.studio)


def check_joined(said: StudioJoined, in_force: InForce) -> None:
    """Refuse a member whom the studio cannot take.

    Raises Refused `studio-unknown`, `outside-studio`, `studio-dissolved`, `already-in-studio`, `studio-full`.
    """
    founded = _existing(said, in_force)
    studios = Studios(in_force, said)
    studios.check_course(founded, said)
    studios.check_one_at_a_time(said.teacher, founded.studio)
    studios.check_room(founded)


def check_left(said: StudioLeft, in_force: InForce) -> None:
    """Refuse the leaving of who is no member.

    Raises Refused `studio-unknown`, `outside-studio`, `studio-dissolved`, `not-a-member`; of a correction to a later
    day also `already-in-studio`, `studio-full`.
    """
    founded = _existing(said, in_force)
    studios = Studios(in_force, said)
    studios.check_course(founded, said)
    studios.check_one_at_a_time(said.teacher, founded.studio)
    studios.check_room(founded)


def check_ranked(said: StudioAssessed, in_force: InForce) -> None:
    """Refuse a rank that another studio of the kind has in the year: `rank-taken`.

    Raises also Refused `studio-unknown`, `outside-studio`, `studio-dissolved`.
    """
    founded = _existing(said, in_force)
    for one in others(in_force.by(StudioAssessed, "rank")(said.rank), said):
        of_kind = any(found.studio is founded.studio for found in in_force.by(StudioFounded, "code")(one.code))
        if of_kind and squeeze(one.year) == squeeze(said.year):
            raise Refused(
                "rank-taken",
                f"{said.year} 年度{founded.studio}第 {said.rank} 名已是 {one.code};请核对排名。",
                see=[entry_of(one).hex()],
                fields=["rank"],
            )


def check_dissolved(said: StudioDissolved, in_force: InForce) -> None:
    """Refuse to end a studio before what was said of it.

    Raises Refused `studio-unknown`, `outside-studio`; of a correction to a later day also `studio-limit`,
    `studio-full` (who joined on the day of the end was there for no day), `already-in-studio`.
    """
    founded = _existing(said, in_force)
    later = [one for one in _course(said.code, in_force) if one.on > said.on]
    if later:
        raise _outside(f"工作室 {said.code} 在 {said.on} 以后还有 {len(later)} 条登记", later)
    studios = Studios(in_force, said)
    studios.check_number(founded.studio)
    studios.check_room(founded)
    for teacher in (founded.leader, *studios.members(said.code)):
        studios.check_one_at_a_time(teacher, founded.studio)


def check_without_limits(gone: StudioLimitsAnnounced, in_force: InForce) -> None:
    """Refuse to take away limits where those before them were passed since: `studio-limit`, `studio-full`."""
    studios = Studios(in_force)
    studios.check_number(gone.studio)
    for founded in studios.of_kind(gone.studio):
        studios.check_room(founded)


def check_without_founded(gone: StudioFounded, in_force: InForce) -> None:
    """Refuse to take away a studio of which members, rankings or an end stand: `rested-on`."""
    if not in_force.by(StudioFounded, "code")(gone.code):
        of_studio = (StudioJoined, StudioLeft, StudioAssessed, StudioDissolved)
        check_nothing_rests(gone, named_alike(gone, of_studio, ["code"], in_force))


def check_without_dissolved(gone: StudioDissolved, in_force: InForce) -> None:
    """Refuse to bring a studio back whose place, or one of whose members, was taken since.

    Raises Refused `studio-limit`, `studio-full`, `already-in-studio`.
    """
    studios = Studios(in_force)
    for founded in in_force.by(StudioFounded, "code")(gone.code):
        studios.check_number(founded.studio)
        studios.check_room(founded)
        for teacher in (founded.leader, *studios.members(gone.code)):
            studios.check_one_at_a_time(teacher, founded.studio)


def check_without_left(gone: StudioLeft, in_force: InForce) -> None:
    """Refuse to bring a member back whose place was taken since, or who is in another studio.

    Raises Refused `already-in-studio`, `studio-full`.
    """
    studios = Studios(in_force)
    for founded in in_force.by(StudioFounded, "code")(gone.code):
        studios.check_one_at_a_time(gone.teacher, founded.studio)
        studios.check_room(founded)


def _existing(said: StudioJoined | StudioLeft | StudioAssessed | StudioDissolved, in_force: InForce) -> StudioFounded:
    """The studio that something is said of, as it was founded; it existed that day."""
    found = in_force.by(StudioFounded, "code")(said.code)
    if not found:
        raise Refused("studio-unknown", f"工作室 {said.code} 没有登记;请核对编号,或先登记成立。", fields=["code"])
    founded = found[-1]
    if said.on < founded.on:
        raise _outside(f"工作室 {said.code} 到 {founded.on} 才成立,这里写的是 {said.on}", [founded])
    for dissolved in others(in_force.by(StudioDissolved, "code")(said.code), said):
        if said.on > dissolved.on:
            raise Refused(
                "studio-dissolved",
                f"工作室 {said.code} 已于 {dissolved.on} 撤销,{said.on} 不能再登记;请核对编号和日期。",
                see=[entry_of(dissolved).hex()],
                fields=["on"],
            )
    return founded


def _course(code: str, in_force: InForce) -> list[StudioJoined | StudioLeft | StudioAssessed]:
    return [
        *in_force.by(StudioJoined, "code")(code),
        *in_force.by(StudioLeft, "code")(code),
        *in_force.by(StudioAssessed, "code")(code),
    ]


def _outside(why: str, see: Sequence[Record]) -> Refused:
    return Refused("outside-studio", f"{why};请核对日期。", see=entries_named(see), fields=["on"])

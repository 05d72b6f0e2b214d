"""工作室成员: who is in which studio on which days, and which of the announced limits that goes beyond."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import TypeVar

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named, others
from ledger.processes.spans import Span, first_day_over
from ledger.records.record import Record, TeacherId
from ledger.records.studio import StudioDissolved, StudioFounded, StudioJoined, StudioLeft, StudioLimitsAnnounced
from ledger.refusals import Refused
from ledger.vocabulary import StudioKind

R = TypeVar("R", bound=Record)


class Studios:
    """The studios as they stand, or would with a record `said` beside what does."""

    def __init__(self, in_force: InForce, said: Record | None = None) -> None:
        self._in_force = in_force
        self._said = said

    def of_kind(self, kind: StudioKind) -> list[StudioFounded]:
        """The studios of a kind."""
        return self._where(StudioFounded, "studio", kind)

    def members(self, code: str) -> list[TeacherId]:
        """Who ever joined a studio, in order."""
        return list(dict.fromkeys(one.teacher for one in self._where(StudioJoined, "code", code)))

    def life(self, founded: StudioFounded) -> Span:
        """The days of a studio: from the day it was founded until the day before it was dissolved."""
        ends = [one.on for one in self._where(StudioDissolved, "code", founded.code)]
        return Span(founded.on, min(ends, default=None))

    def spells(self, founded: StudioFounded, teacher: TeacherId) -> list[Span]:
        """The days of a member: from each joining until the day before the leaving, or the end of the studio."""
        over = self.life(founded).end
        leaving = sorted(one.on for one in self._of(StudioLeft, founded.code, teacher))
        found = []
        for start in sorted(one.on for one in self._of(StudioJoined, founded.code, teacher)):
            ends = [day for day in (*leaving, over) if day is not None and day >= start]
            found.append(Span(start, min(ends, default=None)))
        return found

    def check_number(self, kind: StudioKind) -> None:
        """Refuse `studio-limit` where on the day of a founding there are more studios than were announced."""
        founded = self.of_kind(kind)
        day = first_day_over([self.life(one) for one in founded], lambda day: self._limit(kind, day, "studios"))
        if day:
            there = [one for one in founded if self.life(one).covers(day)]
            raise Refused(
                "studio-limit",
                f"{day} 的{kind}会有 {len(there)} 个,"
                f"超过公布的 {self._limit(kind, day, 'studios')} 个;请先撤销一个,或核对日期和名额。",
                see=self._in_the_way(there),
                fields=["studio"],
            )

    def check_room(self, founded: StudioFounded) -> None:
        """Refuse `studio-full` where on the day of a joining a studio has more members than were announced."""
        spells = [span for teacher in self.members(founded.code) for span in self.spells(founded, teacher)]
        day = first_day_over(spells, lambda day: self._limit(founded.studio, day, "members"))
        if day:
            joined = self._where(StudioJoined, "code", founded.code)
            raise Refused(
                "studio-full",
                f"工作室 {founded.code} 在 {day} 会有 {sum(span.covers(day) for span in spells)} 名核心成员,"
                f"超过公布的 {self._limit(founded.studio, day, 'members')} 名;请先登记退出,或核对日期和名额。",
                see=self._in_the_way(joined),
                fields=["code"],
            )

    def check_course(self, founded: StudioFounded, said: StudioJoined | StudioLeft) -> None:
        """Refuse who joins without having left, `already-in-studio`, or leaves without having joined, `not-a-member`.

        Who leaves and joins on one day leaves first.
        """
        steps = [(one.on, True) for one in self._of(StudioJoined, founded.code, said.teacher)]
        steps += [(one.on, False) for one in self._of(StudioLeft, founded.code, said.teacher)]
        own = (said.on, isinstance(said, StudioJoined))
        before = max((step for step in steps if step < own), default=(said.on, False))
        after = min((step for step in steps if step > own), default=(said.on, not own[1]))
        if before[1] != own[1] != after[1]:
            return
        if isinstance(said, StudioJoined):
            raise self._already(said.teacher, founded)
        raise Refused(
            "not-a-member",
            f"教师 {said.teacher} 在 {said.on} 不是工作室 {said.code} 的成员;请核对教师和日期,或先登记加入。",
            fields=["teacher"],
        )

    def check_one_at_a_time(self, teacher: TeacherId, kind: StudioKind) -> None:
        """Refuse `already-in-studio` where a teacher is in two studios of a kind on one day, leading or as a member."""
        codes = {one.code for one in self._where(StudioJoined, "teacher", teacher)}
        spans: list[tuple[StudioFounded, Span]] = []
        for founded in self.of_kind(kind):
            if founded.leader == teacher:
                spans.append((founded, self.life(founded)))
            if founded.code in codes:
                spans += [(founded, span) for span in self.spells(founded, teacher)]
        for (one, first), (other, second) in combinations(spans, 2):
            if first.meets(second):
                said_of = getattr(self._said, "code", "")
                raise self._already(teacher, one if other.code == said_of else other)

    def _already(self, teacher: TeacherId, founded: StudioFounded) -> Refused:
        own = [founded] if founded.leader == teacher else self._of(StudioJoined, founded.code, teacher)
        return Refused(
            "already-in-studio",
            f"教师 {teacher} 已在{founded.studio} {founded.code},同类工作室同时只能在一个;请先登记退出,或核对日期。",
            see=self._in_the_way(own),
            fields=["teacher"] if hasattr(self._said, "teacher") else ["leader"],
        )

    def _in_the_way(self, records: Iterable[Record]) -> list[str]:
        return entries_named(records if self._said is None else others(records, self._said))

    def _limit(self, kind: StudioKind, day: date, what: str) -> int | None:
        """What the newest announcement of a day allows."""
        announced = [one for one in self._where(StudioLimitsAnnounced, "studio", kind) if one.since <= day]
        newest = max(announced, key=lambda one: one.since, default=None)
        return None if newest is None else int(getattr(newest, what))

    def _of(self, record_class: type[R], code: str, teacher: TeacherId) -> Sequence[R]:
        return [one for one in self._where(record_class, "code", code) if getattr(one, "teacher", "") == teacher]

    def _where(self, record_class: type[R], field: str, value: object) -> list[R]:
        """What stands and says so, `said` in place of earlier versions of its entry."""
        if self._said is None:
            return self._in_force.by(record_class, field)(value)
        found = others(self._in_force.by(record_class, field)(value), self._said)
        if isinstance(self._said, record_class) and getattr(self._said, field) == value:
            found.append(self._said)
        return found

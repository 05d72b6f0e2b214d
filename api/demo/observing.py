"""The lessons observed in a term: by principals, vice heads, young teachers, everyone else."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.demo.diligence import Diligence, faultless
from api.demo.form import Observation, School, Teacher
from api.demo.notebook import notes, reflection
from api.demo.presence import Presence
from api.demo.school_term import SchoolTerm
from api.demo.schools import band
from api.demo.staff import PLAIN, PRINCIPAL

PERIODS = 8
UNANNOUNCED = "推门听课"
ANNOUNCED = ("公开课", "示范课", "汇报课", "教研课", "评比课")


@dataclass
class Observing:
    """The observations of a term, as they come about; nobody is in two lessons at once."""

    rng: random.Random
    term: SchoolTerm
    schools: Sequence[School]
    teachers: Sequence[Teacher]
    presence: Presence
    seen: list[Observation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._school = {school.code: school for school in self.schools}
        self._roll: dict[str, list[Teacher]] = {school.code: [] for school in self.schools}
        for teacher in self.teachers:
            self._roll[teacher.school].append(teacher)
        self._in_township: dict[str, list[Teacher]] = {school.township: [] for school in self.schools}
        for teacher in self.teachers:
            self._in_township[self._school[teacher.school].township].append(teacher)
        self._taken: dict[str, set[int]] = {teacher.code: set() for teacher in self.teachers}
        self._led: dict[str, int] = {}

    def observe_all(self, diligence: Mapping[str, Diligence]) -> None:
        """Let everyone observe what their post and diligence make them."""
        central = 0
        leaders = [t for t in self.teachers if t.post in PRINCIPAL]
        for number, leader in enumerate(leaders):
            before = len(self.seen)
            self._each_of_own_school(leader, misses=number % 5 == 1)
            if leader.post == "中心校校长":
                self._bands_of_township(leader, self.seen[before:], misses=central % 3 == 1)
                central += 1
            self._led[leader.school] = sum(bool(o.notes and o.reflection) for o in self.seen[before:])
        vices = [t for t in self.teachers if t.post == "业务副校长"]
        for number, vice in enumerate(vices):
            target = -(-4 * self._led.get(vice.school, 0) // 5)
            self._some(vice, max(0, target + (0, -1, 3, 0, 1, -2)[number % 6]))
        for teacher in self.teachers:
            if teacher.post in PLAIN:
                self._plain(teacher, diligence[teacher.code])
            elif teacher.post in ("副校长", "中层", "教研员"):
                self._some(teacher, self.rng.randrange(0, 9))

    def bring_to(self, count: int) -> None:
        """Drop observations at random, or add further ones, until there are exactly so many.

        Raises ValueError where the county's teachers cannot observe that many lessons.
        """
        if len(self.seen) > count:
            kept = sorted(self.rng.sample(range(len(self.seen)), count))
            self.seen = [self.seen[index] for index in kept]
        slots = [day.toordinal() * PERIODS + p for day in self.term.school_days for p in range(PERIODS)]
        most = len(slots) * len(self.teachers)
        if count > most:
            raise ValueError(f"{len(self.teachers)} 位教师最多听课 {most} 次,不是 {count} 次")
        for number, observer in enumerate(self.teachers):
            share = -(-(count - len(self.seen)) // (len(self.teachers) - number))
            taken = self._taken[observer.code]
            free = [slot for slot in slots if slot not in taken]
            for slot in self.rng.sample(free, min(share, len(free))):
                form = self.rng.choice(ANNOUNCED)
                self._write(observer, self._host(observer), slot, form)
        if len(self.seen) < count:
            self.bring_to(count)

    def _each_of_own_school(self, leader: Teacher, *, misses: bool) -> None:
        colleagues = [t for t in self._roll[leader.school] if t.code != leader.code]
        for number, colleague in enumerate(colleagues):
            if misses and number == 1:
                self._find(leader, colleague, self.rng.choice(ANNOUNCED))
            elif misses and number == 2:
                self._find(leader, colleague, UNANNOUNCED, lacks="reflection")
            else:
                self._find(leader, colleague, UNANNOUNCED)
                if self.rng.random() < 0.15:
                    self._find(leader, colleague, UNANNOUNCED)

    def _bands_of_township(self, leader: Teacher, own_round: Sequence[Observation], *, misses: bool) -> None:
        own = self._school[leader.school]
        township = [s for s in self.schools if s.township == own.township]
        pairs = [(s, b) for s in township for b in dict.fromkeys(band(grade) for grade in s.grades)]
        done = {(o.school, band(o.grade)) for o in own_round}
        for number, (school, wanted) in enumerate(pairs):
            if (school.code, wanted) in done and not misses:
                continue
            lacks = "notes" if misses and number == len(pairs) - 1 else ""
            if misses and number == len(pairs) - 2:
                continue
            grade = self.rng.choice([g for g in school.grades if band(g) == wanted])
            others = [t for t in self._roll[school.code] if t.code != leader.code]
            self._find(leader, self.rng.choice(others), UNANNOUNCED, grade=grade, lacks=lacks)

    def _plain(self, teacher: Teacher, diligence: Diligence) -> None:
        weeks = self.presence.weeks(teacher.code)
        target = self.presence.twenty_scaled(teacher.code)
        young = _years_later(teacher.hired, 3) > self.term.start
        if young:
            misses = 0 if faultless(diligence) else len(weeks) // 6
            skipped = set(self.rng.sample(range(len(weeks)), misses))
            for number, week in enumerate(weeks):
                lessons = self.rng.randrange(0, 2) if number in skipped else 2 + (self.rng.random() < 0.1)
                self._some(teacher, lessons, week)
        made = len(self._taken[teacher.code])
        match diligence:
            case Diligence.MODEL | Diligence.QUIET:
                goal = target + self.rng.randrange(0, 4)
            case Diligence.USUAL:
                goal = target + self.rng.choice((-2, -1, -1, 0, 0, 0, 1, 2))
            case _:
                goal = target - self.rng.randrange(2, 9)
        self._some(teacher, max(0, goal - made))
        if self.rng.random() < 0.35 and weeks:
            lacks = self.rng.choice(_LACKS)
            self._find(teacher, self._host(teacher), self.rng.choice(ANNOUNCED), lacks=lacks)

    def _some(self, observer: Teacher, lessons: int, days: Sequence[date] | None = None) -> None:
        for _ in range(lessons):
            form = UNANNOUNCED if self.rng.random() < 0.06 else self.rng.choice(ANNOUNCED)
            self._find(observer, self._host(observer), form, days=days)

    def _host(self, observer: Teacher) -> Teacher:
        """Whose lesson to visit: a colleague's, now and then one in another school of the township."""
        pool = self._roll[observer.school]
        if len(pool) < 2 or self.rng.random() < 0.04:
            pool = self._in_township[self._school[observer.school].township]
        if len(pool) < 2:
            pool = list(self.teachers)
        host = self.rng.choice(pool)
        while host.code == observer.code:
            host = self.rng.choice(pool)
        return host

    def _find(
        self,
        observer: Teacher,
        host: Teacher,
        form: str,
        *,
        days: Sequence[date] | None = None,
        grade: str | None = None,
        lacks: str = "",
    ) -> None:
        """Write an observation at a time when the observer is there and free, if there is one."""
        free = self.presence.free(observer.code, days or self.term.school_days)
        taken = self._taken[observer.code]
        for _ in range(40):
            if not free:
                return
            period = self.rng.randrange(PERIODS - 1) if self.rng.random() < 0.98 else PERIODS - 1
            slot = self.rng.choice(free).toordinal() * PERIODS + period
            if slot not in taken:
                self._write(observer, host, slot, form, grade=grade, lacks=lacks)
                return

    def _write(
        self,
        observer: Teacher,
        host: Teacher,
        slot: int,
        form: str,
        *,
        grade: str | None = None,
        lacks: str = "",
    ) -> None:
        self._taken[observer.code].add(slot)
        day, period = divmod(slot, PERIODS)
        self.seen.append(
            Observation(
                day=date.fromordinal(day),
                period=period + 1,
                observer=observer.code,
                teacher=host.code,
                school=host.school,
                subject=host.subject,
                grade=grade or host.grade,
                form=form,
                notes=None if "notes" in lacks else notes(self.rng),
                reflection=None if "reflection" in lacks else reflection(self.rng),
            )
        )


_LACKS = ("notes", "reflection", "reflection", "notes, reflection")


def _years_later(day: date, years: int) -> date:
    year = day.year + years
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def in_order(observations: Iterable[Observation]) -> list[Observation]:
    """As a tidy office would keep them: by day, lesson, observer."""
    return sorted(observations, key=lambda o: (o.day, o.period, o.observer))

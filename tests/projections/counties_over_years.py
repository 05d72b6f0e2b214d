"""Small counties over several school years: terms, a register that changes, records whose days lie in all of them.

All choices follow from a seed, so that many records cost little; few teachers have most of them, and many are alike.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.event import COUNTY
from ledger.records.activity import ActivityDone
from ledger.records.award import AwardWon
from ledger.records.conduct import ConductSanctioned
from ledger.records.continuing_education import TrainingCredited
from ledger.records.joint_activity import JointActivityHeld
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved
from ledger.records.mark import MarkGiven
from ledger.records.preparation import PreparationHeld
from ledger.records.reading import BookRead, EssayWritten
from ledger.records.record import Month, Record, SchoolId, TeacherId, TermId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.result import ResultReached
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.routine import RoutineChecked
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.records.service import ServiceServed
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.vocabulary import (
    Carrier,
    CheckedItem,
    DayKind,
    Grade,
    JointPath,
    LessonForm,
    Level,
    Post,
    Prize,
    Raters,
    RotationKind,
    ThreeOnesPart,
    TrainingUnit,
)
from tests.projections.pack_formulas import Chance
from tests.projections.small_counties import (
    GRADES,
    SCHOOL_OFFICE,
    SCHOOLS,
    TEACHERS,
    HandedIn,
    Said,
    SmallCounty,
)

TERMS = ("2020-2021-2", "2021-2022-1", "2021-2022-2", "2022-2023-1", "2022-2023-2")
BEGIN = (date(2021, 2, 22), date(2021, 8, 30), date(2022, 2, 14), date(2022, 8, 28), date(2023, 2, 13))
BEFORE = date(2020, 8, 1)
"""A day before all others, from which most of the register is in effect."""
LATER = date(2024, 1, 1)
WORKS = ("课题一", "课题二", "课题三", "")
LEVELS = ("县级", "市级", "乡级", "")


class CountyMaker:
    """Makes up a county, choice by choice."""

    def __init__(self, seed: int) -> None:
        self.chance = Chance(seed)
        self.terms = self._announced()
        self.schools = SCHOOLS[: 2 + self.chance.upto(2)]
        self.teachers = TEACHERS[: 3 + self.chance.upto(5)]

    def county(self, records: int) -> SmallCounty:
        """A county with about so many records."""
        chance = self.chance
        register: list[Said] = [(term,) for term in self.terms]
        register += [(self._school(code, self._in_effect()),) for code in self.schools]
        register += [(self._teacher(code, self._in_effect()),) for code in self.teachers]
        changed: list[Said] = [(self._school(code, self.day()),) for code in self.schools[: chance.upto(1)]]
        changed += [(self._teacher(code, self.day()),) for code in self.teachers[: chance.upto(3)]]
        ways = self._ways()
        said = [(not chance.one_in(6), chance.among(ways)()) for _ in range(records)]
        hand_ins = [
            HandedIn(COUNTY, register),
            HandedIn(COUNTY, [one for counts, one in said if counts]),
            HandedIn(SCHOOL_OFFICE, [one for counts, one in said if not counts] + changed),
        ]
        as_of = self.day() if chance.one_in(3) else LATER
        asked = self.terms[-1] if chance.one_in(3) else next(one for one in self.terms if one.term == TERMS[3])
        return SmallCounty(asked, hand_ins, as_of, 1.0)

    # -- days, people, places ----------------------------------------------------------------------------------

    def day(self) -> date:
        """A day, most often in the first term of the year 2022."""
        first, length = self.chance.among([(BEGIN[3], 20), (BEGIN[3], 120), (BEGIN[2], 60), (BEGIN[1], 600)])
        return first + timedelta(days=self.chance.upto(length))

    def teacher(self) -> TeacherId:
        """A teacher; mostly one of two, at times one who is not on the register."""
        return self.chance.among([*TEACHERS[:2] * 3, *TEACHERS[:4], *TEACHERS[:7]])

    def school(self) -> SchoolId:
        """A school, at times one that is not on the register."""
        return self.chance.among([*SCHOOLS[:2] * 3, *SCHOOLS[:4]])

    def several(self, one: Callable[[], TeacherId]) -> tuple[TeacherId, ...]:
        """Up to four, some of them twice."""
        return tuple(one() for _ in range(self.chance.upto(4)))

    def quarters(self) -> Decimal:
        """A number with quarters."""
        return Decimal(self.chance.upto(30)) / 4

    def month(self) -> Month:
        """A month."""
        return Month(self.day().replace(day=1))

    def term(self) -> TermId:
        """A term announced, most often that of most days."""
        return self.chance.among([term.term for term in self.terms] + [TermId(TERMS[3])] * 3)

    def until(self, day: date) -> date | None:
        """The end of something: none, soon, or after years; at times before its beginning."""
        length = self.chance.among([None, 0, 6, 90, 400, -3])
        if length is None:
            return None
        return day + timedelta(days=self.chance.upto(length) if length >= 0 else length)

    def _announced(self) -> list[TermAnnounced]:
        """Some of the terms, each of a length of its own; at times one that runs into the next."""
        named = [pair for pair in zip(TERMS, BEGIN, strict=True) if pair[0] == TERMS[3] or not self.chance.one_in(4)]
        lengths = [40, 100, 130, 170, 190]
        return [
            TermAnnounced(TermId(name), start, start + timedelta(days=self.chance.among(lengths)), 19)
            for name, start in named
        ]

    def _in_effect(self) -> date:
        return self.day() if self.chance.one_in(6) else BEFORE

    def _school(self, code: SchoolId, in_effect: date) -> SchoolRegistered:
        chance = self.chance
        return SchoolRegistered(
            in_effect=in_effect,
            school=code,
            name=chance.among(["一小", "二小"]),
            township=chance.among(["甲乡", "甲乡", "乙乡"]),
            category="村小",
            stage=chance.among(["小学", "小学", "初中"]),
            grades=tuple(dict.fromkeys(chance.among(GRADES) for _ in range(chance.upto(5)))),
            weak=chance.one_in(2),
            band=chance.among(["一方阵", "二方阵"]),
        )

    def _teacher(self, code: TeacherId, in_effect: date) -> TeacherRegistered:
        chance = self.chance
        return TeacherRegistered(
            in_effect=in_effect,
            teacher=code,
            identity="0",
            sex=chance.among(["男", "女"]),
            born=date(1971, 1, 1) + timedelta(days=chance.upto(9000)),
            hired=chance.among([date(2020, 2, 29), date(2001, 9, 1), date(2019, 8, 28), date(2022, 3, 1)]),
            school=self.school(),
            subject=chance.among(["语文", "语文", "数学"]),
            grade=chance.among(GRADES),
            post=chance.among([Post.TEACHER, Post.TEACHER, Post.HOMEROOM, *Post]),
            post_since=chance.among([date(2016, 2, 29), date(2021, 9, 1), date(2022, 9, 10)]),
            title="一级教师",
            degree="本科",
            class_size=chance.among([None, 0, 2, 4]),
            group=chance.among(["", "文科组"]),
        )

    # -- records -----------------------------------------------------------------------------------------------

    def _ways(self) -> list[Callable[[], Said]]:
        """Ways to make up a record; those that many measures count come more often."""
        once: list[tuple[int, Callable[[], Record]]] = [
            (1, lambda: DayDeclared(self.day(), self.chance.among(list(DayKind)))),
            (1, self._leave),
            (5, self._observation),
            (2, self._preparation),
            (2, self._joint_activity),
            (
                1,
                lambda: BookRead(
                    self.term(), self.teacher(), self.chance.among(WORKS), True, True, self.chance.one_in(2)
                ),
            ),
            (1, lambda: EssayWritten(self.term(), self.teacher(), self.chance.among([0, 1799, 1800, 2468]))),
            (2, self._check),
            (3, self._award),
            (1, lambda: ConductSanctioned(self.teacher(), self.day(), "体罚", "警告", self.chance.among([0, 3, 12]))),
            (3, self._mark),
            (3, self._result),
            (4, self._activity),
            (3, self._service),
            (3, self._credited),
        ]
        ways: list[Callable[[], Said]] = [self._rotation, self._training]
        for times, make in once:
            ways += [lambda make=make: (make(),)] * times  # type: ignore[misc]
        return ways

    def _leave(self) -> Record:
        start = self.day()
        return LeaveTaken(self.teacher(), start, start + timedelta(days=self.chance.upto(40)), "病假")

    def _observation(self) -> Record:
        chance = self.chance
        return LessonObserved(
            on=self.day(),
            period=1 + chance.upto(2),
            observer=self.teacher(),
            teacher=self.teacher(),
            school=self.school(),
            subject=chance.among(["语文", "数学"]),
            grade=chance.among(GRADES),
            form=chance.among([LessonForm.UNANNOUNCED, LessonForm.OPEN]),
            notes=chance.among(["有", ""]),
            reflection=chance.among(["有", ""]),
        )

    def _preparation(self) -> Record:
        return PreparationHeld(
            on=self.day(),
            school=self.school(),
            group=self.chance.among(["文科组", "理科组"]),
            leader=self.teacher(),
            attended=self.several(self.teacher),
            model_plans=self.chance.among([None, 0, 1, 3]),
            reflections=self.several(self.teacher),
        )

    def _joint_activity(self) -> Record:
        schools = tuple(self.school() for _ in range(self.chance.upto(3)))
        path, carrier = self.chance.among(list(JointPath)), self.chance.among(list(Carrier))
        topic = self.chance.among(WORKS)
        return JointActivityHeld(self.day(), path, carrier, "教研室", schools, self.several(self.teacher), topic)

    def _check(self) -> Record:
        chance = self.chance
        return RoutineChecked(self.month(), self.teacher(), chance.among(list(CheckedItem)), chance.among(list(Grade)))

    def _award(self) -> Record:
        chance = self.chance
        return AwardWon(
            series=chance.among(["班主任讲班", "优质课"]),
            level=chance.among([Level.TOWNSHIP, Level.COUNTY, Level.CITY]),
            group=chance.among(["语文", "数学"]),
            teacher=self.teacher(),
            prize=chance.among(list(Prize)),
            on=self.day(),
        )

    def _mark(self) -> Record:
        chance = self.chance
        return MarkGiven(
            sheet=chance.among(["师德测评", "民主测评"]),
            teacher=self.teacher(),
            item=chance.among(["甲", "乙"]),
            raters=chance.among([Raters.SELF, Raters.COLLEAGUES]),
            score=self.quarters(),
            out_of=Decimal(10),
            on=self.day(),
            rater=chance.among(["1", "2", "3", "4"]),
            period=chance.among(["2022", ""]),
        )

    def _result(self) -> Record:
        chance = self.chance
        rank, of = chance.upto(5), chance.upto(5)
        value = None if chance.one_in(4) else self.quarters()
        return ResultReached(
            self.teacher(), chance.among(WORKS), self.day(), rank=rank, of=of, value=value, level=chance.among(LEVELS)
        )

    def _activity(self) -> Record:
        chance, on = self.chance, self.day()
        role = chance.among(["主编", "参编"])
        done = ActivityDone(self.teacher(), chance.among(["编写教材", "监考"]), chance.among(WORKS), on, role)
        return replace(
            done,
            until=self.until(on),
            quantity=self.quarters(),
            level=chance.among(LEVELS),
            place_in_list=chance.upto(4),
            authors=chance.upto(4),
            follows=chance.among(WORKS),
        )

    def _service(self) -> Record:
        since = self.day()
        at = self.chance.among([SchoolId(""), self.school()])
        return ServiceServed(self.teacher(), self.chance.among(["乡村任教", "班主任"]), since, self.until(since), at)

    def _credited(self) -> Record:
        chance, on = self.chance, self.day()
        unit = chance.among([TrainingUnit.PERIOD, TrainingUnit.CREDIT])
        area = chance.among(["安全", ""])
        return TrainingCredited(self.teacher(), chance.among(WORKS), on, unit, self.quarters(), area, self.until(on))

    def _rotation(self) -> Said:
        """A rotation with months confirmed."""
        teacher, start = self.teacher(), self.day()
        end = start + timedelta(days=1 + self.chance.upto(300))
        started = RotationStarted(
            teacher, self.school(), self.school(), self.chance.among(list(RotationKind)), start, end
        )
        months = dict.fromkeys(self.month() for _ in range(self.chance.upto(3)))
        return (started, *(RotationMonthConfirmed(teacher, start, month) for month in months))

    def _training(self) -> Said:
        """A training with some of its three parts."""
        code, start = f"T{1 + self.chance.upto(20)}", self.day()
        end = start + timedelta(days=self.chance.upto(6))
        level = self.chance.among(list(Level))
        training = TrainingAttended(code, self.teacher(), "培训", level, start, end, self.quarters())
        parts: Sequence[ThreeOnesPart] = list(ThreeOnesPart)[: self.chance.upto(3)]
        return (
            training,
            *(TrainingFollowedUp(code, part, end + timedelta(days=self.chance.upto(40))) for part in parts),
        )


def county_over_years(seed: int, records: int) -> SmallCounty:
    """A county of 3–8 teachers at 2–4 schools over one to five terms, with about so many records."""
    return CountyMaker(seed).county(records)


COUNTIES_OVER_YEARS = st.builds(county_over_years, st.integers(0, 10**9), st.integers(0, 160))

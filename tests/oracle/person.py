"""One teacher with all that the term's records say of them: what the clauses are asked about."""

from datetime import date, timedelta

from .days import Term, months_later
from .reading import County
from .rows import Row
from .sheets import THREE_ONES, VOCABULARY


class Person:
    """A teacher of the register with their own records. Own school, post and grade are the register's."""

    def __init__(self, county: County, term: Term, row: Row) -> None:
        self.county = county
        self.term = term
        self.row = row
        self.code = row.text("教师编号")
        self.school = row.text("学校代码")
        self.post = row.text("职务")
        self.is_plain = self.post in ("教师", "班主任")
        # Open: three years from a 29 February. Read as for sanctions: the month's last day.
        self.is_young = self.is_plain and months_later(row.day("入职日期"), 36) > term.start
        self.observations = counting_observations(county, term, self.code)
        away = [(leave.day("开始日期"), leave.day("结束日期")) for leave in self.own("请假")]
        self.weeks = term.weeks_present(away)
        self.months = term.months_present(away)

    def own(self, sheet: str, column: str = "教师编号") -> list[Row]:
        """The records of a sheet that are this teacher's."""
        return [row for row in self.county.rows(sheet) if row.text(column) == self.code]

    def meetings(self) -> list[Row]:
        """Preparation meetings of the term attended; who led attended, listed or not.

        Open: a meeting on a day outside the term. Read: a clause is for one term, so it is none of it.
        """
        return [
            row
            for row in self.county.rows("集体备课")
            if self.term.holds(row.day("日期")) and self.code in row.entries("参加人") | {row.text("主备人")}
        ]

    def reflections(self) -> int:
        """Attended meetings with a reflection handed in."""
        return sum(self.code in row.entries("提交心得") for row in self.meetings())

    def trainings(self) -> list[Row]:
        """Trainings that ended in the term."""
        return [row for row in self.own("外出培训") if self.term.holds(row.day("结束日期"))]

    def three_ones_done(self) -> int:
        """Reports, reflections and report lessons, each from the last day to 30 days after, both included."""
        return sum(
            row.has(part) and row.day("结束日期") <= row.day(part) <= row.day("结束日期") + timedelta(days=30)
            for row in self.trainings()
            for part in THREE_ONES
        )

    def books(self) -> int:
        """Books with plan, notes and gains all 是."""
        return sum(
            row.text("读书计划") == row.text("读书笔记") == row.text("读后收获") == "是" for row in self.own("读书")
        )

    def essay(self) -> int:
        """Characters of the term essay, none without one."""
        return sum(row.count("字数") for row in self.own("读后心得"))

    def grade_of(self, month: str, item: str) -> str | None:
        """The grade of a month's check, or None without one."""
        for row in self.own("常规检查"):
            if row.text("月份") == month and row.text("项目") == item:
                return row.text("等级")
        return None

    def checks(self) -> int:
        """The pairs of a month present and an item that were checked."""
        items = VOCABULARY["项目"]
        return sum(self.grade_of(month, item) is not None for month in self.months for item in items)

    def awards(self) -> list[Row]:
        """Awards of the term."""
        return [row for row in self.own("赛课获奖") if self.term.holds(row.day("日期"))]

    def is_sanctioned(self) -> bool:
        """Whether a sanction is in force on any day of the term.

        It is in force from its date up to, not including, the same day so many months later.
        """
        return any(
            days_meet(row.day("日期"), months_later(row.day("日期"), row.count("影响期(月)")), self.term)
            for row in self.own("师德处分")
        )


def days_meet(first: date, until: date, term: Term) -> bool:
    """Whether a day from `first` to before `until` lies in the term."""
    return max(first, term.start) < until and first <= term.end


def counting_observations(county: County, term: Term, observer: str) -> list[Row]:
    """The lessons a teacher observed that count: in the term, with both a record and a reflection.

    All are attested, since the workbook comes with the authority of the county office.
    """
    return [
        row
        for row in county.rows("听课记录")
        if row.text("听课人") == observer and term.holds(row.day("日期")) and row.has("听课记录") and row.has("反思")
    ]

"""The days of the term: school days, teaching weeks, months of the term, and when a teacher is present."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from .reading import County


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the month's last day where there is none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Term:
    """The term a workbook is of. A week is known by its Monday, a month as `2022-09`."""

    code: str
    start: date
    end: date
    school_days: list[date]
    weeks: list[date]  # the teaching weeks
    months: list[str]

    def holds(self, day: date) -> bool:
        """Whether the day lies in the term, both ends included."""
        return self.start <= day <= self.end

    def week_of(self, day: date) -> date | None:
        """The teaching week in which a day of the term lies, or None."""
        monday = monday_of(day)
        return monday if self.holds(day) and monday in self.weeks else None

    def weeks_present(self, away: list[tuple[date, date]]) -> list[date]:
        """The weeks with at least three school days free of leave."""
        return weeks_with(free(self.school_days, away))

    def months_present(self, away: list[tuple[date, date]]) -> list[str]:
        """The months with at least ten school days free of leave."""
        return months_with(free(self.school_days, away))


def the_term(county: County) -> Term:
    """The workbook's one term, with the calendar applied.

    Open: a 补课 outside the term. Read: school days are of the term, so it is none. Open: a 教学周数 that
    says otherwise. Read: it decides nothing, since a teaching week is defined by its school days.
    """
    if not county.rows("学期"):
        raise ValueError("The workbook holds no term that could be accepted.")
    row = county.rows("学期")[0]
    start, end = row.day("开始日期"), row.day("结束日期")
    off = {listed.day("日期") for listed in county.rows("校历") if listed.text("类型") == "放假"}
    extra = {listed.day("日期") for listed in county.rows("校历") if listed.text("类型") == "补课"}
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    school_days = [day for day in days if (day.weekday() < 5 and day not in off) or day in extra]
    return Term(row.text("学期"), start, end, school_days, weeks_with(school_days), months_with(school_days))


def monday_of(day: date) -> date:
    """The Monday on or before a day; weeks counted from the Monday of the first week all begin on one."""
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> str:
    """The calendar month of a day."""
    return day.isoformat()[:7]


def weeks_with(school_days: list[date]) -> list[date]:
    """The weeks that hold at least three of these school days."""
    mondays = [monday_of(day) for day in school_days]
    return [monday for monday in sorted(set(mondays)) if mondays.count(monday) >= 3]


def months_with(school_days: list[date]) -> list[str]:
    """The calendar months that hold at least ten of these school days."""
    months = [month_of(day) for day in school_days]
    return [month for month in sorted(set(months)) if months.count(month) >= 10]


def free(school_days: list[date], away: list[tuple[date, date]]) -> list[date]:
    """The school days on which no leave lies, however leaves overlap; both ends of a leave belong to it."""
    return [day for day in school_days if not any(first <= day <= last for first, last in away)]

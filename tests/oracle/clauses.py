"""The quotas of the pack: for each clause who it is for, what is done and what is the target."""

from fractions import Fraction
from math import ceil

from .days import Term
from .person import Person, counting_observations
from .reading import County

Quotas = dict[str, tuple[int, int]]  # by clause: done, target

PRINCIPALS = ("校长", "中心校校长")
BANDS = {
    "一年级": "低段",
    "二年级": "低段",
    "三年级": "中段",
    "四年级": "中段",
    "五年级": "高段",
    "六年级": "高段",
}


def quotas_of(person: Person) -> Quotas:
    """The quotas that apply to a teacher; none for whom none does."""
    quotas: Quotas = {}
    if person.is_plain:
        quotas["observe-20"] = len(person.observations), observe_20_target(person)
        quotas["prep-reflection"] = person.reflections(), len(person.meetings())
        quotas["read-1"] = person.books(), 1
        quotas["essay-2000"] = person.essay(), 1800
        quotas["monthly-check"] = person.checks(), 3 * len(person.months)
    if person.is_young:
        weeks = [person.term.week_of(row.day("日期")) for row in person.observations]
        quotas["observe-2-weekly"] = sum(weeks.count(week) >= 2 for week in person.weeks), len(person.weeks)
    if person.post in PRINCIPALS:
        quotas["principal-observes-each"] = principal_observes_each(person)
    if person.post == "中心校校长":
        quotas["central-principal-bands"] = central_principal_bands(person)
    if person.post == "业务副校长":
        quotas["vice-80pct"] = len(person.observations), vice_target(person)
    if person.trainings():
        quotas["three-ones"] = person.three_ones_done(), 3 * len(person.trainings())
    if person.post == "班主任":
        visits = person.own("家访", "班主任")
        # Open: a class head without 班级人数, which may be empty. Read: a class of none, so the quota is met.
        pupils = person.row.count("班级人数") if person.row.has("班级人数") else 0
        quotas["home-visits"] = sum(row.count("已家访学生数") for row in visits), pupils
        quotas["parent-meeting"] = sum(row.count("家长会次数") for row in visits), 1
    return quotas


def observe_20_target(person: Person) -> int:
    """20 × weeks present / teaching weeks, rounded up; 0 in a term without a teaching week."""
    if not person.term.weeks:
        return 0
    return ceil(Fraction(20 * len(person.weeks), len(person.term.weeks)))


def principal_observes_each(person: Person) -> tuple[int, int]:
    """Those seen in a counting 推门听课, wherever held, of all on the own school's roll but oneself."""
    roll = {row.text("教师编号") for row in person.county.rows("教师") if row.text("学校代码") == person.school} - {
        person.code
    }
    seen = {row.text("授课人") for row in person.observations if row.text("课型") == "推门听课"}
    return len(roll & seen), len(roll)


def central_principal_bands(person: Person) -> tuple[int, int]:
    """All (school, band) of the own township, and those of them with at least one counting 推门听课.

    A lesson in a grade its school does not have is in none of these pairs.
    """
    schools = {row.text("学校代码"): row for row in person.county.rows("学校")}
    township = schools[person.school].text("乡镇")
    pairs = {
        (code, band_of(school.text("学段"), grade))
        for code, school in schools.items()
        if school.text("乡镇") == township
        for grade in school.entries("年级")
    }
    seen = {
        (row.text("学校代码"), band_of(schools[row.text("学校代码")].text("学段"), row.text("年级")))
        for row in person.observations
        if row.text("课型") == "推门听课"
    }
    return len(pairs & seen), len(pairs)


def band_of(stage: str, grade: str) -> str:
    """The band of a grade; in junior schools, and for a grade the bands do not name, the grade itself."""
    return grade if stage == "初中" else BANDS.get(grade, grade)


def vice_target(person: Person) -> int:
    """80 % of the counting observations of the own school's principal, rounded up.

    Open: a school with two principals, or none. Read: the observations of all of them together.
    """
    made = sum(
        len(counting_observations(person.county, person.term, row.text("教师编号")))
        for row in person.county.rows("教师")
        if row.text("学校代码") == person.school and row.text("职务") in PRINCIPALS
    )
    return ceil(Fraction(80 * made, 100))


def groups_of(county: County, term: Term) -> dict[str, Quotas]:
    """For every group named in 集体备课: the teaching weeks with at least two meetings, of all."""
    meetings: dict[str, list[object]] = {}
    for row in county.rows("集体备课"):
        if row.has("备课组"):
            group = f"{row.text('学校代码')}/{row.text('备课组')}"
            meetings.setdefault(group, []).append(term.week_of(row.day("日期")))
    return {
        group: {"collective-prep-2-weekly": (sum(held.count(week) >= 2 for week in term.weeks), len(term.weeks))}
        for group, held in meetings.items()
    }

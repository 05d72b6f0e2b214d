"""Points and eligibility of one teacher."""

from fractions import Fraction
from math import floor

from .clauses import Quotas, observe_20_target
from .days import months_later
from .person import Person

GRADES = {"优": Fraction(10, 10), "良": Fraction(8, 10), "中": Fraction(6, 10), "差": Fraction(0)}
AWARDS = {
    ("市级", "一等奖"): 10,
    ("市级", "二等奖"): 8,
    ("县级", "一等奖"): 6,
    ("县级", "二等奖"): 4,
    ("乡级", "一等奖"): 3,
    ("乡级", "二等奖"): 2,
}


def points_of(person: Person) -> dict[str, Fraction]:
    """The parts, exact until each is rounded half up to two decimals; the total is the sum of the rounded."""
    parts = {"awards": award_points(person)}
    if person.is_plain:
        parts["observation"] = observation_points(person)
        parts["collective-prep"] = 20 * share(person.reflections(), 2 * len(person.weeks))
        parts["homework"] = check_points(person, "作业")
        parts["lesson-plans"] = check_points(person, "教案")
        parts["learning"] = learning_points(person)
    return {name: Fraction(floor(part * 100 + Fraction(1, 2)), 100) for name, part in parts.items()}


def share(done: int, goal: int) -> Fraction:
    """Done of the goal, at most 1; with no week present the goal is 0, and so is the part."""
    return min(Fraction(1), Fraction(done, goal)) if goal else Fraction(0)


def observation_points(person: Person) -> Fraction:
    """20 × min(1, counting / goal): observe-20's target, for the young 2 × weeks present if larger."""
    goal = observe_20_target(person)
    if person.is_young:
        goal = max(goal, 2 * len(person.weeks))
    return 20 * share(len(person.observations), goal)


def check_points(person: Person, item: str) -> Fraction:
    """20 × the mean grade over the months present; without a check 0, and without a month present 0."""
    if not person.months:
        return Fraction(0)
    grades = [person.grade_of(month, item) for month in person.months]
    return 20 * sum((GRADES[grade] for grade in grades if grade is not None), Fraction(0)) / len(grades)


def learning_points(person: Person) -> Fraction:
    """20 × (½ the share of the three ones done, 1 without training; ¼ a book read; ¼ the essay written)."""
    trainings = len(person.trainings())
    ones = Fraction(person.three_ones_done(), 3 * trainings) if trainings else Fraction(1)
    return 20 * (ones / 2 + Fraction(min(1, person.books()), 4) + Fraction(person.essay() >= 1800, 4))


def award_points(person: Person) -> Fraction:
    """The best award of each series in the term, added up, at most 12."""
    best: dict[str, int] = {}
    for row in person.awards():
        worth = AWARDS.get((row.text("级别"), row.text("名次")), 0)
        best[row.text("赛事")] = max(worth, best.get(row.text("赛事"), 0))
    return Fraction(min(12, sum(best.values())))


def eligibility_of(person: Person, quotas: Quotas, total: Fraction) -> dict[str, list[str]]:
    """By contest the conditions not met, in the page's order, judged on the term's last day."""
    last = person.term.end
    contests: dict[str, dict[str, bool]] = {}
    if person.post == "班主任":
        contests["class-head-county-entry"] = {
            "age-50-or-under": months_later(person.row.day("出生日期"), 51 * 12) > last,  # not yet 51
            "class-head-3-years": months_later(person.row.day("任现职务日期"), 36) <= last,
            "township-winner": any(  # any 名次 will do
                row.text("级别") == "乡级" and row.text("赛事") == "班主任讲班" for row in person.awards()
            ),
            "no-sanction": not person.is_sanctioned(),
        }
    if person.is_plain:
        contests["merit-selection"] = {
            "own-quotas-met": all(done >= target for done, target in quotas.values()),
            "at-least-80-points": total >= 80,
            "no-sanction": not person.is_sanctioned(),
        }
    return {
        contest: [name for name, is_met in conditions.items() if not is_met] for contest, conditions in contests.items()
    }

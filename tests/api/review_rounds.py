"""Rounds of review on the county of three years, walked step by step by the people whose steps they are."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import pytest

from api.desk import reviews
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.pen import COUNTY_TIME
from ledger.records.record import TeacherId
from ledger.refusals import Refused
from ledger.vocabulary import Level
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.reviews.course import Course, course_of
from projections.reviews.judging import judging_of
from tests.api.three_years import AS_OF, PACK, TERM
from tests.ledger.stories import SettableClock

OFFICE = HandIn("renshi", COUNTY)
STEPS = {
    "申报": ("2023-09-04", "2023-09-08"),
    "审核": ("2023-09-05", "2023-09-13"),
    "评审": ("2023-09-14", "2023-09-18"),
    "公示": ("2023-09-19", "2023-10-13"),
    "决定": ("2023-09-26", "2023-10-20"),
    "申诉": ("2023-10-16", "2023-10-31"),
}
TITLE: dict[str, Any] = {
    "code": "PS-2023-01",
    "title": "2023年高级教师职称评审",
    "form": "职称评审",
    "gives": "职称",
    "named": "高级教师",
    "pack": str(PACK),
    "term": TERM,
    "as_of": AS_OF.isoformat(),
    "groups": ["全体"],
    "terms": {"clauses": ["may-apply"], "vetoes": ["ethics"]},
    "share": {"percent": "30", "of": "岗位数", "rounding": "舍去"},
    "places": [{"group": "全体", "base": 155, "held": 37}],
    "steps": [{"step": step, "opens": opens, "closes": closes} for step, (opens, closes) in STEPS.items()],
    "checks": ["校级", "乡级", "县级"],
    "computed": [{"name": "业绩", "source": "points.total", "most": 50, "weight": 60}],
    "judged": [{"name": "讲课", "most": 100, "weight": 30}, {"name": "答辩", "most": 50, "weight": 10}],
    "ties": [{"by": "单项得分", "named": "业绩"}, {"by": "任现职年限"}],
    "drop": "去最高最低",
    "majority": {"parts": 2, "of": 3},
    "notice_days": 5,
}
MERIT: dict[str, Any] = TITLE | {
    "code": "PY-2023-01",
    "title": "2023年优秀教师评选",
    "form": "评优评先",
    "gives": "荣誉称号",
    "named": "优秀教师",
    "terms": {"clauses": ["plain"]},
    "share": None,
    "places": [{"group": "全体", "places": 4}],
    "checks": ["校级", "县级"],
    "computed": [{"name": "业绩", "source": "points.total", "most": 50, "weight": 100}],
    "judged": [],
    "ties": [],
    "majority": None,
}

Give = Callable[[TeacherId, int, str], str]


class Round:
    """A round on its way; every deed as the person does it whose deed it is."""

    def __init__(self, ledger: Ledger, said: Mapping[str, Any], panel: Iterable[str] = ()) -> None:
        self.ledger = ledger
        self.code = str(said["code"])
        reviews.announce(ledger, OFFICE, {**said, "panel": list(panel)})

    @property
    def course(self) -> Course:
        """How it stands."""
        return course_of(self.ledger.book, self.code)

    def apply(self, teachers: Iterable[str]) -> None:
        """Each applies for himself, through the school."""
        register = self.ledger.register()
        for teacher in teachers:
            school = register.teachers[TeacherId(teacher)].school
            reviews.apply(self.ledger, HandIn(teacher, Authority(f"school:{school}")), self.code, teacher)

    def check(self) -> None:
        """Every level finds every application in order."""
        register = self.ledger.register()
        for one in self.course.standing:
            school = register.schools[register.teachers[one.teacher].school]
            offices = {
                Level.SCHOOL: Authority(f"school:{school.school}"),
                Level.TOWNSHIP: Authority(f"township:{school.township}"),
                Level.COUNTY: COUNTY,
            }
            for level in self.course.announced.checks:
                who = HandIn(f"officer {level.name}", offices[level])
                reviews.check(self.ledger, who, self.code, one.teacher, level.value, passed=True)

    def freeze(self) -> None:
        """The dossiers are frozen."""
        reviews.freeze(self.ledger, OFFICE, self.code)

    def judge(self, give: Give, votes: Callable[[int], bool] = lambda number: True) -> None:
        """Every member scores and votes on everybody whom the member judges."""
        course = self.course
        for number, members in judging_of(self.ledger.book, course).judges.items():
            for member in members:
                scores = {part.name: give(member, number, part.name) for part in course.announced.judged}
                vote = votes(number) if course.announced.majority else None
                reviews.judge(self.ledger, HandIn(member), self.code, member, number, scores, in_favour=vote)

    def list(self, because: str = "") -> Course:
        """The list is drawn up."""
        return reviews.list_(self.ledger, OFFICE, self.code, because)

    def notice(self) -> Course:
        """The list is put on notice."""
        return reviews.notice(self.ledger, OFFICE, self.code)

    def decide(self) -> Course:
        """The list is decided on."""
        return reviews.decide(self.ledger, OFFICE, self.code)


def by_points(ledger: Ledger) -> list[str]:
    """Plain teachers by their points, the most first."""
    answers = evaluate(ledger.book, find_pack(str(PACK)), TERM, AS_OF).teachers
    plain = [code for code, said in answers.items() if said["eligibility"].get("plain", {}).get("eligible")]
    return sorted(plain, key=lambda code: (-answers[code]["points"]["total"], code))


def of_title(ledger: Ledger, title: str) -> list[str]:
    """The teachers of a title, by code."""
    return [code for code, row in sorted(ledger.register().teachers.items()) if row.title == title]


def morning(clock: SettableClock, month: int, day: int) -> None:
    """The clock is put to a morning of 2023."""
    clock.now = datetime(2023, month, day, 9, tzinfo=COUNTY_TIME)


def refused(call: Callable[..., object], *arguments: object, **named: object) -> str:
    """The code for which something is not done; it is told in a sentence."""
    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    assert caught.value.message.endswith("。")
    return caught.value.code

"""A whole made-up county in a term: its register, then all that happened."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.demo.diligence import diligence_of
from api.demo.form import (
    Award,
    Book,
    Check,
    Essay,
    Leave,
    Mentorship,
    Observation,
    Preparation,
    Rotation,
    Row,
    Sanction,
    School,
    Teacher,
    TermRow,
    Training,
    Visits,
)
from api.demo.honours import awards_for, sanctions_for
from api.demo.learning import mentorships_for, preparations_for, trainings_for
from api.demo.observing import Observing, in_order
from api.demo.plan import CountyPlan
from api.demo.presence import Presence, leaves_for
from api.demo.rotations import rotations_for
from api.demo.routine import books_for, checks_for, essays_for, visits_for
from api.demo.school_term import SchoolTerm
from api.demo.schools import schools_for
from api.demo.staff import staff_for


@dataclass(frozen=True)
class County:
    """All records of a county's term, sheet by sheet, each under its natural key once."""

    term: SchoolTerm
    schools: Sequence[School]
    teachers: Sequence[Teacher]
    observations: Sequence[Observation]
    preparations: Sequence[Preparation]
    trainings: Sequence[Training]
    books: Sequence[Book]
    essays: Sequence[Essay]
    checks: Sequence[Check]
    mentorships: Sequence[Mentorship]
    rotations: Sequence[Rotation]
    awards: Sequence[Award]
    sanctions: Sequence[Sanction]
    leaves: Sequence[Leave]
    visits: Sequence[Visits]

    def sheets(self) -> Mapping[str, Sequence[Row]]:
        """The records by sheet, in the order in which sheets are read."""
        term = TermRow(self.term.code, self.term.start, self.term.end, len(self.term.weeks))
        return {
            "学期": [term],
            "校历": self.term.calendar,
            "学校": self.schools,
            "教师": self.teachers,
            "听课记录": self.observations,
            "集体备课": self.preparations,
            "外出培训": self.trainings,
            "读书": self.books,
            "读后心得": self.essays,
            "常规检查": self.checks,
            "师徒结对": self.mentorships,
            "支教交流": self.rotations,
            "赛课获奖": self.awards,
            "师德处分": self.sanctions,
            "请假": self.leaves,
            "家访": self.visits,
        }


def county_for(rng: random.Random, plan: CountyPlan) -> County:
    """The county at the end of the term, whatever the plan says of its hand-in."""
    term = SchoolTerm.of(plan.term)
    sized = schools_for(rng, plan.teachers)
    teachers = staff_for(rng, sized, term.school_year)
    return county_in(rng, term, [each.school for each in sized], teachers, plan.observations)


def county_in(
    rng: random.Random,
    term: SchoolTerm,
    schools: Sequence[School],
    teachers: Sequence[Teacher],
    observations: int | None = None,
) -> County:
    """What happened in a term at these schools, among these teachers."""
    leaves = leaves_for(rng, term, teachers)
    presence = Presence(term, leaves)
    diligence = diligence_of(rng, teachers)
    observing = Observing(rng, term, schools, teachers, presence)
    observing.observe_all(diligence)
    if observations is not None:
        observing.bring_to(observations)
    junior = frozenset(school.code for school in schools if school.stage == "初中")
    return County(
        term=term,
        schools=schools,
        teachers=teachers,
        observations=in_order(observing.seen),
        preparations=preparations_for(rng, term, teachers, presence, diligence),
        trainings=trainings_for(rng, term, teachers, presence, diligence),
        books=books_for(rng, teachers, diligence),
        essays=essays_for(rng, teachers, diligence),
        checks=checks_for(rng, term, teachers, presence, diligence),
        mentorships=mentorships_for(rng, term, teachers),
        rotations=rotations_for(rng, term, schools, teachers),
        awards=awards_for(rng, term, teachers, junior),
        sanctions=sanctions_for(rng, term, teachers),
        leaves=leaves,
        visits=visits_for(rng, teachers, diligence),
    )

"""Kinds of record sorted as an office divides its work, and which section of the county deals with which."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from ledger.event import COUNTY
from ledger.records import KINDS


class Group(StrEnum):
    """记录门类: what belongs together when it is said who may deal with it."""

    REGISTER = "登记册与校历"
    PERSONNEL = "人事"
    TEACHING = "教学常规"
    RESEARCH = "教研与赛事"
    TRAINING = "培训"
    HONOUR = "获奖与荣誉"
    SCHOOL = "学校工作"
    SUPERVISION = "督导"
    DISCIPLINE = "处分"
    CONTRADICTION = "矛盾说明"
    POLICY = "办法与结果"
    REVIEW = "评审"
    PANEL = "评审打分"
    KEEPING = "账本与账号"


KINDS_OF: dict[Group, frozenset[str]] = {
    Group.REGISTER: frozenset(
        ["term.announced", "day.declared", "week.declared", "school.registered", "teacher.registered"]
    ),
    Group.PERSONNEL: frozenset(
        [
            "teacher.employed",
            "teacher.career_begun",
            "teacher.arrived",
            "teacher.left",
            "teacher.merged",
            "post.held",
            "post.published",
            "class.headed",
            "title.held",
            "degree.earned",
            "designation.made",
            "examination.passed",
            "teaching.assigned",
            "leader.linked",
            "township.assigned",
            "responsibility.assigned",
            "ethics.filed",
            "leave.taken",
            "service.served",
            "exemption.approved",
            "list.fixed",
            "loan.made",
            "rotation.planned",
            "rotation.started",
            "rotation.month_confirmed",
            "rotation.interrupted",
            "rotation.resumed",
            "rotation.assessed",
            "rotation.completed",
            "rotation.ended_early",
        ]
    ),
    Group.TEACHING: frozenset(
        [
            "lesson.observed",
            "lesson.reviewed",
            "lesson.given",
            "lessons.taught",
            "observation.counted",
            "mental_health.taught",
            "preparation.held",
            "plan.selected",
            "book.read",
            "essay.written",
            "routine.checked",
            "duties.checked",
            "standard.judged",
            "home.visited",
            "pupils.tutored",
            "mark.given",
            "result.reached",
        ]
    ),
    Group.RESEARCH: frozenset(
        [
            "activity.done",
            "project.undertaken",
            "research.produced",
            "research_routine.judged",
            "joint_activity.held",
            "contest.announced",
            "contest.entered",
            "contest.scored",
            "contest.stood_aside",
            "contest.closed",
            "contest.promoted",
            "contest.publicised",
            "contest.appealed",
            "contest.appeal_decided",
            "contest.noticed",
            "studio.limits_announced",
            "studio.founded",
            "studio.joined",
            "studio.left",
            "studio.assessed",
            "studio.dissolved",
        ]
    ),
    Group.TRAINING: frozenset(
        [
            "training.attended",
            "training.followed_up",
            "training.credited",
            "mentorship.terms_announced",
            "mentorship.formed",
            "mentorship.acted",
            "mentorship.assessed",
            "mentorship.ended",
        ]
    ),
    Group.HONOUR: frozenset(
        [
            "award.won",
            "honour.recommended",
            "honour.granted",
            "honour.revoked",
            "merit.commended",
            "person.appraised",
            "school.honoured",
        ]
    ),
    Group.SCHOOL: frozenset(
        [
            "school.designated_weak",
            "school.merged",
            "school.closed",
            "school.appraised",
            "school.vetoed",
            "plan.filed",
            "test.reported",
            "pairing.agreed",
            "pairing.activity_held",
            "pairing.funded",
            "pairing.reported",
            "pairing.assessed",
            "pairing.ended",
        ]
    ),
    Group.SUPERVISION: frozenset(
        [
            "supervision.visited",
            "supervision.reported",
            "fault.found",
            "fault.mended",
            "school.visited",
            "school.inspected",
        ]
    ),
    Group.DISCIPLINE: frozenset(["conduct.sanctioned", "conduct.lifted", "veto.imposed"]),
    Group.CONTRADICTION: frozenset(["contradiction.explained", "contradiction.settled"]),
    Group.POLICY: frozenset(
        [
            "authority.granted",
            "reading.decided",
            "retention.declared",
            "pack.adopted",
            "statement.drafted",
            "statement.noticed",
            "statement.objected",
            "statement.objection_decided",
            "statement.finalised",
            "statement.superseded",
            "statement.dropped",
        ]
    ),
    Group.REVIEW: frozenset(
        [
            "review.announced",
            "review.applied",
            "review.withdrawn",
            "review.checked",
            "review.frozen",
            "review.listed",
            "review.noticed",
            "review.objected",
            "review.objection_decided",
            "review.decided",
            "review.appealed",
            "review.appeal_decided",
            "review.closed",
            "certificate.issued",
            "certificate.revoked",
        ]
    ),
    Group.PANEL: frozenset(
        [
            "review.relation_declared",
            "review.stood_aside",
            "review.scored",
            "review.voted",
            "review.tie_voted",
        ]
    ),
    Group.KEEPING: frozenset(
        [
            "person.forgotten",
            "seal_key.replaced",
            "vault.renewed",
            "account.opened",
            "account.closed",
            "role.given",
            "role.taken",
        ]
    ),
}
"""Every kind, without its version, in one group."""

OWN_KINDS = frozenset(
    [
        "lesson.observed",
        "lesson.reviewed",
        "lesson.given",
        "book.read",
        "essay.written",
        "home.visited",
        "pupils.tutored",
        "activity.done",
        "project.undertaken",
        "research.produced",
        "training.attended",
        "training.followed_up",
        "training.credited",
        "mentorship.acted",
        "award.won",
        "degree.earned",
        "examination.passed",
        "contest.appealed",
        "contradiction.explained",
    ]
)
"""What teachers hand in themselves, each of whom it counts for; it waits to be attested as the school's would."""

SECTIONS: dict[str, frozenset[Group]] = {
    COUNTY: frozenset(Group),
    f"{COUNTY}:人事股": frozenset(
        [
            Group.REGISTER,
            Group.PERSONNEL,
            Group.HONOUR,
            Group.DISCIPLINE,
            Group.CONTRADICTION,
            Group.POLICY,
            Group.REVIEW,
            Group.PANEL,
        ]
    ),
    f"{COUNTY}:基教股": frozenset([Group.REGISTER, Group.TEACHING, Group.SCHOOL, Group.CONTRADICTION]),
    f"{COUNTY}:教研室": frozenset(
        [Group.TEACHING, Group.RESEARCH, Group.HONOUR, Group.SUPERVISION, Group.CONTRADICTION, Group.POLICY]
    ),
    f"{COUNTY}:师训": frozenset([Group.TRAINING, Group.CONTRADICTION]),
    f"{COUNTY}:督导室": frozenset([Group.TEACHING, Group.SCHOOL, Group.SUPERVISION, Group.CONTRADICTION, Group.POLICY]),
    f"{COUNTY}:纪检": frozenset([Group.DISCIPLINE]),
}
"""What the county's sections deal with; one of another name, and an issuing office, with what the county grants it."""


def _by_kind() -> Iterator[tuple[str, Group]]:
    for group, kinds in KINDS_OF.items():
        for kind in kinds:
            yield kind, group


_GROUP_OF = dict(_by_kind())


def group_of(kind: str) -> Group | None:
    """The group of a kind, with or without its version; None for what is no kind, which nobody may touch."""
    return _GROUP_OF.get(kind.partition("/")[0])


def called(kind: str) -> str:
    """What people call a kind, by its name with or without version; the name itself where nobody has a word for it."""
    return _called().get(kind.partition("/")[0], kind)


@cache
def _called() -> dict[str, str]:
    return {name.partition("/")[0]: record.called for name, record in KINDS.items() if record.called}

"""Who may do what, and see whose: the one table of docs/roles.md, asked by every door.

Roles only narrow: whether an office may attest a record stays the book's own rule (ledger/acts/entitled.py), and
whose records it may bring that of ledger/scope.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from api.accounts.kind_groups import KINDS_OF, OWN_KINDS, SECTIONS, Group, called, group_of
from api.accounts.visitor import Circle, Held, Role, Visitor, Way
from ledger.event import COUNTY, Authority
from ledger.refusals import Refused
from ledger.spelling import squeeze


class Deed(StrEnum):
    """What somebody may want to do."""

    READ = "read"
    COMPARE = "compare"
    RECORD = "record"
    ATTEST = "attest"
    RETURN = "return"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    VOID = "void"
    OBJECT = "object"
    DECIDE = "decide"
    EVIDENCE = "evidence"
    PUBLISH = "publish"
    SCORE = "score"
    APPLY = "apply"
    CHECK = "check"
    CONDUCT = "conduct"
    SIMULATE = "simulate"
    AUDIT = "audit"
    SHOW_NUMBERS = "show_numbers"
    FORGET = "forget"
    ADMINISTER = "administer"
    OWN_ACCOUNT = "own_account"


CALLED: dict[Deed, str] = {
    Deed.READ: "查看",
    Deed.COMPARE: "查看多人名单和统计",
    Deed.RECORD: "登记",
    Deed.ATTEST: "审核",
    Deed.RETURN: "退回",
    Deed.WITHDRAW: "撤回",
    Deed.CORRECT: "更正",
    Deed.VOID: "作废",
    Deed.OBJECT: "提出异议",
    Deed.DECIDE: "处理异议",
    Deed.EVIDENCE: "添加附件",
    Deed.PUBLISH: "办理正式结果",
    Deed.SCORE: "评委打分",
    Deed.APPLY: "申报评审",
    Deed.CHECK: "审核申报材料",
    Deed.CONDUCT: "主持评审",
    Deed.SIMULATE: "试算",
    Deed.AUDIT: "审计核对",
    Deed.SHOW_NUMBERS: "查看身份证号和电话",
    Deed.FORGET: "删除个人信息",
    Deed.ADMINISTER: "管理账号和角色",
    Deed.OWN_ACCOUNT: "管理自己的账号",
}
"""What people call each deed."""

READING = frozenset([Deed.READ, Deed.COMPARE, Deed.SIMULATE, Deed.AUDIT])
"""The deeds that write nothing into the book."""


class Kinds(NamedTuple):
    """The kinds of record that a deed is open for: those of some groups; of them only some, where these are named."""

    groups: frozenset[Group]
    only: frozenset[str] = frozenset()

    def hold(self, kind: str) -> bool:
        """Whether a kind, without its version, is one of them."""
        return (not self.only or kind in self.only) and group_of(kind) in self.groups


_ALL = Kinds(frozenset(Group))
_RECORDS = Kinds(_ALL.groups - {Group.KEEPING})
_OWN = Kinds(_RECORDS.groups - {Group.PANEL})
_NOT_SANCTIONS = Kinds(_OWN.groups - {Group.DISCIPLINE})
_SCHOOLS = Kinds(_NOT_SANCTIONS.groups - {Group.POLICY, Group.REVIEW})
_LESSONS = Kinds(frozenset([Group.TEACHING, Group.RESEARCH, Group.TRAINING, Group.CONTRADICTION]))
_CONTESTS = Kinds(frozenset([Group.RESEARCH]))
_CLAIMED = Kinds(_SCHOOLS.groups, OWN_KINDS)
_SCORES = Kinds(_CONTESTS.groups, frozenset(["contest.scored", "contest.stood_aside"]))
_PANELS = Kinds(frozenset([Group.PANEL]))
_APPLIED = Kinds(
    frozenset([Group.REVIEW]),
    frozenset(["review.applied", "review.withdrawn", "review.objected", "review.appealed"]),
)
_CHECKED = Kinds(_APPLIED.groups, frozenset(["review.checked"]))
_CONDUCTED = Kinds(_APPLIED.groups, KINDS_OF[Group.REVIEW] - _APPLIED.only - _CHECKED.only)
_RESULTS = Kinds(frozenset([Group.POLICY]))
_ACCOUNTS = Kinds(
    frozenset([Group.KEEPING]), frozenset(["account.opened", "account.closed", "role.given", "role.taken"])
)
_FORGETTING = Kinds(frozenset([Group.KEEPING]), frozenset(["person.forgotten"]))
_OWN_ACCOUNT = {Deed.OWN_ACCOUNT: _ALL}

TABLE: dict[Role, dict[Deed, Kinds]] = {
    Role.TEACHER: _OWN_ACCOUNT
    | {
        Deed.READ: _OWN,
        Deed.RECORD: _CLAIMED,
        Deed.WITHDRAW: _CLAIMED,
        Deed.CORRECT: _CLAIMED,
        Deed.OBJECT: _OWN,
        Deed.EVIDENCE: _OWN,
        Deed.APPLY: _APPLIED,
    },
    Role.SCHOOL_CLERK: _OWN_ACCOUNT
    | {
        Deed.READ: _NOT_SANCTIONS,
        Deed.COMPARE: _ALL,
        Deed.RECORD: _SCHOOLS,
        Deed.WITHDRAW: _SCHOOLS,
        Deed.CORRECT: _SCHOOLS,
        Deed.EVIDENCE: _SCHOOLS,
        Deed.APPLY: _APPLIED,
    },
    Role.TEACHING_OFFICE: _OWN_ACCOUNT
    | {
        Deed.READ: _NOT_SANCTIONS,
        Deed.COMPARE: _ALL,
        Deed.RECORD: _LESSONS,
        Deed.ATTEST: _LESSONS,
        Deed.RETURN: _LESSONS,
        Deed.WITHDRAW: _LESSONS,
        Deed.CORRECT: _LESSONS,
        Deed.DECIDE: _LESSONS,
        Deed.EVIDENCE: _LESSONS,
    },
    Role.PRINCIPAL: _OWN_ACCOUNT
    | {
        Deed.READ: _OWN,
        Deed.COMPARE: _ALL,
        Deed.RECORD: _SCHOOLS,
        Deed.ATTEST: _SCHOOLS,
        Deed.RETURN: _SCHOOLS,
        Deed.WITHDRAW: _SCHOOLS,
        Deed.CORRECT: _SCHOOLS,
        Deed.VOID: _SCHOOLS,
        Deed.DECIDE: _SCHOOLS,
        Deed.EVIDENCE: _SCHOOLS,
        Deed.APPLY: _APPLIED,
        Deed.CHECK: _CHECKED,
        Deed.CONDUCT: _CONDUCTED,
    },
    Role.TOWNSHIP: _OWN_ACCOUNT
    | {
        Deed.READ: _NOT_SANCTIONS,
        Deed.COMPARE: _ALL,
        Deed.RECORD: _SCHOOLS,
        Deed.ATTEST: _SCHOOLS,
        Deed.RETURN: _SCHOOLS,
        Deed.WITHDRAW: _SCHOOLS,
        Deed.CORRECT: _SCHOOLS,
        Deed.VOID: _SCHOOLS,
        Deed.DECIDE: _SCHOOLS,
        Deed.EVIDENCE: _SCHOOLS,
        Deed.CHECK: _CHECKED,
        Deed.CONDUCT: _CONDUCTED,
    },
    Role.SECTION: _OWN_ACCOUNT
    | {
        Deed.READ: _RECORDS,
        Deed.COMPARE: _ALL,
        Deed.RECORD: _RECORDS,
        Deed.ATTEST: _RECORDS,
        Deed.RETURN: _RECORDS,
        Deed.WITHDRAW: _RECORDS,
        Deed.CORRECT: _RECORDS,
        Deed.VOID: _RECORDS,
        Deed.OBJECT: _RECORDS,
        Deed.DECIDE: _RECORDS,
        Deed.EVIDENCE: _RECORDS,
        Deed.PUBLISH: _RESULTS,
        Deed.APPLY: _APPLIED,
        Deed.CHECK: _CHECKED,
        Deed.CONDUCT: _CONDUCTED,
        Deed.SIMULATE: _ALL,
        Deed.AUDIT: _ALL,
        Deed.SHOW_NUMBERS: _ALL,
        Deed.FORGET: _FORGETTING,
    },
    Role.SUBJECT_OFFICER: _OWN_ACCOUNT
    | {
        Deed.READ: _LESSONS,
        Deed.COMPARE: _ALL,
        Deed.RECORD: _LESSONS,
        Deed.ATTEST: _LESSONS,
        Deed.RETURN: _LESSONS,
        Deed.WITHDRAW: _LESSONS,
        Deed.CORRECT: _LESSONS,
        Deed.EVIDENCE: _LESSONS,
    },
    Role.JUDGE: _OWN_ACCOUNT
    | {Deed.READ: _CONTESTS, Deed.SCORE: _SCORES, Deed.WITHDRAW: _SCORES, Deed.CORRECT: _SCORES},
    Role.PANEL: _OWN_ACCOUNT | {Deed.READ: _NOT_SANCTIONS, Deed.SCORE: _PANELS},
    Role.AUDITOR: _OWN_ACCOUNT | {Deed.READ: _ALL, Deed.COMPARE: _ALL, Deed.SIMULATE: _ALL, Deed.AUDIT: _ALL},
    Role.ADMINISTRATOR: _OWN_ACCOUNT | {Deed.ADMINISTER: _ACCOUNTS},
}
"""What each role may do, to which kinds of record; what is not named it may not."""

_REVIEWING = frozenset(scope for scope, groups in SECTIONS.items() if Group.REVIEW in groups)

SECTIONS_FOR: dict[Deed, frozenset[str]] = {
    Deed.PUBLISH: frozenset(scope for scope, groups in SECTIONS.items() if Group.POLICY in groups),
    Deed.APPLY: _REVIEWING,
    Deed.CHECK: _REVIEWING,
    Deed.CONDUCT: _REVIEWING,
    Deed.AUDIT: frozenset([COUNTY, f"{COUNTY}:督导室", f"{COUNTY}:纪检"]),
    Deed.SHOW_NUMBERS: frozenset([COUNTY, f"{COUNTY}:人事股"]),
    Deed.FORGET: frozenset([COUNTY]),
}
"""The sections that a deed is for, where it is not for each of them."""


class Matter(NamedTuple):
    """What a deed is about; empty where it is about nothing such. `kind` is a kind's name, with or without version.

    `office`: in whose name it is to be done, where somebody may do it in several.
    """

    kind: str = ""
    teacher: str = ""
    school: str = ""
    township: str = ""
    office: str = ""
    subject: str = ""
    contest: str = ""
    review: str = ""


@dataclass(frozen=True)
class Sees:
    """Whose records somebody sees: everybody's, or those of some schools and teachers.

    `schools`: None where all are seen. `teachers`: those beside the teachers of these schools.
    """

    everything: bool
    schools: frozenset[str] | None
    teachers: frozenset[str]
    visitor: Visitor

    def teacher(self, code: str) -> bool:
        """Whether records of a teacher are seen: one's own, or those of a teacher who is or serves at such a school."""
        if self.everything or code in self.teachers:
            return True
        return bool(self.schools) and any(self.school(one) for one in self.visitor.circle.schools_of(code))

    def school(self, code: str) -> bool:
        """Whether the records of a school are seen."""
        return self.schools is None or code in self.schools

    def kind(self, kind: str, teacher: str = "") -> bool:
        """Whether records of a kind are seen, of a teacher where one is named."""
        return may(self.visitor, Deed.READ, Matter(kind, teacher))

    def authority_for(self, deed: Deed, matter: Matter = Matter()) -> Authority:  # noqa: B008
        """As `check`."""
        return check(self.visitor, deed, matter)


def check(visitor: Visitor, deed: Deed, matter: Matter = Matter()) -> Authority:  # noqa: B008
    """The office in whose name a visitor does something: of several roles, that of the first that may.

    A matter of which nothing is said asks whether the deed is open to the visitor at all. Raises Refused
    `not-allowed`.
    """
    for authority in offices(visitor, deed, matter):
        return authority
    raise Refused(
        "not-allowed", f"您现在的角色不能{CALLED[deed]}{_told(matter)};请找有权办理的人,或请账号管理员核对角色。"
    )


def may(visitor: Visitor, deed: Deed, matter: Matter = Matter()) -> bool:  # noqa: B008
    """Whether a visitor may do something."""
    return next(offices(visitor, deed, matter), None) is not None


def offices(visitor: Visitor, deed: Deed, matter: Matter = Matter()) -> Iterator[Authority]:  # noqa: B008
    """Every office in whose name a visitor may do something, in the order in which the roles were given."""
    if visitor.way is Way.HERE:
        if deed in READING:
            yield COUNTY
        return
    for held in visitor.held:
        if _open_to(held, deed, matter, visitor) and _within(held, deed, matter, visitor):
            authority = _office_of(held, deed, matter, visitor)
            if authority and matter.office in ("", authority):
                yield authority


def sees(visitor: Visitor) -> Sees:
    """Whose records a visitor sees."""
    schools: set[str] = set()
    teachers: set[str] = set()
    for held in visitor.held:
        match held.role:
            case Role.TEACHER:
                teachers.add(visitor.teacher)
            case Role.SCHOOL_CLERK | Role.TEACHING_OFFICE | Role.PRINCIPAL:
                schools.add(held.name)
            case Role.TOWNSHIP:
                schools |= visitor.circle.schools_in(held.name)
            case Role.SUBJECT_OFFICER:
                teachers |= visitor.circle.teachers_of(held.subject)
            case _:
                pass
    everything = visitor.way is Way.HERE or any(one.role in (Role.SECTION, Role.AUDITOR) for one in visitor.held)
    return Sees(everything, None if everything else frozenset(schools), frozenset(teachers - {""}), visitor)


def _open_to(held: Held, deed: Deed, matter: Matter, visitor: Visitor) -> bool:
    """Whether a role may do the deed at all, and to records of the kind."""
    kinds = TABLE[held.role].get(deed)
    if kinds is None:
        return False
    if held.role is Role.SECTION and held.scope not in SECTIONS_FOR.get(deed, (held.scope,)):
        return False
    if not matter.kind:
        return True
    kind = matter.kind.partition("/")[0]
    if not kinds.hold(kind):
        return False
    if held.role is not Role.SECTION or deed in READING:
        return True
    groups = SECTIONS.get(held.scope)
    return group_of(kind) in groups if groups is not None else kind in visitor.circle.granted(held.scope)


def _within(held: Held, deed: Deed, matter: Matter, visitor: Visitor) -> bool:
    """Whether what the deed is about lies in the scope of a role."""
    named = matter.teacher or matter.school or matter.township
    writes = bool(matter.kind) and deed not in READING
    unnamed = not writes or _holds(held, matter, visitor)
    match held.role:
        case Role.TEACHER:
            own = matter.teacher == visitor.teacher if named or writes else not matter.review
            return bool(visitor.teacher) and own
        case Role.SCHOOL_CLERK | Role.TEACHING_OFFICE | Role.PRINCIPAL:
            return held.name in _schools(matter, visitor.circle) if named else unnamed
        case Role.TOWNSHIP:
            return squeeze(held.name) in _townships(matter, visitor.circle) if named else unnamed
        case Role.SUBJECT_OFFICER:
            if matter.subject:
                return matter.subject == held.subject
            return not matter.teacher or matter.teacher in visitor.circle.teachers_of(held.subject)
        case Role.JUDGE:
            return matter.contest == held.name if named or matter.contest or matter.kind else True
        case Role.PANEL:
            about = named or matter.review or matter.contest or (matter.kind and not _is_public(matter))
            return matter.review == held.name if about else True
        case Role.SECTION | Role.AUDITOR | Role.ADMINISTRATOR:
            return True


def _is_public(matter: Matter) -> bool:
    """Whether it is about the announcement of a round of review, which everybody may read who has a role."""
    return matter.kind.startswith(_ANNOUNCED)


_ANNOUNCED = "review.announced"


def _holds(held: Held, matter: Matter, visitor: Visitor) -> bool:
    """Whether a school or township holds the contest or review that it is about as a whole; a new one is anybody's."""
    if matter.review and not matter.kind.startswith(_ANNOUNCED):
        return visitor.circle.holder_of(matter.review) == held.scope
    if not matter.contest or matter.kind.startswith("contest.announced"):
        return True
    return visitor.circle.organiser_of(matter.contest) == held.scope


def _office_of(held: Held, deed: Deed, matter: Matter, visitor: Visitor) -> Authority | None:
    """In whose name somebody with a role acts; None where a teacher is at no school."""
    match held.role:
        case Role.TEACHER:
            own = next(iter(visitor.circle.schools_of(visitor.teacher)), None)
            if own:
                return Authority(f"school:{own}")
            return COUNTY if deed in READING or deed is Deed.OWN_ACCOUNT else None
        case Role.JUDGE:
            return visitor.circle.organiser_of(held.name)
        case Role.PANEL | Role.AUDITOR | Role.ADMINISTRATOR:
            return COUNTY
        case _:
            return Authority(held.scope)


def _schools(matter: Matter, circle: Circle) -> set[str]:
    """The schools that a matter is about: the one it names, and those of the teacher it names."""
    named = {matter.school} if matter.school else set()
    return named | set(circle.schools_of(matter.teacher) if matter.teacher else ())


def _townships(matter: Matter, circle: Circle) -> set[str]:
    named = {matter.township} if matter.township else set()
    return {squeeze(one) for one in named | {circle.township_of(school) for school in _schools(matter, circle)}}


def _told(matter: Matter) -> str:
    """What a matter is about, in words for a refusal."""
    about = matter.teacher and f"教师 {matter.teacher} 的"
    about = about or (matter.school and f"学校 {matter.school} 的") or (matter.township and f"{matter.township}的")
    return f"{about}“{called(matter.kind)}”" if matter.kind else f"{about}记录" if about else ""

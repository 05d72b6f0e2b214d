"""What a record may not say by itself: people paired with themselves, days out of order, sums that do not add up."""

import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any, get_args, get_type_hints

from ledger.event import COUNTY
from ledger.nearest import did_you_mean
from ledger.records import KINDS
from ledger.records.account import AccountOpened, RoleGiven
from ledger.records.activity import ActivityDone
from ledger.records.authority import AuthorityGranted
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import ContestScored
from ledger.records.employment import TeacherMerged
from ledger.records.lesson import LessonObserved
from ledger.records.mark import MarkGiven
from ledger.records.mentorship import MentorshipActed, MentorshipAssessed, MentorshipEnded, MentorshipFormed
from ledger.records.pack_adopted import PackAdopted
from ledger.records.pairing import PairingAgreed, PairingFunded
from ledger.records.record import HAPPENED, Record
from ledger.records.result import ResultReached
from ledger.records.review import ReviewAnnounced
from ledger.records.rotation import RotationStarted
from ledger.records.rotation_course import RotationPlanned
from ledger.records.school_status import SchoolMerged
from ledger.records.school_test import SchoolTestReported
from ledger.records.statement import StatementDrafted
from ledger.refusals import Refused
from ledger.register import Register
from ledger.spelling import is_teacher_code, squeeze
from ledger.vocabulary import Role

_WHOLE = 100  # per cent

_FROM_TO = (
    ("start", "end"),
    ("start", "planned_end"),
    ("start", "on"),
    ("since", "until"),
    ("signed", "until"),
    ("on", "until"),
    ("on", "mend_by"),
    ("on", "mended_on"),
    ("on", "told_on"),
    ("objected_on", "on"),
    ("appealed_on", "on"),
    ("opens", "closes"),
    ("opened", "closed"),
)
"""Fields of which the second is never earlier than the first."""

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
_NOT_AN_ACCOUNT = frozenset(["local", "county"])
"""Words that already stand for somebody: whoever is at the machine itself, the county office."""

_ROLES_OF_SCHOOLS = frozenset([Role.SCHOOL_CLERK, Role.TEACHING_OFFICE, Role.PRINCIPAL])
_ROLES_WITHOUT_SCOPE = frozenset([Role.TEACHER, Role.AUDITOR, Role.ADMINISTRATOR])


def happened_fields(record: type[Record]) -> list[str]:
    """The fields that hold the day or month of something that happened."""
    hints = get_type_hints(record, include_extras=True)
    return [name for name, hint in hints.items() if HAPPENED in get_args(hint)]


HAPPENED_FIELDS = {record: happened_fields(record) for record in KINDS.values()}
_SPANS = {
    record: [span for span in _FROM_TO if set(span) <= set(record.__struct_fields__)] for record in KINDS.values()
}


def check_record(record: Record, register: Register, today: date) -> None:
    """Refuse what no record of its kind may say, whatever else the book holds."""
    for name in HAPPENED_FIELDS[record.__class__]:
        if getattr(record, name) > today:
            raise future_date(getattr(record, name), today, name)
    check = _CHECKS.get(record.__class__)
    if check:
        check(record, register)
    for since, until in _SPANS[record.__class__]:
        _check_span(getattr(record, since), getattr(record, until), until)


def _check_lesson(record: LessonObserved, register: Register) -> None:
    if record.observer == record.teacher:
        raise Refused("observes-self", f"听课人和授课人都是 {record.observer};请填写另一位教师。", fields=["teacher"])
    if register.term_on(record.on) is None:
        raise Refused("outside-term", f"{record.on} 不在已登记的任何学期内;请核对日期或先登记学期。", fields=["on"])


def _check_mentorship(
    record: MentorshipFormed | MentorshipActed | MentorshipAssessed | MentorshipEnded, register: Register
) -> None:
    if record.mentor == record.mentee:
        raise Refused("mentors-self", f"师傅和徒弟都是 {record.mentor};请填写另一位教师。", fields=["mentee"])


def _check_contest(record: ContestAnnounced, register: Register) -> None:
    weights = [part.weight for part in record.parts]
    if weights and (sum(weights) != _WHOLE or min(weights) <= 0):
        raise Refused(
            "bad-weights",
            f"各环节的权重是 {'、'.join(map(str, weights))},应各大于 0 且合计 {_WHOLE}(%);请核对。",
            fields=["parts"],
        )
    names = [squeeze(part.name) for part in record.parts]
    for name in names:
        if names.count(name) > 1:
            raise Refused("repeated-part", f"有两个比赛环节都叫“{name}”;请改名或合并。", fields=["parts"])
    groups = set(map(squeeze, record.groups))
    for places in record.prizes:
        if squeeze(places.group) not in groups:
            raise Refused(
                "group-not-announced",
                f"{places.prize}的名额给了“{places.group}”,而公告的组别是{'、'.join(record.groups)};请核对组别。",
                fields=["prizes"],
            )


def _check_score(record: ContestScored, register: Register) -> None:
    if record.judge == record.teacher:
        raise Refused("judges-self", f"评委和参赛教师都是 {record.judge};请由其他评委打分。", fields=["judge"])


def _check_mark(record: MarkGiven, register: Register) -> None:
    if record.score > record.out_of:
        raise Refused("counts-differ", f"得分 {record.score} 多于满分 {record.out_of};请核对。", fields=["score"])


def _check_result(record: ResultReached, register: Register) -> None:
    if record.of and record.rank > record.of:
        raise Refused("counts-differ", f"排名 {record.rank} 多于排名总数 {record.of};请核对。", fields=["rank"])


def _check_activity(record: ActivityDone, register: Register) -> None:
    if record.authors and (record.place_in_list or 0) > record.authors:
        raise Refused(
            "counts-differ",
            f"署名排第 {record.place_in_list},多于署名人数 {record.authors};请核对。",
            fields=["place_in_list"],
        )


def _check_test(record: SchoolTestReported, register: Register) -> None:
    told = record.sat + record.excused + record.absent
    if told != record.registered:
        raise Refused(
            "counts-differ",
            f"参考 {record.sat}、请假 {record.excused}、无故缺考 {record.absent},合计 {told},"
            f"不等于在籍人数 {record.registered};请核对。",
            fields=["registered"],
        )
    for top in record.tops:
        if top.pupils > record.sat:
            raise Refused(
                "counts-differ",
                f"进入全县前 {top.within} 名的有 {top.pupils} 人,多于参考人数 {record.sat};请核对。",
                fields=["tops"],
            )


def _check_pairing(record: PairingAgreed, register: Register) -> None:
    if squeeze(record.strong) in map(squeeze, record.weak):
        raise Refused("pairs-self", f"支援学校和受援学校都有 {record.strong};请填写另一所学校。", fields=["weak"])


def _check_funding(record: PairingFunded, register: Register) -> None:
    if record.research_yuan > record.yuan:
        raise Refused(
            "counts-differ",
            f"其中教研经费 {record.research_yuan} 元,多于总金额 {record.yuan} 元;请核对。",
            fields=["research_yuan"],
        )


def _check_span(start: date, end: date | None, field: str) -> None:
    if end is not None and end < start:
        raise Refused("ends-before-start", f"结束日期 {end} 早于开始日期 {start};请核对。", fields=[field])


def _check_merged(record: TeacherMerged | SchoolMerged, register: Register) -> None:
    old = record.teacher if isinstance(record, TeacherMerged) else record.school
    if squeeze(old) == squeeze(record.into):
        raise Refused("merges-self", f"{old} 不能并入自己;请填写另一个编号。", fields=["into"])


def _check_rotation(record: RotationStarted | RotationPlanned, register: Register) -> None:
    if squeeze(record.home) == squeeze(record.host):
        raise Refused("hosts-self", f"派出学校和受援学校都是 {record.home};请填写另一所学校。", fields=["host"])


def _check_granted(record: AuthorityGranted, register: Register) -> None:
    kinds = [kind.partition("/")[0] for kind in KINDS]
    if record.of not in kinds:
        raise Refused("unknown-kind", f"没有“{record.of}”这种记录;{did_you_mean(record.of, kinds)}。", fields=["of"])


def _check_pack(record: PackAdopted, register: Register) -> None:
    digest = sha256(record.text.encode()).hexdigest()
    if record.digest != digest:
        raise Refused(
            "digest-differs", f"办法全文的摘要是 {digest},不是 {record.digest};请核对全文。", fields=["digest"]
        )


def _check_whose(record: StatementDrafted | ReviewAnnounced, register: Register) -> None:
    office, _, name = record.scope.partition(":")
    townships = {squeeze(row.township) for row in register.schools.values()}
    known = (
        record.scope == "county"
        or (office == "township" and squeeze(name) in townships)
        or (office == "school" and name in register.schools)
    )
    if not known:
        raise Refused(
            "unknown-scope",
            f"没有“{record.scope}”这个范围;请写 county、township:乡镇 或 school:学校代码,乡镇和学校要已经登记。",
            fields=["scope"],
        )


def _check_account(record: AccountOpened, register: Register) -> None:
    """Refuse what is no word for an account, and a teacher's code for another's: `bad-account`."""
    word = record.account
    if not _ACCOUNT.fullmatch(word) or word in _NOT_AN_ACCOUNT:
        raise Refused(
            "bad-account",
            f"账号“{word[:40]}”不能用;请用 1 到 32 个小写字母、数字或 . _ -,以字母或数字开头,不用姓名,也不用 local。",
            fields=["account"],
        )
    if is_teacher_code(word) and record.teacher != word:
        raise Refused(
            "bad-account",
            f"账号 {word} 是一个教师编号,只能开给这位教师;请加 --teacher {word},或换一个账号。",
            fields=["account"],
        )


def _check_role(record: RoleGiven, register: Register) -> None:
    """Refuse a scope that does not go with the role, or that nobody knows: `unknown-scope`."""
    asked = _scope_asked(record, register)
    if asked:
        raise Refused(
            "unknown-scope",
            f"“{record.role}”的范围不能是“{record.scope}{'/' if record.subject else ''}{record.subject}”;{asked}。",
            fields=["scope"],
        )


def _scope_asked(record: RoleGiven, register: Register) -> str:
    """What the scope of a role should be, in words; empty where it is."""
    office, _, name = record.scope.partition(":")
    if record.subject and record.role is not Role.SUBJECT_OFFICER:
        return "只有学科教研员写学科"
    if record.role in _ROLES_WITHOUT_SCOPE:
        return "这个角色不写范围" if record.scope else ""
    if record.role in _ROLES_OF_SCHOOLS:
        return "" if office == "school" and name in register.schools else "请写 school:学校代码,学校要已经登记"
    match record.role:
        case Role.TOWNSHIP:
            townships = {squeeze(row.township) for row in register.schools.values()}
            known = office == "township" and squeeze(name) in townships
            return "" if known else "请写 township:乡镇,乡镇要有已经登记的学校"
        case Role.SECTION:
            known = record.scope == COUNTY or (office in (COUNTY, "office") and bool(name))
            return "" if known else "请写 county(县局)、county:股室 或 office:发文单位"
        case Role.SUBJECT_OFFICER:
            known = office == COUNTY and bool(name and record.subject)
            return "" if known else "请写 county:股室 和学科,如 county:教研室、语文"
        case Role.JUDGE:
            return "" if office == "contest" and name else "请写 contest:赛事编号"
        case _:
            return "" if office == "review" and name else "请写 review:评审编号"


_CHECKS: dict[type[Record], Callable[[Any, Register], None]] = {
    LessonObserved: _check_lesson,
    MentorshipFormed: _check_mentorship,
    MentorshipActed: _check_mentorship,
    MentorshipAssessed: _check_mentorship,
    MentorshipEnded: _check_mentorship,
    ContestAnnounced: _check_contest,
    ContestScored: _check_score,
    SchoolTestReported: _check_test,
    MarkGiven: _check_mark,
    ResultReached: _check_result,
    ActivityDone: _check_activity,
    PairingAgreed: _check_pairing,
    PairingFunded: _check_funding,
    TeacherMerged: _check_merged,
    SchoolMerged: _check_merged,
    RotationStarted: _check_rotation,
    RotationPlanned: _check_rotation,
    AuthorityGranted: _check_granted,
    PackAdopted: _check_pack,
    StatementDrafted: _check_whose,
    ReviewAnnounced: _check_whose,
    AccountOpened: _check_account,
    RoleGiven: _check_role,
}


def future_date(day: date, today: date, field: str) -> Refused:
    """The refusal of something said to have happened on a day that has not come."""
    return Refused("future-date", f"{day} 在今天({today})之后,还没有发生;请核对日期。", fields=[field])

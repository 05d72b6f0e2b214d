"""评审: who may do what in a round of review, as the table of roles is asked, and who the book says did it."""

from api.accounts.permitted import Deed, Matter, check, may
from api.accounts.visitor import Role, Visitor
from api.desk.matters import hand_in_of
from ledger.hand_in import HandIn
from ledger.records.record import TeacherId
from ledger.refusals import Refused

ANNOUNCED, CHECKED, SCORED = "review.announced", "review.checked", "review.scored"


def check_reads(visitor: Visitor) -> None:
    """Refuse who may not read announcements of rounds. Raises Refused `not-allowed`."""
    check(visitor, Deed.READ, Matter(ANNOUNCED))


def announcing(visitor: Visitor, scope: str) -> HandIn:
    """Who announces a round for the teachers of a scope. Raises Refused `not-allowed`."""
    kind, _, name = scope.partition(":")
    matter = Matter(ANNOUNCED, school=name if kind == "school" else "", township=name if kind == "township" else "")
    if not name and not any(held.role is Role.SECTION for held in visitor.held):
        raise Refused("not-allowed", "面向全县的评审由县局发布;请在“范围”里写本校或本乡镇,或请县局发布。")
    return hand_in_of(visitor, check(visitor, Deed.CONDUCT, matter))


def conducting(visitor: Visitor, kind: str, code: str) -> HandIn:
    """Who takes a step of a round for the office that holds it. Raises Refused `not-allowed`."""
    return hand_in_of(visitor, check(visitor, Deed.CONDUCT, Matter(kind, review=code)))


def may_conduct(visitor: Visitor, code: str) -> bool:
    """Whether somebody may take the steps of a round that its office takes."""
    return may(visitor, Deed.CONDUCT, Matter("review.frozen", review=code))


def applying(visitor: Visitor, kind: str, code: str, teacher: str) -> HandIn:
    """Who applies, objects or appeals: the teacher, or an office for one of its own. Raises Refused `not-allowed`."""
    return hand_in_of(visitor, check(visitor, Deed.APPLY, Matter(kind, teacher, review=code)))


def may_apply(visitor: Visitor, kind: str, code: str, teacher: str) -> bool:
    """Whether somebody may apply, object or appeal for a teacher."""
    return may(visitor, Deed.APPLY, Matter(kind, teacher, review=code))


def checking(visitor: Visitor, code: str, teacher: str) -> HandIn:
    """Who looks through what a teacher applied with. Raises Refused `not-allowed`."""
    return hand_in_of(visitor, check(visitor, Deed.CHECK, Matter(CHECKED, teacher, review=code)))


def may_check(visitor: Visitor, code: str, teacher: str) -> bool:
    """Whether somebody may look through what a teacher applied with."""
    return may(visitor, Deed.CHECK, Matter(CHECKED, teacher, review=code))


def judging(visitor: Visitor, kind: str, code: str) -> tuple[HandIn, TeacherId]:
    """A member of the panel, and as whom the book knows the member. Raises Refused `not-allowed`."""
    authority = check(visitor, Deed.SCORE, Matter(kind, review=code))
    if not visitor.teacher:
        raise Refused("not-allowed", "您的账号没有对应到评审组的成员;请账号管理员把账号和教师编号对上,再来办理。")
    return hand_in_of(visitor, authority), visitor.teacher


def may_judge(visitor: Visitor, code: str) -> bool:
    """Whether somebody has the role of a member of a round's panel."""
    return may(visitor, Deed.SCORE, Matter(SCORED, review=code))

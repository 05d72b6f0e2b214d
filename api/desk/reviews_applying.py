"""Applying to a round, taking it back, checking what was handed in, and freezing the dossiers of those in order."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from api.desk.reviews_writing import as_the_book_stands, write_acts
from ledger.acts.finding import find
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.processes.review import CHECKING_LEVELS
from ledger.records.record import TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.records.review_applying import (
    FrozenDossier,
    ReviewApplied,
    ReviewChecked,
    ReviewFrozen,
    ReviewWithdrawn,
)
from ledger.refusals import Misuse, Refused
from ledger.vocabulary import Level
from projections.dossier import dossiers_of
from projections.reviews.course import Application, Course, course_of
from projections.statements.fingerprint import fingerprint
from projections.statements.reproducing import adopted_pack


def apply(ledger: Ledger, who: HandIn, code: str, teacher: str, group: str = "", on: date | None = None) -> Course:
    """A teacher applies, in a group (the only one, where the round has one)."""
    course = course_of(ledger.book, code)
    before = course.applications.get(TeacherId(teacher))
    turn = before.said.turn + 1 if before and before.withdrawn else before.said.turn if before else 1
    groups = course.announced.groups
    if not group and len(groups) > 1:
        raise Refused(
            "missing-value", f"评审 {course.code} 分 {'、'.join(groups)} 组;请写明申报哪一组。", fields=["group"]
        )
    _check_on_register(ledger, course, teacher)
    day = on or ledger.book.today()
    return write_acts(
        ledger, who, course.code, [ReviewApplied(course.code, TeacherId(teacher), group or groups[0], day, turn)]
    )


def withdraw(ledger: Ledger, who: HandIn, code: str, teacher: str, on: date | None = None) -> Course:
    """A teacher takes the application back."""
    course = course_of(ledger.book, code)
    turn = _application(course, teacher).said.turn
    day = on or ledger.book.today()
    return write_acts(ledger, who, course.code, [ReviewWithdrawn(course.code, TeacherId(teacher), day, turn)])


def check(
    ledger: Ledger,
    who: HandIn,
    code: str,
    teacher: str,
    level: str,
    *,
    passed: bool,
    originals: Sequence[str] = (),
    reason: str = "",
    on: date | None = None,
) -> Course:
    """An office found an application in order or not; `originals`: the entries whose originals it saw."""
    course = course_of(ledger.book, code)
    turn = _application(course, teacher).said.turn
    seen = tuple(find(ledger.book.stored, entry).entry.hex() for entry in originals)
    day = on or ledger.book.today()
    said = ReviewChecked(course.code, TeacherId(teacher), level_named(level), passed, day, seen, reason, turn)
    return write_acts(ledger, who, course.code, [said])


def freeze(ledger: Ledger, who: HandIn, code: str) -> Course:
    """Freeze the dossiers of all who passed every check, as the book holds them now; their bytes are kept."""
    return as_the_book_stands(lambda: _frozen(ledger, who, code))


def level_named(level: str) -> Level:
    """A level by its word or by what programs call it. Raises Misuse `unknown-level`."""
    found = next((one for one in CHECKING_LEVELS if level in (one.value, one.name.lower())), None)
    if found is None:
        known = "、".join(one.value for one in CHECKING_LEVELS)
        raise Misuse("unknown-level", f"没有“{level}”这个审核层级;请写 {known} 之一。")
    return found


def _application(course: Course, teacher: str) -> Application:
    found = course.applications.get(TeacherId(teacher))
    if found is None:
        raise Refused("not-applied", f"教师 {teacher} 没有申报评审 {course.code};请核对教师编号和评审编号。")
    return found


def _check_on_register(ledger: Ledger, course: Course, teacher: str) -> None:
    """Refuse `not-admitted`: who came onto the register after the round's term, of whom its pack can say nothing."""
    term = ledger.register().terms.get(course.announced.term)
    rows = [row for row in ledger.book.kept(TeacherRegistered).records if row.teacher == teacher]
    if term and rows and all(row.in_effect > term.end for row in rows):
        raise Refused(
            "not-admitted",
            f"教师 {teacher} 在 {term.term} 学期的名册上没有登记,评审 {course.code} 按这个学期计分;"
            "请核对编号,应在那个学期名册上的请先补登。",
            fields=["teacher"],
        )


def _frozen(ledger: Ledger, who: HandIn, code: str) -> Course:
    course, book = course_of(ledger.book, code), ledger.book
    announced, position = course.announced, book.position
    pack = adopted_pack(book, announced.pack_digest)
    teachers = [one.teacher for one in course.in_order]
    dossiers = dossiers_of(book, teachers, announced.as_of, position, pack=pack, term=announced.term, afresh=True)
    ordered = sorted(zip(teachers, dossiers, strict=True), key=lambda one: (one[1].digest, one[0]))
    for _, dossier in ordered:
        ledger.statements.keep(dossier.content)
    rows = fingerprint(book, position)
    ledger.statements.keep(rows)
    frozen = ReviewFrozen(
        course.code,
        book.today(),
        position,
        tuple(FrozenDossier(teacher, one.digest, number) for number, (teacher, one) in enumerate(ordered, 1)),
        sha256(rows).hexdigest(),
    )
    return write_acts(ledger, who, course.code, [frozen], unless=position)

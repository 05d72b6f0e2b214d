"""交材料: which kinds a teacher hands in, and the form of one: made from its own fields, filled in as far as known."""

from dataclasses import replace
from typing import Any, NamedTuple

from api.accounts.kind_groups import OWN_KINDS, Group, group_of
from api.accounts.permitted import Deed, Matter, may
from api.accounts.visitor import Visitor
from api.pages.kind_form import KindForm, kind_form, text_of
from api.pages.record_fields import called
from api.pages.teacher.desk import TeacherDesk
from api.pages.teacher.naming import Naming
from api.pages.texts import printed_text
from ledger.nearest import did_you_mean
from ledger.parties import teacher_fields
from ledger.records import KINDS
from ledger.records.record import Record
from ledger.records.training import TrainingFollowedUp
from ledger.refusals import Misuse
from projections.processes.three_ones import ThreeOnesNow, three_ones

ELSEWHERE = frozenset({"contradiction.explained"})
"""Handed in on other pages, beside what they are about."""

OFTEN = ("lesson.observed", "lesson.given", "book.read", "award.won", "training.credited", "activity.done")
"""What is handed in most often, in this order; the others follow by group."""

_TODAY = ("on", "reviewed_on")
_NEWEST = {name.partition("/")[0]: record for name, record in KINDS.items()}


class OfferedKind(NamedTuple):
    """A kind that may be handed in: its name without version, what people call it, what it is for."""

    kind: str
    called: str
    what: str


def kinds_for(visitor: Visitor) -> tuple[list[OfferedKind], list[tuple[str, list[OfferedKind]]]]:
    """What a teacher hands in most often, and everything else by group."""
    kinds = [kind for kind in sorted(OWN_KINDS - ELSEWHERE) if _may_record(visitor, kind)]
    often = [_offered(kind) for kind in OFTEN if kind in kinds]
    others = [kind for kind in kinds if kind not in OFTEN]
    groups = [(group.value, [_offered(kind) for kind in others if group_of(kind) is group]) for group in Group]
    return often, [(group, listed) for group, listed in groups if listed]


def kind_named(visitor: Visitor, kind: str) -> type[Record]:
    """The class of a kind that a teacher may hand in. Raises Misuse `unknown-kind`."""
    offered = [one for one in sorted(OWN_KINDS - ELSEWHERE) if _may_record(visitor, one)]
    if kind not in offered:
        raise Misuse("unknown-kind", f"没有“{kind}”这一种材料可以交;{did_you_mean(kind, offered)}。")
    return _NEWEST[kind]


def form_for(desk: TeacherDesk, naming: Naming, record: type[Record]) -> KindForm:
    """The empty form of a kind for a teacher: who it counts for is known, school, subject and day are suggested."""
    today = desk.ledger.book.today()
    row = desk.register.now.teachers.get(desk.own)
    term = desk.register.now.term_on(today)
    terms = [one.term for one in sorted(desk.register.now.terms.values(), key=lambda one: one.start, reverse=True)]
    defaults = dict.fromkeys(_TODAY, today.isoformat())
    if row:
        defaults |= {"school": naming.school_named(row.school), "subject": row.subject, "grade": row.grade}
    if terms:
        defaults["term"] = term.term if term else terms[0]
    own = {name: desk.own for name in teacher_fields(record) if name == record.whose}
    form = kind_form(record, fixed=own, defaults=defaults, terms=terms)
    return _of_own_trainings(desk, form) if record is TrainingFollowedUp else form


def _of_own_trainings(desk: TeacherDesk, form: KindForm) -> KindForm:
    """The form of one of the three ones: the training is chosen of one's own, with what it still owes."""
    own = [one for one in three_ones(desk.ledger.book) if one.teacher == desk.own]
    choices = [(one.code, _owing(one)) for one in own]
    hint = "" if choices else printed_text("form.no_training")
    fields = [
        replace(one, label=printed_text("form.training"), kind="choice", choices=choices, hint=hint)
        if one.name == "code"
        else one
        for one in form.fields
    ]
    return replace(form, fields=tuple(fields))


def form_of(desk: TeacherDesk, naming: Naming, record: Record) -> KindForm:
    """The form of a record that is to be mended, with what it says."""
    people, empty = teacher_fields(record.__class__), form_for(desk, naming, record.__class__)
    fixed = {name: getattr(record, name) for name in empty.fixed}

    def shown(name: str, value: Any) -> str:
        if name in people and value:
            return "、".join(naming.person(code) for code in (value if isinstance(value, tuple) else (value,)))
        if empty.offers_schools(name) and value:
            return naming.school_named(value)
        return text_of(value)

    return KindForm(empty.record, empty.fields, fixed).holding(record, shown)


def _may_record(visitor: Visitor, kind: str) -> bool:
    return may(visitor, Deed.RECORD, Matter(kind=kind, teacher=visitor.teacher))


def _offered(kind: str) -> OfferedKind:
    return OfferedKind(kind, called(kind), printed_text(f"kinds.{kind}"))


def _owing(training: ThreeOnesNow) -> str:
    """A training with what it still owes, as it is chosen."""
    owed = "、".join(training.missing)
    return f"{training.title} · {printed_text('form.owed', parts=owed)}" if owed else training.title

"""What of a history somebody sees: a history names records, and some kinds are not for everybody."""

from dataclasses import replace

from api.accounts.permitted import Deed, Matter, check, may, sees
from api.accounts.visitor import Visitor
from api.desk.withheld import answers_for, sees_sanctions
from ledger.refusals import Refused
from projections.history.credits import Before, Figures, History, TermCredits, Told
from projections.language.scopes import TEACHER

_KEPT_CLOSE = "conduct.sanctioned"
"""The kind that the fewest may read."""

_RESTING = frozenset(["eligibility", "vetoes"])
"""The sections of answers that may rest on sanctions."""


def check_history(visitor: Visitor, of: str, code: str) -> None:
    """Refuse whoever may not see a teacher's, or a school's. Raises Refused `not-allowed`."""
    if of == TEACHER:
        check(visitor, Deed.READ, Matter(teacher=code))
    else:
        check(visitor, Deed.COMPARE, Matter(school=code))


def may_take_whole(visitor: Visitor, history: History) -> bool:
    """Whether somebody may take it away as a statement, which is whole or none."""
    of_teacher = history.of == TEACHER
    about = Matter(_KEPT_CLOSE, history.code if of_teacher else "", "" if of_teacher else history.code)
    return may(visitor, Deed.READ, about)


def check_whole(visitor: Visitor, history: History) -> None:
    """Refuse the whole of it to whoever sees a part. Raises Refused `not-allowed`."""
    if not may_take_whole(visitor, history):
        raise Refused(
            "not-allowed", "正式文本连同各类记录的编号,这个账号只能看一部分;请本人、校长或县局有关股室来下载。"
        )


def seen_history(visitor: Visitor, history: History) -> History:
    """The same without the records of kinds that somebody does not see; its digest is no longer that of the whole."""
    seen, about = sees(visitor), history.code if history.of == TEACHER else ""
    knows = sees_sanctions(seen, about)

    def shown(records: tuple[Told, ...]) -> tuple[Told, ...]:
        return tuple(one for one in records if seen.kind(one.kind, about))

    def figures(of: Figures) -> Figures:
        return of if knows else {name: value for name, value in of.items() if name != "eligible"}

    def shown_before(before: Before | None) -> Before | None:
        if before is None:
            return None
        changes = tuple(one for one in before.changes if knows or not _RESTING.intersection(one.within[:1]))
        return replace(before, figures=figures(before.figures), changes=changes, records=shown(before.records))

    def shown_term(term: TermCredits) -> TermCredits:
        answers = answers_for(seen, term.answers, term.pack, about) if term.pack else term.answers
        own = figures(term.figures)
        return replace(term, figures=own, answers=answers, late=shown(term.late), before=shown_before(term.before))

    return replace(history, terms=tuple(map(shown_term, history.terms)))

"""What every clause needs: a source, an example, dates that make sense, somebody whom it can apply to."""

from datetime import date

from projections.language.checks.checking import Checking
from projections.language.checks.clause_kinds import check_kind
from projections.language.checks.head import span_in_order
from projections.language.checks.never import never_holds
from projections.language.clauses import Allowance, Clause, Points
from projections.language.pack import EVERYONE, Pack, formula
from projections.language.schema import Span
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import EVENT
from projections.language.syntax import Formula, FormulaError
from projections.language.types import Type
from projections.language.yaml_text import Path as Place


def check_clauses(checking: Checking) -> None:
    """Every clause."""
    for name, clause in checking.pack.clauses.items():
        place: Place = ("clauses", name)
        _origin(checking, place, clause)
        _dates(checking, place, clause)
        if isinstance(clause, Allowance):
            _allowance(checking, place, clause)
        elif checking.per(place, clause.per):
            _whom(checking, place, clause)
            check_kind(checking, place, name, clause)
            _applies(checking, place, clause)
    _versions(checking)


def _origin(checking: Checking, place: Place, clause: Clause) -> None:
    if not clause.source.section.strip():
        checking.fault((*place, "source"), "no-source", "没有写出处", "请写文件的章节")
    if not clause.examples:
        checking.fault((*place, "examples"), "no-example", "没有算例", "请至少写一个 given / gives")
    if not clause.says.zh.strip():
        checking.fault((*place, "says"), "unsaid", "没有说这一条是什么", "请在 says 里写一句话")
    for number, covers in enumerate(clause.covers):
        at = (*place, "covers", number)
        if not covers.strip():
            checking.fault(at, "wrong-value", "条文编号是空的", "请写文件里的条号,如 B8、第三条,或删去")
        elif covers in clause.covers[:number]:
            checking.fault(at, "wrong-value", f"条文编号 {covers} 写了两次", "请删去一个")
    for number, reading in enumerate(clause.readings):
        for word in ("question", "choice", "by", "why"):
            if not getattr(reading, word).strip():
                at = (*place, "readings", number, word)
                checking.fault(
                    at, "unsaid", f"读法没有写 {word}", "有歧义处要写明:什么歧义、取哪种读法、谁定的、为什么"
                )


def _dates(checking: Checking, place: Place, clause: Clause) -> None:
    span, whole = clause.in_force, checking.pack.head_of(str(place[1])).in_force
    if span and span_in_order(checking, (*place, "in_force"), span):
        if (whole.to and span.from_ > whole.to) or (span.to and span.to < whole.from_):
            message = "这一条的施行日期整个在办法的施行日期之外,永远用不上"
            checking.fault((*place, "in_force"), "never-applies", message, "请核对两处 in_force")
        when = clause.dated_by or checking.pack.head.conventions.law_on
        if isinstance(clause, Allowance):
            return
        if not when:
            hint = "请写 dated_by(如 term.last_day、as_of、hired),或在 conventions 里写一次 law_on"
            checking.fault((*place, "in_force"), "unsaid", "按哪一天看施行没有,没有说", hint)
        elif when == EVENT:
            checking.fault((*place, "dated_by"), "wrong-value", "条款没有“发生的那天”", "请写一个日期,如 term.last_day")
        elif clause.per in checking.subjects:
            at = (*place, "dated_by" if clause.dated_by else "in_force")
            checking.formula(at, when, checking.of_subject(clause.per), Type.DAY)
    elif clause.dated_by and not span:
        message = "写了 dated_by,却没有写 in_force"
        checking.fault((*place, "dated_by"), "unsaid", message, "请写 in_force,或删去 dated_by")


def _whom(checking: Checking, place: Place, clause: Clause) -> None:
    checking.for_people((*place, "for"), clause.for_)
    if clause.per != TEACHER and clause.for_ != EVERYONE:
        called = "备课组" if clause.per == GROUP else clause.per
        checking.fault((*place, "for"), "wrong-value", f"{called}不是人,不能用 for 限定人群", "请改用 when")
    if clause.when:
        checking.formula((*place, "when"), clause.when, checking.of_subject(clause.per), Type.YES)


def _applies(checking: Checking, place: Place, clause: Clause) -> None:
    """That there can be somebody whom the clause (and each part of its points) applies to."""
    pack, words = checking.pack, checking.of_subject(clause.per).words
    whom = _conditions(pack, clause.for_, clause.when)
    if not _people_alone(pack, clause.for_, words) and never_holds(pack, whom, words):
        at = (*place, "when") if clause.when else (*place, "for")
        message = "没有人会适用这一条:for 与 when 的条件不能同时成立"
        checking.fault(at, "never-applies", message, "请核对 for 和 when")
    for name, part in clause.parts.items() if isinstance(clause, Points) else ():
        both = [*whom, *_conditions(pack, part.for_, "")]
        if part.for_ != EVERYONE and not _people_alone(pack, part.for_, words) and never_holds(pack, both, words):
            message = f"没有人会得 {name} 这一项的分:它的 for 与整条的 for、when 不能同时成立"
            checking.fault((*place, "parts", name, "for"), "never-applies", message, "请核对 for")


def _conditions(pack: Pack, people: str, when: str) -> list[Formula]:
    found = []
    for text in (pack.people[people].if_ if people in pack.people else "", when):
        try:
            found += [formula(text)] if text else []
        except FormulaError:
            continue
    return found


def _people_alone(pack: Pack, people: str, words: dict[str, list[str]]) -> bool:
    """Whether the people cannot be anybody to begin with, which is told where they are described."""
    return people != EVERYONE and never_holds(pack, _conditions(pack, people, ""), words)


def _allowance(checking: Checking, place: Place, clause: Allowance) -> None:
    checking.formula((*place, "amount"), clause.amount, checking.of_rotation, Type.NUMBER)
    for word, said in (("for", clause.for_ != EVERYONE), ("when", bool(clause.when)), ("per", clause.per != TEACHER)):
        if said:
            message = f"补助按每次轮岗算,不能写 {word}"
            checking.fault((*place, word), "wrong-value", message, "请把条件写进 amount 里,如 if(…, …, 0)")


def _versions(checking: Checking) -> None:
    """No two versions of one clause in force on one day."""
    dated = [(name, clause) for name, clause in checking.pack.clauses.items() if clause.in_force]
    for number, (name, clause) in enumerate(dated):
        for other, before in dated[:number]:
            if _are_versions(clause, before) and clause.in_force and before.in_force:
                shared = _shared(clause.in_force, before.in_force)
                if shared:
                    message = f"{other} 与 {name} 是同一条的两个版本,{shared[0]} 起两个都在施行"
                    hint = "请在旧的那条 in_force 里写 to:新的施行前一天"
                    checking.fault(("clauses", name, "in_force"), "overlap", message, hint)


def _are_versions(one: Clause, other: Clause) -> bool:
    """Whether two clauses say the same for the same people, but for numbers: one takes the other's place."""
    alike = ("covers", "per", "for_", "when", "dated_by", "status")
    same = all(getattr(one, name) == getattr(other, name) for name in alike)
    return type(one) is type(other) and bool(one.covers) and same and _about(one) == _about(other)


def _about(clause: Clause) -> object:
    """What a clause goes by, its numbers left out."""
    for name in ("done", "parts", "conditions", "over", "by", "judged_on", "value", "if_", "amount"):
        said = getattr(clause, name, None)
        if said is not None:
            return sorted(said) if isinstance(said, dict) else repr(said)
    return None


def _shared(one: Span, other: Span) -> tuple[date, date] | None:
    first = max(one.from_, other.from_)
    last = min(one.to or date.max, other.to or date.max)
    return (first, last) if first <= last else None

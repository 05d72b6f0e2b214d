"""What a measure does with the records it has found: what each is worth, and which of those alike is kept."""

from projections.language.checks.beside import Beside, check_beside, of_record
from projections.language.checks.checking import Checking, Names
from projections.language.checks.groups import member_of
from projections.language.schema import Among, Measure
from projections.language.scopes import own_names
from projections.language.subject_scopes import subject_of_measure
from projections.language.types import Type
from projections.language.yaml_text import Path as Place

_ONE_MATTERS = ("latest", "days_covered", "months_covered", "first_day", "last_day")
"""What is taken that depends on which of several records alike is kept, even if all are worth the same."""


def check_steps(checking: Checking, place: Place, measure: Measure, names: Names) -> None:
    """Every step of a measure after its conditions."""
    if measure.among:
        _among(checking, (*place, "among"), measure.among, measure, names)
    checking.formula((*place, "value"), measure.value, names, Type.NUMBER)
    _once_per(checking, place, measure, names)
    check_beside(checking, place, measure, Beside(names, subject_of_measure(measure), own_names(measure.of)))
    if measure.take in ("days_covered", "months_covered") and not (measure.within and measure.within.until):
        message = "算覆盖的天数、月数,却没有说每条记录到哪天为止"
        checking.fault((*place, "take"), "unsaid", message, "请在 within 里写 until: 结束的那天")


def _among(checking: Checking, place: Place, among: Among, measure: Measure, names: Names) -> None:
    if not checking.known((*place, "roster"), among.roster, checking.pack.rosters, "名册", "rosters"):
        return
    roster, subject = checking.pack.rosters[among.roster], subject_of_measure(measure)
    if roster.per != subject:
        message = f"{among.roster} 是 {roster.per} 的名册,这里算的是 {subject}"
        checking.fault((*place, "roster"), "wrong-value", message, f"请另写一个 per: {subject} 的名册")
    wanted = 1 if member_of(roster) else 2
    if len(among.item) != wanted:
        checking.fault((*place, "item"), "wrong-value", f"这个名册的一项要用 {wanted} 个字段指明", "请改 item")
    for number, name in enumerate(among.item):
        beside = Beside(names, subject, own_names(measure.of))
        of_record(checking, (*place, "item", number), name, beside, (Type.WORD,))


def _once_per(checking: Checking, place: Place, measure: Measure, names: Names) -> None:
    beside = Beside(names, subject_of_measure(measure), own_names(measure.of))
    for number, text in enumerate(measure.once_per):
        of_record(checking, (*place, "once_per", number), text, beside, tuple(Type))
    if measure.once_per and not measure.keep and _keep_matters(measure):
        hint = "请加 keep: most_points(分数最高的)、first(最早的)、last(最晚的)或 highest"
        checking.fault((*place, "once_per"), "unsaid", "同一项有几条记录时取哪一条没有说", hint)
    if measure.keep and not measure.once_per:
        message = "写了 keep,却没有写 once_per:什么算同一项"
        checking.fault((*place, "keep"), "unsaid", message, "请写 once_per: [字段],或删去 keep")
    if measure.keep == "highest" and not measure.highest:
        checking.fault((*place, "keep"), "unsaid", "取最高的,按什么比没有说", "请写 highest: 一个数的公式")
    if measure.highest:
        checking.formula((*place, "highest"), measure.highest, names, Type.NUMBER)
        if measure.keep != "highest":
            checking.fault((*place, "highest"), "wrong-value", "highest 只用于 keep: highest", "请改 keep,或删去这一行")


def _keep_matters(measure: Measure) -> bool:
    return measure.value != "1" or measure.take in _ONE_MATTERS

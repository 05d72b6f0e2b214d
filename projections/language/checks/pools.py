"""Pools: several measures of one subject put together, and what is done with their records."""

from projections.language.checks.beside import Beside, check_beside
from projections.language.checks.checking import Checking, Names
from projections.language.checks.groups import windows_of
from projections.language.checks.periods import BY_WEEK_OR_MONTH, check_periods
from projections.language.checks.units import unit_of_records, units_of_subject
from projections.language.checks.words import words_of_subject
from projections.language.schema import Pool
from projections.language.subject_scopes import pool_scope, subject_of_measure, subject_of_pool
from projections.language.yaml_text import Path as Place


def check_pools(checking: Checking) -> None:
    """Every pool."""
    for name, pool in checking.pack.pools.items():
        _pool(checking, ("pools", name), pool)


def _pool(checking: Checking, place: Place, pool: Pool) -> None:
    if not pool.of:
        checking.fault((*place, "of"), "wrong-value", "没有说把哪些计量合起来", "请写 of: [计量, 计量]")
    sound = [_member(checking, (*place, "of", number), pool, number) for number in range(len(pool.of))]
    if not sound or not all(sound):
        return
    subject = subject_of_pool(checking.pack, pool)
    if pool.window:
        _window(checking, (*place, "window"), pool.window, subject)
    names = _names(checking, pool, subject)
    check_beside(checking, place, pool, Beside(names, subject, ()))
    check_periods(checking, place, pool, subject, pool.window, _unit_of_each(checking, pool))


def _member(checking: Checking, place: Place, pool: Pool, number: int) -> bool:
    """Check one of the measures put together; whether it is there."""
    pack, name = checking.pack, pool.of[number]
    if not checking.known(place, name, pack.measures, "计量", "measures"):
        return False
    measure, subject = pack.measures[name], subject_of_pool(pack, pool)
    if name in pool.of[:number]:
        checking.fault(place, "wrong-value", f"{name} 写了两次", "请删去一个")
    if subject_of_measure(measure) != subject:
        message = f"{name} 算的是 {subject_of_measure(measure)},{pool.of[0]} 算的是 {subject}"
        checking.fault(place, "wrong-value", message, "只有同一种对象的计量才能合起来")
        return False
    if measure.take != "sum" or measure.periods_with is not None or measure.periods_reaching:
        message = f"{name} 不是把各条的数相加的计量"
        checking.fault(place, "wrong-value", message, "请另写一个不写 take、periods_with、periods_reaching 的计量")
    units = [one.unit for before in pool.of[:number] if (one := pack.measures.get(before)) and one.unit]
    units += [pool.unit] if pool.unit and unit_of_records(pack, pool) else []
    if measure.unit and units and units[0] != measure.unit:
        message = f"{name} 的单位是{measure.unit},合起来的是{units[0]}"
        checking.fault(place, "wrong-unit", message, "请先在计量的 value 里换算成同一个单位")
    return True


def _unit_of_each(checking: Checking, pool: Pool) -> str:
    return next((one.unit for name in pool.of if (one := checking.pack.measures[name]).unit), "")


def _window(checking: Checking, place: Place, window: str, subject: str) -> None:
    known = windows_of(checking, subject)
    whose = checking.pack.windows.get(window)
    if whose and window not in known:
        message = f"{window} 是 {whose.per} 的时段,这里算的是 {subject}"
        checking.fault(place, "wrong-value", message, f"请另写一个 per: {subject} 的时段")
    elif window in BY_WEEK_OR_MONTH and window not in known:
        checking.fault(
            place, "wrong-value", f"{subject} 没有 {window}", "请用 term、teaching_weeks 或办法自己的 windows"
        )
    else:
        checking.known(place, window, known, "时段", "windows")


def _names(checking: Checking, pool: Pool, subject: str) -> Names:
    words = {f"my.{name}": listed for name, listed in words_of_subject(checking.pack, subject).items()}
    units = {f"my.{name}": unit for name, unit in units_of_subject(checking.pack, subject).items()}
    return Names(pool_scope(checking.pack, pool), words | {"measure": list(pool.of)}, units)

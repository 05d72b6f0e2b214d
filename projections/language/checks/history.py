"""Historical clauses: kept to be asked for, and no clause in force may rest on one."""

from projections.language.checks.checking import Checking
from projections.language.pack import spoken


def check_history(checking: Checking, needs: dict[str, set[str]]) -> None:
    """That no clause in force reads a historical one, by itself or through something it names (`needs_of_parts`)."""
    clauses = {spoken(name): (name, clause) for name, clause in checking.pack.clauses.items()}
    historical = {said for said, (_, clause) in clauses.items() if clause.status == "historical"}
    if not historical:
        return
    for said, (name, clause) in clauses.items():
        if said not in historical and (read := _first_read(said, needs, historical, set(clauses))):
            message = f"{name} 用到了已成历史的 {clauses[read][0]}"
            hint = "请不要用它,或把这一条也写成 status: historical"
            checking.fault(("clauses", name), "reads-historical", message, hint)
        elif said in historical and clause.overrides:
            message = f"{name} 改写了别的办法的条款,自己却是历史条款"
            checking.fault(("clauses", name, "status"), "wrong-value", message, "请删去 status 或 overrides")


def _first_read(said: str, needs: dict[str, set[str]], historical: set[str], clauses: set[str]) -> str | None:
    """A historical clause that one reads, not through another clause (which then is at fault itself)."""
    waiting, seen = sorted(needs.get(said, ())), {said}
    while waiting:
        one = waiting.pop()
        if one in historical:
            return one
        if one not in seen and one not in clauses:
            waiting += sorted(needs.get(one, ()))
        seen.add(one)
    return None

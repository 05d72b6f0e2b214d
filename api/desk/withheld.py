"""Verdicts that rest on sanctions, withheld from whoever may not see a person's sanctions: they would tell of them.

What fails for another reason is told as ever; where nothing else fails, whether somebody is eligible is not told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.accounts.kind_groups import KINDS_OF, Group
from api.accounts.permitted import Sees
from projections.about_packs.resting_on import RestingOn, resting_on
from projections.explain import Explanation
from projections.language.clauses import Eligibility, Veto
from projections.language.pack import Pack

SANCTIONS = KINDS_OF[Group.DISCIPLINE]
SAID = "有的条件要看处分的记录,不归您查看,所以这里不写结论。"
"""What is said in place of a verdict."""

NONE: frozenset[str] = frozenset()
_PACKS = 16


def sees_sanctions(seen: Sees, teacher: str) -> bool:
    """Whether somebody may see every kind of sanction of a teacher."""
    return all(seen.kind(kind, teacher) for kind in SANCTIONS)


def answers_for(seen: Sees, answers: Mapping[str, Any], pack: Pack, teacher: str = "") -> dict[str, Any]:
    """The answers of a teacher, or of another subject, as far as somebody may know them."""
    return dict(answers) if sees_sanctions(seen, teacher) else of_answers(answers, pack)


def explanations_for(seen: Sees, told: Sequence[Explanation], pack: Pack, teacher: str = "") -> list[Explanation]:
    """The same of explanations."""
    return list(told) if sees_sanctions(seen, teacher) else of_explanations(told, pack)


def of_answers(answers: Mapping[str, Any], pack: Pack) -> dict[str, Any]:
    """The answers of a subject, verdicts that rest on sanctions withheld: `eligible` is None, `withheld` says so."""
    hidden, shown = _hidden(pack), dict(answers)
    if "eligibility" in shown:
        verdicts, conditions = shown["eligibility"], hidden.conditions
        shown["eligibility"] = {name: _verdict(said, conditions.get(name, NONE)) for name, said in verdicts.items()}
    if "vetoes" in shown:
        shown["vetoes"] = {name: said for name, said in shown["vetoes"].items() if name not in hidden.vetoes}
    return shown


def of_explanations(told: Iterable[Explanation], pack: Pack) -> list[Explanation]:
    """The same of explanations: without the sanctions that were counted, and what was worked out from them."""
    hidden = _hidden(pack)
    shown = []
    for one in told:
        clause = pack.clauses[one.clause]
        if isinstance(clause, Veto) and one.clause in hidden.vetoes:
            continue
        kept = replace(
            one,
            counted=[item for item in one.counted if item["measure"] not in hidden.measures],
            left_out=[item for item in one.left_out if item["measure"] not in hidden.measures],
        )
        conditions = hidden.conditions.get(one.clause, NONE)
        shown.append(_untold(kept, conditions) if isinstance(clause, Eligibility) and conditions else kept)
    return shown


def _verdict(said: Mapping[str, Any], conditions: frozenset[str]) -> dict[str, Any]:
    if not conditions:
        return dict(said)
    fails = [name for name in said["fails"] if name not in conditions]
    return {**said, "eligible": False if fails else None, "fails": fails, "withheld": sorted(conditions)}


def _untold(one: Explanation, conditions: frozenset[str]) -> Explanation:
    parts = [
        {"part": part["part"], "says": part["says"], "value": None, "working": ""}
        if part["part"] in conditions
        else part
        for part in one.parts
        if part["part"] not in conditions or part["working"] != "一票否决"
    ]
    fails = [part["says"] for part in parts if part["value"] is False]
    working = ";".join(f"{part['says']}:{part['working']}" for part in parts if part["value"] is not None)
    following = f"不满足的条件:{'、'.join(fails)}。{SAID}" if fails else SAID
    return replace(one, parts=parts, value=False if fails else None, working=f"{working}。{SAID}", next=following)


def _hidden(pack: Pack) -> RestingOn:
    """What rests on sanctions, kept for the packs asked about last: it is the same as long as their text is."""
    found = _kept.get(pack.digest)
    if found is None:
        if len(_kept) >= _PACKS:
            _kept.clear()
        found = _kept[pack.digest] = resting_on(pack, SANCTIONS)
    return found


_kept: dict[str, RestingOn] = {}

"""What of an answer a visitor sees: all of it, or what is about the teachers, schools and townships of theirs."""

from collections.abc import Mapping
from typing import Any

from api.accounts.permitted import Deed, Sees, check, sees
from api.accounts.visitor import Visitor
from api.desk.withheld import answers_for
from ledger.refusals import Refused
from projections.language.pack import Pack

_WHOLE_COUNTY = ("county", "subjects")


def check_sees_everything(visitor: Visitor, deed: Deed = Deed.READ) -> None:
    """Refuse whoever sees only a part of the county. Raises Refused `not-allowed`."""
    check(visitor, deed)
    if not sees(visitor).everything:
        raise Refused("not-allowed", "这一项要能查看全县记录的账号才能看;请找县局有关股室,或请账号管理员核对角色。")


def of_evaluation(result: Mapping[str, Any], visitor: Visitor, pack: Pack) -> dict[str, Any]:
    """The result of an evaluation as far as a visitor sees it; the digest stays that of all of it."""
    seen = sees(visitor)
    if seen.everything:
        return dict(result)
    shown = {name: said for name, said in result.items() if name not in _WHOLE_COUNTY}
    shown["teachers"] = {
        code: answers_for(seen, said, pack, code) for code, said in result["teachers"].items() if seen.teacher(code)
    }
    for part in ("groups", "schools"):
        own = {name: said for name, said in result[part].items() if seen.school(name.partition("/")[0])}
        shown[part] = {name: answers_for(seen, said, pack) for name, said in own.items()}
    if "townships" in result:
        shown["townships"] = {name: said for name, said in result["townships"].items() if sees_township(visitor, name)}
    return shown


def sees_township(visitor: Visitor, township: str) -> bool:
    """Whether what is said of a township as a whole is for a visitor: an officer of it, or of the county."""
    own = {held.name for held in visitor.held if held.scope.startswith("township:")}
    return sees(visitor).everything or township in own


def some_of(seen: Sees, teachers: tuple[str, ...] = (), schools: tuple[str, ...] = ()) -> bool:
    """Whether a visitor sees any of some teachers or schools."""
    return seen.everything or any(map(seen.teacher, teachers)) or any(one and seen.school(one) for one in schools)

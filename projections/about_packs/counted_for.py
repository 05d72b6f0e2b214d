"""Which kinds of record are counted for each duty of a pack: what a school has to hand in for it to be done."""

from projections.about_packs.parts import owners, parts_named
from projections.language.clauses import Quota
from projections.language.listed import LISTED
from projections.language.pack import Pack, formula, spoken
from projections.language.scopes import main_kind
from projections.language.syntax import names_in


def kinds_counted_for(pack: Pack) -> dict[str, frozenset[str]]:
    """By duty the kinds, without version, whose records are what was done; those in it through other parts too."""
    named = parts_named(pack)
    counted = {spoken(name): _stored(measure.of) for name, measure in pack.measures.items()}
    found = {}
    for name, clause in pack.clauses.items():
        if isinstance(clause, Quota):
            texts = [clause.done, *(line.done for line in clause.also.values())]
            waiting = list(owners({one for text in texts for one in names_in(formula(text))}))
            seen: set[str] = set()
            while waiting:
                part = waiting.pop()
                if part not in seen:
                    seen.add(part)
                    waiting += named.get(part, ())
            found[name] = frozenset(counted[part] for part in seen if part in counted)
    return found


def _stored(kind: str) -> str:
    """The kind that is handed in where a measure counts what others list, or parts of them."""
    return LISTED[kind].main_kind if kind in LISTED else main_kind(kind) or kind

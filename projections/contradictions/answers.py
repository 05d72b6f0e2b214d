"""What was answered to a contradiction: the words of the persons concerned, and how it was settled."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ledger.records.contradiction import ContradictionExplained, ContradictionSettled
from ledger.vocabulary import Settlement
from projections.contradictions.contradiction import Contradiction, State
from projections.contradictions.material import Found, Material


def answered(found: Iterable[Contradiction], material: Material) -> Iterator[Contradiction]:
    """The contradictions with what was answered to them.

    An answer is to the records of its time: where one concerned came into the book after it, the matter is open
    again, and what was said before is still shown.
    """
    explained: defaultdict[str, list[Found[ContradictionExplained]]] = defaultdict(list)
    for words in material.of(ContradictionExplained):
        explained[words.record.contradiction].append(words)
    settled = {found.record.contradiction: found for found in material.of(ContradictionSettled)}
    for one in found:
        explanations, settlement = explained.get(one.id, []), settled.get(one.id)
        if explanations or settlement:
            yield replace(
                one,
                state=_state(one, explanations, settlement),
                explanation=tuple(words.record for words in explanations),
                settlement=settlement and settlement.record,
            )
        else:
            yield one


def _state(
    one: Contradiction,
    explanations: list[Found[ContradictionExplained]],
    settlement: Found[ContradictionSettled] | None,
) -> State:
    newest = max(one.positions, default=0)
    if settlement and settlement.position > newest:
        return State.PASSED_ON if settlement.record.settled is Settlement.REFERRED else State.SETTLED
    return State.EXPLAINED if any(words.position > newest for words in explanations) else State.OPEN

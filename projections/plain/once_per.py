"""Once per: of records that are alike only one counts, the one that the pack says."""

from typing import Any

from projections.language.schema import Measure
from projections.plain.records import Item
from projections.plain.worths import Standing

_REASONS = {"first": "同一项只计最早的一次", "last": "同一项只计最近的一次"}


def only_once(measure: Measure, among: Standing) -> None:
    """Of records alike in all of `once_per` only the one that `keep` says counts; of equal ones the first recorded.

    `last` keeps the last recorded of those of the latest day. Where nothing is said, the one worth most.
    """

    def better(item: Item, other: Item) -> bool:
        """Whether a record that was recorded later takes the other's place."""
        if measure.keep == "first":
            return among.day(item) < among.day(other)
        if measure.keep == "last":
            return among.day(item) >= among.day(other)
        if measure.keep == "highest":
            return bool(among.evaluated(measure.highest, item) > among.evaluated(measure.highest, other))
        return among.sieve.worth[item.key] > among.sieve.worth[other.key]

    kept: dict[tuple[Any, ...], Item] = {}
    for item in among.sieve.remaining:
        key = among.alike(item, measure.once_per)
        if key not in kept or better(item, kept[key]):
            kept[key] = item
    among.sieve.keep_only(kept.values(), _REASONS.get(str(measure.keep), "同一项只计一次"))

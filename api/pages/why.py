"""Why a number is what it is, made ready to be shown: records by what they count for, colleagues by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.pages.asked import Asked
from api.pages.record_lines import ShownRecord
from api.pages.texts import printed_text
from api.typesetting import in_print
from ledger.event import COUNTY
from ledger.records.record import TeacherId
from projections.explain import Explanation
from projections.language.clauses import Clause, Reading

_ENTRY_DIGITS = 8

Names = Mapping[TeacherId, str]
"""Names by code; of those whose name the vault does not have, none."""


@dataclass(frozen=True)
class CountedFor:
    """The records that one measure counted."""

    measure: str
    records: list[ShownRecord]

    @property
    def shows_worth(self) -> bool:
        """Whether the records are worth other than one each."""
        return any(record.worth != 1 for record in self.records)


@dataclass(frozen=True)
class StillMissing:
    """Who or what a duty has not reached: a colleague with a page of their own, or a school's grade band."""

    name: str
    link: str = ""


@dataclass(frozen=True)
class Why:
    """An explanation made ready to be shown. `parts` are those of the explanation: says, value, working."""

    clause: str
    says: str
    document: str
    dated: date
    section: str
    origin: str
    trace: bool
    readings: Sequence[Reading]
    working: str
    next: str
    parts: Sequence[Mapping[str, Any]]
    counted: list[CountedFor]
    left_out: list[ShownRecord]
    missing: list[StillMissing]


def why(asked: Asked, told: Explanation, names: Names) -> Why:
    """The explanation of a clause, made ready to be shown."""
    clause: Clause = asked.pack.clauses[told.clause]
    document = asked.pack.head.document
    return Why(
        clause=told.clause,
        says=in_print(clause.says.zh),
        document=in_print(document.name),
        dated=document.date,
        section=in_print(clause.source.section),
        origin=printed_text(f"why.{clause.origin}"),
        trace=clause.trace,
        readings=clause.readings,
        working=in_print(told.working),
        next=in_print(told.next),
        parts=[part | {word: in_print(part[word]) for word in ("says", "working")} for part in told.parts],
        counted=_counted(asked, told),
        left_out=_in_order(asked, told.left_out),
        missing=[_missing(asked, item, names) for item in told.missing],
    )


def named_in(explanations: Iterable[Explanation]) -> set[str]:
    """The codes of colleagues that explanations speak of."""
    return {item for told in explanations for item in told.missing if "/" not in item}


def _counted(asked: Asked, told: Explanation) -> list[CountedFor]:
    measures = dict.fromkeys(record["measure"] for record in told.counted)
    return [
        CountedFor(
            in_print(asked.pack.measures[measure].says.zh),
            _in_order(asked, [record for record in told.counted if record["measure"] == measure]),
        )
        for measure in measures
    ]


def _in_order(asked: Asked, records: Sequence[Mapping[str, Any]]) -> list[ShownRecord]:
    """By day, those of the whole term last; of one day as they were recorded."""
    ordered = sorted(records, key=lambda record: (record["day"] is None, record["day"] or "", record["position"]))
    return [
        ShownRecord(
            record["day"] or printed_text("why.of_term"),
            printed_text("why.row", **record["source"]) if record["source"] else "",
            record["position"],
            record["entry"][:_ENTRY_DIGITS],
            "" if record["authority"] == COUNTY else _office(asked, record["authority"]),
            record.get("worth", 1),
            in_print(record.get("reason", "")),
        )
        for record in ordered
    ]


def _office(asked: Asked, authority: str) -> str:
    """An office as people call it: a school by its name, a section or township by its own."""
    kind, _, name = authority.partition(":")
    return asked.school_name(name) if kind == "school" else name or authority


def _missing(asked: Asked, item: str, names: Names) -> StillMissing:
    school, _, band = item.partition("/")
    if band:
        return StillMissing(f"{asked.school_name(school)} {band}")
    return StillMissing(f"{names.get(TeacherId(item), '')} {item}".strip(), asked.link(f"/teachers/{item}"))

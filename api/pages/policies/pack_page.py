"""考核办法: a pack with its clauses as an officer reads them: what each says, where it stands, since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.desk.exports import Table
from api.pages.texts import text
from ledger.book import Book
from ledger.records.clause_reading import ReadingDecided
from projections.about_packs.words import formula_in_words
from projections.catalogue import adopted_packs, pack_adopted, shipped_packs
from projections.labels import RESULTS, label
from projections.language.clauses import Clause, Example, Points, Quota
from projections.language.loading import PackRefused
from projections.language.pack import Pack
from projections.language.schema import Head, Span


@dataclass(frozen=True)
class ListedPack:
    """A version of a pack: one that comes with Shilu, or whose text was adopted into the book on a day."""

    pack: Pack
    adopted: date | None

    @property
    def name(self) -> str:
        """How it is asked for."""
        return f"{self.pack.head.id}@{self.pack.head.version}"


@dataclass(frozen=True)
class ShownExample:
    """A worked example: what is given, in words, and what then comes out."""

    given: Sequence[tuple[str, str]]
    gives: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ShownClause:
    """A clause as it is read."""

    name: str
    kind: str
    says: str
    section: str
    origin: str
    trace: bool
    in_force: str
    formulas: Sequence[tuple[str, str]]
    examples: Sequence[ShownExample]
    clause: Clause
    head: Head
    decided: Sequence[ReadingDecided]


def packs_known(book: Book) -> list[ListedPack]:
    """Every version there is, those in force first; what was adopted and no longer loads is left out."""
    adopted = {(one.pack, one.digest): one for one in adopted_packs(book)}
    found = {}
    for pack in shipped_packs().values():
        there = adopted.get((pack.head.id, pack.digest))
        found[pack.head.id, pack.digest] = ListedPack(pack, there.in_effect if there else None)
    for key, one in adopted.items():
        if key not in found:
            try:
                found[key] = ListedPack(pack_adopted(one), one.in_effect)
            except PackRefused:  # of an earlier release; `shilu packs check` says what is the matter
                continue
    return sorted(found.values(), key=lambda one: (one.pack.head.status != "in_force", one.name))


def clauses(pack: Pack, book: Book) -> list[ShownClause]:
    """The clauses in the pack's order."""
    decided: list[ReadingDecided] = [one for one in book.kept(ReadingDecided).records if one.pack == pack.head.id]
    return [
        ShownClause(
            name,
            text(f"clause.{clause.__struct_config__.tag}"),
            clause.says.zh,
            clause.source.section,
            text(f"clause.origin_{clause.origin}"),
            clause.trace,
            in_force(clause.in_force or pack.head_of(name).in_force),
            [(called, formula_in_words(pack, said)) for called, said in _formulas(clause) if said],
            [_example(pack, clause, one) for one in clause.examples],
            clause,
            pack.head_of(name),
            [one for one in decided if one.clause == name],
        )
        for name, clause in pack.clauses.items()
    ]


def clauses_table(pack: Pack, shown: Sequence[ShownClause]) -> Table:
    """The clauses as they are taken away."""
    names = ("name", "kind", "covers", "section", "origin", "trace", "in_force", "says")
    return Table(
        f"{pack.head.title.zh} {pack.head.version}",
        [text(f"clause.column_{name}") for name in names],
        [
            [
                one.name,
                one.kind,
                "、".join(one.clause.covers),
                one.section,
                one.origin,
                one.trace,
                one.in_force,
                one.says,
            ]
            for one in shown
        ],
    )


def packs_table(listed: Sequence[ListedPack]) -> Table:
    """The list of packs as it is taken away."""
    names = (
        "id",
        "version",
        "title",
        "status",
        "issuer",
        "document",
        "number",
        "date",
        "in_force",
        "adopted",
        "digest",
    )
    return Table(
        text("policies.title"),
        [text(f"policies.{name}") for name in names],
        [
            [
                one.pack.head.id,
                one.pack.head.version,
                one.pack.head.title.zh,
                text(f"policies.{one.pack.head.status}"),
                one.pack.head.issuer,
                one.pack.head.document.name,
                one.pack.head.document.number,
                one.pack.head.document.date,
                in_force(one.pack.head.in_force),
                one.adopted,
                one.pack.digest,
            ]
            for one in listed
        ],
    )


def in_force(span: Span) -> str:
    """From when until when something is in force."""
    since = span.from_.isoformat()
    return text("clause.until", since=since, until=span.to) if span.to else text("clause.since", since=since)


def _formulas(clause: Clause) -> list[tuple[str, str]]:
    """What of a clause is a formula, as it is written: what is done, against what, each part."""
    if isinstance(clause, Quota):
        return [(text("clause.done"), clause.done), (text("clause.target"), clause.target)]
    if isinstance(clause, Points):
        return [(part.says.zh, part.value) for part in clause.parts.values()]
    conditions: Mapping[str, Any] = getattr(clause, "conditions", {})
    if conditions:
        return [(one.says.zh, one.if_) for one in conditions.values()]
    named = ("if_", "value", "amount", "day", "target", "places")
    return [(text(f"clause.{name}"), said) for name in named if (said := getattr(clause, name, ""))]


def _example(pack: Pack, clause: Clause, one: Example) -> ShownExample:
    """A worked example in words."""
    return ShownExample(
        [(label(pack, name), _told(said)) for name, said in one.given.items()],
        [(_called(clause, name), _told(said)) for name, said in one.gives.items()],
    )


def _called(clause: Clause, name: str) -> str:
    """What people call a part of the answer: of points and conditions by what they say."""
    named: Mapping[str, Any] = {**getattr(clause, "parts", {}), **getattr(clause, "conditions", {})}
    if name in named:
        return str(named[name].says.zh)
    return text(f"clause.{name}") if name in ("amount", "places") else RESULTS.get(name, name)


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return text("record.yes") if value else text("record.no")
    if isinstance(value, dict):
        return "、".join(f"{name} {_told(said)}" for name, said in value.items())
    if isinstance(value, list):
        return "、".join(map(_told, value))
    return str(value)

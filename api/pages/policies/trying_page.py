"""试算: the form that asks what if, and what would come of it: who gains, who loses, before and after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.desk.exports import Table
from api.desk.simulation_words import tables_of, title_of
from api.http.kept_answers import marks
from api.http.reading_desk import known_pack
from api.http.register_desk import RegisterDesk
from api.pages.texts import text
from ledger.book import Book
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from ledger.verifying.report import Told
from projections.about_packs.diff import pack_changes
from projections.language.changing import changed_pack
from projections.language.clauses import Quota
from projections.language.pack import Pack
from projections.simulation.simulate import simulate

ROWS = 4
"""So many values may be changed at once in the form."""

PER_TABLE = 60
"""Lines of a table that the page shows; the file has all."""


@dataclass(frozen=True)
class Tried:
    """What came of it: in words, and as tables by title, each with headings and rows."""

    title: Sequence[str]
    changes: Sequence[str]
    totals: Mapping[str, Any]
    tables: Mapping[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]
    unfit: int
    people: Sequence[str] = ()
    """The codes of the teachers whose names stand in the tables as marks."""

    def with_names(self, names: Mapping[TeacherId, str]) -> "Tried":
        """The same with names in place of their marks."""
        put_in = {mark: names.get(code, "") for code, mark in marks(map(TeacherId, self.people)).items()}

        def said(cell: Any) -> Any:
            return put_in.get(cell, cell) if isinstance(cell, str) else cell

        tables = {
            title: (headings, [[said(cell) for cell in row] for row in rows])
            for title, (headings, rows) in self.tables.items()
        }
        return replace(self, tables=tables)

    def table(self, which: str) -> Table:
        """One of the tables, as it is taken away; of a title that is none the first."""
        title = which if which in self.tables else next(iter(self.tables))
        headings, rows = self.tables[title]
        return Table(title, headings, [[_cell(value) for value in row] for row in rows])


def tried(
    book: Book,
    register: RegisterDesk,
    asked: Mapping[str, str],
    settings: Sequence[str],
    told: Told = lambda what, done, of: None,
) -> Tried:
    """The simulation that a form asks for, marks in place of names; nothing is written.

    Raises Misuse `bad-arguments` where nothing is to be other, `unknown-pack`, `unknown-term`, `bad-setting`.
    """
    if not settings and not asked.get("against"):
        raise Misuse("bad-arguments", "没有写要改什么;请选一个值写上新的数,或换成另一个办法。")
    register = register.at_once
    as_of = _day(asked.get("as_of", ""))
    pack = known_pack(asked.get("pack", ""), book)
    against = known_pack(asked["against"], book) if asked.get("against") else pack
    unfit: list[Any] = []
    if settings:
        against, unfit = changed_pack(against, settings)
    found = simulate(book, pack, against, asked.get("term", ""), as_of, told=told)
    result = {**found.to_json(list(settings)), "changes": []}
    changes = [one.says for one in pack_changes(pack, against)]
    people = [one.subject for one in found.teachers]
    for one in result["totals"]["by_school"]:
        one["school"] = f"{register.school_name(one['school'])} {one['school']}"
    tables = {title: said for title, said in tables_of(found, result, marks(map(TeacherId, people))).items() if said[1]}
    return Tried(title_of(result, []).splitlines(), changes, result["totals"]["all"], tables, len(unfit), people)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Misuse("bad-arguments", f"“{written}”不是日期;请写成 2023-01-13 的样子。") from None


def settings_sent(asked: Mapping[str, str]) -> list[str]:
    """The changes that a form says: each a path and its new value, `observe-20.target=18`."""
    pairs = ((asked.get(f"path_{at}", "").strip(), asked.get(f"value_{at}", "").strip()) for at in range(1, ROWS + 1))
    return [f"{path}={value}" for path, value in pairs if path]


def values_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """The values of a pack that are most often asked about, each with what it is and what it says now."""
    for name, clause in pack.clauses.items():
        if isinstance(clause, Quota):
            yield f"{name}.target", text("trying.target", says=clause.says.zh, now=clause.target)
    for name, value in pack.values.items():
        yield f"values.{name}", text("trying.value", says=value.says.zh, now=value.is_[-1].value)
    for name, table in pack.tables.items():
        called = table.says.zh if table.says else name
        for path, now in _leaves(table.rows):
            yield f"tables.{name}.rows.{path}", text("trying.value", says=f"{called} {path}", now=now)
    yield "conventions.rounding", text("trying.rounding", now=pack.head.conventions.rounding)


def _leaves(rows: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, said in rows.items():
        if isinstance(said, Mapping):
            yield from _leaves(said, f"{before}{name}.")
        else:
            yield f"{before}{name}", said


def _cell(value: Any) -> Any:
    return value if isinstance(value, str | int | float) or value is None else str(value)

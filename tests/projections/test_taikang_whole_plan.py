"""The three-year plan whole: every rule has a clause, weights change on a day, an old county is answered as before."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from api.workbook.handing_in import hand_in_workbook
from ledger.book import Book
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.record import Record, SchoolId
from ledger.records.registered import SchoolRegistered
from ledger.records.school_test import SchoolTestReported, TopPupils
from ledger.records.school_year import TermAnnounced
from ledger.submission import Submission
from projections.catalogue import find_pack
from projections.evaluation import Evaluation, evaluate
from projections.language.clauses import Clause
from projections.language.loading import load_pack
from projections.language.pack import Pack
from projections.plain import PlainReading
from tests.books import open_book
from tests.clauses.county import AUTUMN, NEXT_AUTUMN, SPRING

SHIPPED = Path("projections/packs/taikang-2022.yaml")
GOLDEN = Path("tests/golden")
RULES = [f"B{number}" for number in range(1, 32)]
WEIGHTS = (("top_3000_weight", "40%", "20%"), ("top_5000_weight", "20%", "0%"), ("top_7000_weight", "40%", "80%"))
"""Each weight's name, what it is, and what it becomes from the school year 2023–24 on, announced a year before."""

JUNIORS = {
    "J1": (100, 2, 49000, (20, 30, 50)),
    "J2": (80, 0, 41600, (15, 32, 44)),
    "J3": (50, 0, 24750, (15, 20, 25)),
    "J4": (60, 0, 27000, (5, 10, 20)),
}
"""Of each junior school: pupils registered, excused, marks, and those among the county's first 3000, 5000, 7000."""


def clauses_of(rule: str, pack: Pack) -> dict[str, Clause]:
    """The clauses that encode a rule of the document."""
    return {name: clause for name, clause in pack.clauses.items() if rule in clause.covers}


@contextmanager
def book_of(folder: Path, *records: Record) -> Iterator[Book]:
    """A book with some records in it, all of them the county's own word."""
    book = open_book(folder / "book.sqlite")
    try:
        with book.writing(HandIn("clerk", COUNTY, AUTUMN)) as pen:
            pen.write([Submission([record]) for record in records])
        yield book
    finally:
        book.close()


def reweighted(folder: Path) -> Pack:
    """The shipped pack with a line more for each weight of the three rates."""
    text = SHIPPED.read_text(encoding="utf-8")
    for name, before, after in WEIGHTS:
        head, found, tail = text.partition(f"  {name}:\n")
        old = f"is: [{{value: {before}, source: {{section: 三(六)5}}}}]"
        assert found, name
        assert old in tail.partition("\n  ")[2], name
        new = f"is: [{{value: {before}, source: {{section: 三(六)5}}}}, {{from: 2023-08-01, value: {after}}}]"
        text = head + found + tail.replace(old, new, 1)
    path = folder / "reweighted.yaml"
    path.write_text(text, encoding="utf-8")
    return load_pack(path)


def results_in(term: TermAnnounced) -> Iterator[Record]:
    """The same results of the four junior schools in a term."""
    for school, (registered, excused, marks, tops) in JUNIORS.items():
        sat = registered - excused
        within = tuple(TopPupils(*one) for one in zip((3000, 5000, 7000), tops, strict=True))
        yield SchoolTestReported(
            SchoolId(school), term.term, "全县质量检测", "总分", "九年级", registered, sat, excused, 0,
            Decimal(marks), within,
        )  # fmt: skip


def places(evaluation: Evaluation, clause: str) -> dict[str, int]:
    """The place of each school in a ranking."""
    return {code: answers["ranks"][clause]["place"] for code, answers in evaluation.schools.items()}


def test_every_rule_of_the_plan_has_a_clause_with_its_section() -> None:
    pack = find_pack("taikang-2022")
    assert not [rule for rule in RULES if not clauses_of(rule, pack)]
    assert all(clause.source.section for clause in pack.clauses.values())


def test_what_follows_from_examination_places_is_history_only() -> None:
    pack = find_pack("taikang-2022")
    assert {clause.status for clause in clauses_of("B25", pack).values()} == {"historical"}
    assert not [name for name, clause in pack.clauses.items() if clause.status == "historical" and not clause.covers]


def test_weights_changed_from_a_school_year_on_leave_earlier_places_as_they_were(tmp_path: Path) -> None:
    """B24: rates with 20, 0, 80 %: J1 44/98, J2 38.2/80, J3 23/50, J4 17/60, so J2 before J3 before J1."""
    schools = [
        SchoolRegistered(AUTUMN.start, SchoolId(code), code, "东镇", "公办", "初中", ("九年级",), False, "A")
        for code in JUNIORS
    ]
    pack = reweighted(tmp_path)
    with book_of(
        tmp_path, AUTUMN, SPRING, NEXT_AUTUMN, *schools, *results_in(AUTUMN), *results_in(NEXT_AUTUMN)
    ) as book:
        before = evaluate(book, pack, AUTUMN.term, AUTUMN.end)
        assert places(before, "junior-by-rate") == {"J3": 1, "J2": 2, "J1": 3, "J4": 4}
        assert places(before, "junior-composite") == {"J2": 1, "J1": 2, "J3": 2, "J4": 4}  # 5, 6, 6, 12
        after = evaluate(book, pack, NEXT_AUTUMN.term, NEXT_AUTUMN.end)
        assert places(after, "junior-by-rate") == {"J2": 1, "J3": 2, "J1": 3, "J4": 4}
        assert places(after, "junior-composite") == {"J2": 1, "J1": 2, "J3": 3, "J4": 4}  # 4, 6, 7, 12
        unchanged = evaluate(book, find_pack("taikang-2022"), NEXT_AUTUMN.term, NEXT_AUTUMN.end)
        assert places(unchanged, "junior-composite") == places(before, "junior-composite")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The golden county's book."""
    home = Home(tmp_path_factory.mktemp("golden") / "county")
    home.make()
    with home.opened() as ledger:
        hand_in_workbook(ledger, GOLDEN / "county.xlsx", HandIn("local"))
        yield ledger.book


def test_a_county_that_records_no_more_than_before_is_answered_as_before(golden: Book) -> None:
    expected: dict[str, Any] = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))["evaluation"]
    found = evaluate(golden, find_pack("taikang-2022"), AUTUMN.term)
    assert found.teachers == expected["teachers"]
    assert found.groups == expected["groups"]


def test_schools_townships_and_the_county_are_read_alike_either_way(golden: Book) -> None:
    found = evaluate(golden, find_pack("taikang-2022"), AUTUMN.term, date(2023, 1, 13), historical=True)
    plain = PlainReading(found.pack, found.standing, found.term, found.as_of, historical=True)
    assert found.schools == {code: plain.of_subject("school", code) for code in found.schools}
    townships = found.others.get("townships", {})
    assert townships == {code: plain.of_subject("township", code) for code in townships}
    assert found.others["county"] == plain.of_subject("county", "county")

"""The dossier: what the book holds of one teacher, held to a slow reading of every row; nothing that came later."""

from collections.abc import Iterator
from datetime import date

import pytest

from api.cli.main import main
from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from ledger.book import Book
from ledger.home import Home
from ledger.life import State
from ledger.parties import teachers_in
from ledger.records import KINDS
from ledger.records.record import TeacherId
from ledger.refusals import Misuse
from projections.catalogue import find_pack
from projections.dossier import dossier_of, dossiers_of
from projections.dossier.reading import kinds_told

LAST = date(2023, 1, 31)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder = tmp_path_factory.mktemp("dossiers")
    write_county(folder / "county.xlsx", CountyPlan(seed=11, teachers=20))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SHILU_HOME", str(folder / "ledger"))
        assert main(["init"]) == 0
        assert main(["import", str(folder / "county.xlsx")]) == 0
        assert main(["import", str(folder / "county.xlsx"), "--authority", "school:S001"]) == 0
        with Home(folder / "ledger").opened() as ledger:
            yield ledger.book


def _everybody(book: Book) -> list[TeacherId]:
    rows = book.read(["teacher.registered/1"])
    return sorted({TeacherId(event.data.teacher) for _, event in rows})  # type: ignore[union-attr]


def test_it_holds_every_record_that_stands_and_names_the_teacher_and_no_other(county: Book) -> None:
    """The slow reading: all rows of every kind, one by one."""
    everybody = _everybody(county)
    found: dict[str, set[tuple[str, int, bool]]] = {code: set() for code in everybody}
    for kind, of in kinds_told().items():
        kept = county.kept(of)
        for position, state, record in zip(kept.positions, kept.states, kept.records, strict=True):
            for code in set(teachers_in(record)) & set(everybody):
                found[code].add((kind, position, state is State.ATTESTED))
    assert any(len(some) > 20 for some in found.values())
    for one in dossiers_of(county, everybody, LAST):
        told = {(line.kind, line.position, line.attested) for line in one.lines}
        days = {position for kind, position, _ in found[one.teacher] - told}
        assert told <= found[one.teacher]
        late = dossier_of(county, one.teacher, date(2099, 1, 1))
        assert days <= {line.position for line in late.lines if line.day > LAST}


def test_from_files_from_the_book_and_one_by_one_it_is_the_same(county: Book) -> None:
    some = _everybody(county)[:6]
    together = [one.digest for one in dossiers_of(county, some, LAST)]
    assert together == [one.digest for one in dossiers_of(county, some, LAST, afresh=True)]
    assert together == [dossier_of(county, code, LAST).digest for code in some]
    assert len(set(together)) == len(some)


def test_an_earlier_position_holds_only_what_was_written_by_then(county: Book) -> None:
    code = _everybody(county)[0]
    whole = dossier_of(county, code, LAST)
    middle = sorted(line.position for line in whole.lines)[len(whole.lines) // 2]
    then = dossier_of(county, code, LAST, middle)
    assert 0 < len(then.lines) < len(whole.lines)
    assert {line.position for line in then.lines} == {one.position for one in whole.lines if one.position <= middle}


def test_what_a_pack_says_is_part_of_the_digest(county: Book) -> None:
    code, pack = _everybody(county)[0], find_pack("taikang-2022")
    bare = dossier_of(county, code, LAST)
    with_pack = dossier_of(county, code, LAST, pack=pack, term="2022-2023-1")
    assert with_pack.result
    assert with_pack.result.pack_digest == pack.digest
    assert with_pack.digest != bare.digest
    assert with_pack.to_json()["records"] == bare.to_json()["records"]


def test_procedure_and_accounts_are_no_part_of_it() -> None:
    apart = {"account", "statement", "review", "contradiction"}
    assert not [kind for kind in kinds_told() if kind.partition(".")[0] in apart or kind == "person.forgotten"]
    assert {kind.partition("/")[0] for kind in KINDS} >= set(kinds_told())


def test_nobody_of_that_code_is_refused(county: Book) -> None:
    with pytest.raises(Misuse, match="999999"):
        dossier_of(county, "999999", LAST)

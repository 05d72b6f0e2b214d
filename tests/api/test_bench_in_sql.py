"""The bench's peer must say the same as Shilu: every clause, every subject, digit for digit."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from api.bench.in_sql.comparing import Answer, answers_of_kernel, differences
from api.bench.in_sql.running import answers_in_sql
from api.bench.made_facts.calendar import AS_OF, TERM
from api.bench.made_facts.county import make_county
from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from api.workbook.handing_in import hand_in_workbook
from ledger.hand_in import HandIn
from ledger.home import Home
from projections.catalogue import find_pack
from projections.evaluation import Evaluation, find_term
from projections.fact_files.building import build
from projections.fact_files.files import FactFiles
from projections.fact_files.folders import facts_folder
from projections.language.clauses import Allowance
from projections.standing import read_standing, standing_in

PACK = find_pack("taikang-2022")
TEACHERS, FACTS = 110, 22_000

Sides = tuple[dict[str, Answer], dict[str, pa.Table]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fact files of a small made county."""
    folder = tmp_path_factory.mktemp("made") / "facts"
    make_county(folder, TEACHERS, FACTS)
    return folder


@pytest.fixture(scope="module")
def sides(made: Path) -> Sides:
    """Shilu's answers about it, and those of the SQL."""
    files = FactFiles.opened(made, None)
    assert files
    standing = standing_in(files)
    evaluation = Evaluation(PACK, standing, find_term(standing, TERM), AS_OF, historical=True)
    return answers_of_kernel(evaluation), answers_in_sql(made, PACK, TERM, AS_OF)


def test_every_clause_of_a_made_county_has_the_same_answers_in_sql(sides: Sides) -> None:
    ours, theirs = sides
    evaluated = {name for name, clause in PACK.clauses.items() if not isinstance(clause, Allowance)}
    assert evaluated <= ours.keys()
    assert differences(ours, theirs) == []


def test_no_clause_is_about_nobody_in_a_made_county(sides: Sides) -> None:
    ours, _ = sides
    assert [name for name, answer in ours.items() if not answer.applies.any()] == []


def test_a_number_that_differs_is_told_with_its_subject(sides: Sides) -> None:
    ours, theirs = sides
    name = "observe-20"
    table = theirs[name]
    subject, done = table["subject"][3].as_py(), table["done"].to_pylist()
    done[3] += 1
    altered = table.set_column(table.schema.get_field_index("done"), "done", pa.array(done))
    [told] = differences(ours, {**theirs, name: altered})
    assert told.startswith(f"{name}.done: 1 of ")
    assert subject in told
    [missing] = differences(ours, {**theirs, name: table.slice(1)})
    assert missing.startswith(f"{name}: is for {len(table)}, in SQL for {len(table) - 1}")


def test_a_county_is_made_the_same_again(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("once", "again")]
    for folder in folders:
        make_county(folder, 12, 500)
    once, again = ((folder / "g0001" / "manifest.json").read_bytes() for folder in folders)
    assert once == again


def test_the_demo_county_with_its_mess_has_the_same_answers_in_sql(home: Home, tmp_path: Path) -> None:
    workbook, term, as_of = tmp_path / "county.xlsx", "2022-2023-1", date(2023, 1, 31)
    write_county(workbook, CountyPlan(seed=3, teachers=120, term=term, observations=None, mess=1.0, until=None))
    with home.opened() as ledger:
        hand_in_workbook(ledger, workbook, HandIn("local"))
        build(ledger.book)
        standing = read_standing(ledger.book)
        evaluation = Evaluation(PACK, standing, find_term(standing, term), as_of, historical=True)
        folder = facts_folder(ledger.book)
        assert folder
        theirs = answers_in_sql(folder, PACK, term, as_of)
        assert differences(answers_of_kernel(evaluation), theirs) == []

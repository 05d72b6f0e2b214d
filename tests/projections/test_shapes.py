"""Every shape of rule is said as pack data, sound, and its stories computed by hand hold, whoever reads them."""

from datetime import date
from pathlib import Path

import pytest

from ledger.book import Book
from projections.evaluation import Evaluation, evaluate
from projections.explain import Explainer
from projections.language.clauses import Allowance
from projections.language.loading import load_pack, read_pack
from projections.language.pack import Pack
from projections.language.pack_files import STORIES
from projections.language.subject_scopes import subject_kinds
from projections.stories import running
from projections.stories.running import run_stories, stories_of
from tests.projections.shapes_page import PAGE, page
from tests.projections.test_kernel_held_to_plain import assert_plain_says_the_same

HERE = Path(__file__).parent
PACKS = sorted(
    path for folder in ("shapes", "policies") for path in (HERE / folder).glob("*.yaml") if STORIES not in path.name
)


def assert_every_clause_is_explained(evaluation: Evaluation, book: Book) -> None:
    """Each clause, of everybody it may be about, is told with its arithmetic."""
    explainer = Explainer(evaluation)
    clauses = {name: one for name, one in evaluation.pack.clauses.items() if not isinstance(one, Allowance)}
    for kind in subject_kinds(evaluation.pack):
        about = [name for name, clause in clauses.items() if clause.per == kind]
        for code in explainer.reading.subjects.codes(kind) if about else ():
            told = [one for name in about for one in explainer.subject(kind, code, name)]
            assert all(one.working for one in told)
            assert [one.to_json()["clause"] for one in told] == about


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_shape_is_said_soundly_and_what_its_stories_expect_is_found(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_pack(path)[1] == []
    asked = []

    def evaluated(
        book: Book, pack: Pack, term: str, as_of: date | None, known_at: int | None, *, historical: bool
    ) -> Evaluation:
        evaluation = evaluate(book, pack, term, as_of, known_at, historical=historical)
        assert_plain_says_the_same(evaluation)
        assert_every_clause_is_explained(evaluation, book)
        asked.append(term)
        return evaluation

    monkeypatch.setattr(running, "evaluate", evaluated)  # looks over the shoulder of the stories; they run as they do
    [stories] = stories_of(path)
    assert run_stories(load_pack(path), stories) == []
    assert asked


def test_the_page_of_shapes_shows_the_packs_that_are_tested() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make schemas"


def test_there_is_an_example_of_every_shape() -> None:
    shown = {int(path.name[:2]) for path in (HERE / "shapes").glob("*.yaml")}
    assert shown == set(range(1, 38))

"""What a round knows: what was frozen, and what was put right; nothing else that came later, whatever it was."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.acts.finding import find
from ledger.book import Book
from ledger.event import Act
from ledger.hand_in import HandIn
from ledger.records.conduct import ConductLifted, ConductSanctioned, VetoImposed
from ledger.records.record import TeacherId, TermId, entry_of
from ledger.records.review import ReviewAnnounced
from ledger.vocabulary import Gives, VetoEffect
from projections.evaluation import Evaluation, find_term
from projections.language.days import months_after
from projections.reviews.as_known import standing_as_known
from projections.reviews.vetoes import vetoes_found
from projections.standing import read_standing
from tests.api.official_county import LAST_DAY, PACK, TERM, correct, lesson, records, say
from tests.books import open_book, open_vault
from tests.ledger.people import LI, WANG, ZHAO
from tests.ledger.stories import changed
from tests.torture import times

PEOPLE = (LI, WANG, ZHAO)
FIRST = date(2022, 10, 10)
_SERIAL = count()

later = st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(10, 14), st.integers(1, 6)), max_size=6, unique=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rounds")


@contextmanager
def county(folder: Path) -> Iterator[Book]:
    own = folder / str(next(_SERIAL))
    own.mkdir()
    with closing(open_book(own / "book.sqlite")) as book:
        vault = open_vault(own / "vault.sqlite", bytes(32))
        say(book, *records(vault))
        vault.close()
        yield book


@settings(max_examples=times(4, 60), deadline=None)
@given(later, st.data())
def test_only_what_was_put_right_is_otherwise(
    folder: Path, lessons: list[tuple[TeacherId, int, int]], data: st.DataObject
) -> None:
    """As in a book in which nothing was recorded after the freeze but what was put right."""
    right = data.draw(st.sets(st.sampled_from(lessons)) if lessons else st.just(set()))
    undone, mended = data.draw(st.booleans()), data.draw(st.booleans())
    gone, wrong = lesson(1, day=5), lesson(2, day=5)
    moved = changed(wrong, on=date(2022, 11, 3), reflection="")  # another key: the entry gives way to a new one
    with county(folder) as book, county(folder) as other:
        frozen = book.position
        assert other.position == frozen
        for observer, day, period in lessons:
            say(book, lesson(period, observer, day))
        for one in (book, other):
            if undone or one is book:
                place = find(one.stored, entry_of(gone).hex())
                one.act(HandIn("officer"), place.request(Act.VOIDED, "没有这节课"))
            if mended or one is book:
                correct(one, wrong, moved)
        for observer, day, period in lessons:
            if (observer, day, period) in right:
                say(other, lesson(period, observer, day))
        put_right = [entry_of(lesson(period, observer, day)).hex() for observer, day, period in right]
        if undone:
            put_right.append(entry_of(gone).hex())
        if mended:
            put_right.append(entry_of(wrong).hex())
        standing = standing_as_known(book, frozen, put_right, book.position)
        known = Evaluation(PACK, standing, find_term(standing, TERM), LAST_DAY)
        alone = read_standing(other)
        by_itself = Evaluation(PACK, alone, find_term(alone, TERM), LAST_DAY)
        assert known.digest == by_itself.digest
        nothing = standing_as_known(book, frozen, [], book.position)
        then = Evaluation(PACK, nothing, find_term(nothing, TERM), LAST_DAY)
        assert then.digest == Evaluation(PACK, read_standing(book, frozen), then.term, LAST_DAY).digest


sanctions = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.integers(0, 200), st.integers(0, 5), st.none() | st.integers(0, 200)),
    max_size=5,
    unique_by=lambda one: one[:2],
)
imposed = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.integers(0, 200), st.none() | st.integers(0, 90), st.sampled_from(VetoEffect)
    ),
    max_size=3,
    unique_by=lambda one: one[:2],
)


@settings(max_examples=times(12, 200), deadline=None)
@given(sanctions, imposed, st.integers(0, 220), st.sampled_from([Gives.TITLE, Gives.HONOUR]))
def test_whoever_has_something_in_force_is_shut_out(
    folder: Path,
    given_out: list[tuple[TeacherId, int, int, int | None]],
    vetoes: list[tuple[TeacherId, int, int | None, VetoEffect]],
    after: int,
    gives: Gives,
) -> None:
    day = FIRST + timedelta(after)
    wanted: set[str] = set()
    with county(folder) as book:
        for teacher, begins, months, lifted in given_out:
            on = FIRST + timedelta(begins)
            say(book, ConductSanctioned(teacher, on, "有偿家教", "警告", months))
            end = months_after(on, months)
            if lifted is not None:
                off = max(on + timedelta(lifted), on)
                say(book, ConductLifted(teacher, on, "有偿家教", off))
                end = min(end, off)
            if on <= day < end:
                wanted.add(teacher)
        for teacher, begins, lasts, effect in vetoes:
            on = FIRST + timedelta(begins)
            until = None if lasts is None else on + timedelta(lasts)
            say(book, VetoImposed(teacher, on, "控辍保学失职", effect, until))
            bars = effect is VetoEffect.VETO or gives is Gives.HONOUR
            if bars and on <= day and (until is None or day <= until):
                wanted.add(teacher)
        announced = SimpleNamespace(terms=SimpleNamespace(vetoes=()), gives=gives, term=TermId(TERM))
        found = vetoes_found(book, book.position, cast("ReviewAnnounced", announced), PACK, PEOPLE, day)
        assert {teacher for teacher, against in found.items() if against} == wanted

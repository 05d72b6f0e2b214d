"""The views say what the book says: followed in lots of any size, stopped and killed, made anew beside the old."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from signal import SIGKILL
from subprocess import DEVNULL, Popen
from sys import executable
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import Act, Authority
from ledger.hand_in import HandIn
from ledger.life import State, Stream
from ledger.parties import teachers_in
from ledger.records.authority import AuthorityGranted
from ledger.records.record import entry_of, stream_of
from ledger.refusals import Misuse, Refused
from ledger.store.codec import decode
from ledger.vocabulary import Office
from projections.keeping import bring_up, is_ready, state_of
from projections.views.asking import inbox, time_line
from projections.views.following import follow
from projections.views.keeping import brought_up, brought_up_to_date, migrate, opened, rebuild, views_status
from projections.views.tables import Inbox, TimeLine, View
from tests.books import by_another_hand, open_book, place_of
from tests.ledger.stories import AUTUMN, LESSON, LI, SCHOOL, TEACHER, WANG, SettableClock, changed, clerk, lessons, row
from tests.projections.books_over_years import Clock, deal_with
from tests.projections.pack_formulas import Chance
from tests.projections.small_counties import SmallCounty, small_counties
from tests.torture import times

SCHOOL_OFFICE = Authority("school:S001")
REBUILDER = Path(__file__).with_name("view_builder.py")


@pytest.fixture
def kept_book(tmp_path: Path, clock: SettableClock) -> Iterator[Book]:
    with closing(open_book(tmp_path / "book.sqlite", clock, tmp_path)) as book:
        yield book


def lines_in(engine: Engine) -> set[tuple[int, str, str]]:
    with engine.connect() as connection:
        return {tuple(row) for row in connection.execute(select(TimeLine.position, TimeLine.teacher, TimeLine.state))}  # type: ignore[misc]


def waiting_in(engine: Engine) -> set[tuple[int, str]]:
    with engine.connect() as connection:
        return {tuple(row) for row in connection.execute(select(Inbox.position, Inbox.waits_for))}  # type: ignore[misc]


def said_by(book: Book) -> tuple[set[tuple[int, str, str]], set[tuple[int, str]]]:
    """What time line and inbox must hold, by every stream of the book folded by itself.

    What stands in a version's place since, a later one of its part that is alive, is what waits instead of it.
    """
    streams: dict[bytes, dict[int, tuple[int, Any]]] = {}
    for position, stream, number, kind, body in book.stored.rows():
        streams.setdefault(stream, {})[number] = position, decode(kind, body)
    lines: set[tuple[int, str, str]] = set()
    waiting: set[tuple[int, str]] = set()
    for numbered in streams.values():
        versions = Stream(event for _, event in numbered.values()).versions
        for version in versions:
            position = numbered[version.number][0]
            said_since = any(
                after.alive and after.part == version.part for after in versions if after.number > version.number
            )
            lines |= {
                (position, teacher, version.state.value) for teacher in teachers_in(version.event.data) if teacher
            }
            if version.state is State.RECORDED and not said_since:
                waiting.add((position, "attestation"))
            if version.state is State.RETURNED and not said_since:
                waiting.add((position, "mending"))
            if version.objected_by and version.alive:
                waiting.add((position, "decision"))
    return lines, waiting


@settings(max_examples=times(6, 200), deadline=None)
@given(small_counties(), st.integers(0, 10_000), st.integers(1, 60))
def test_followed_in_lots_of_any_size_they_hold_what_the_book_holds(county: SmallCounty, seed: int, lot: int) -> None:
    with TemporaryDirectory() as folder, closing(open_book(Path(folder) / "b", Clock(), Path(folder))) as book:
        views = opened(book)
        county.write(book)
        assert follow(views.engine, book, lot=lot) == book.position
        assert (lines_in(views.engine), waiting_in(views.engine)) == said_by(book)
        deal_with(book, county, Chance(seed))
        follow(views.engine, book, lot=lot)
        assert (lines_in(views.engine), waiting_in(views.engine)) == said_by(book)
        assert follow(views.engine, book) == book.position  # nothing more to do
        anew = rebuild(book)
        assert (anew.generation, lines_in(anew.engine)) == (views.generation + 1, lines_in(views.engine))


def test_the_tables_are_those_that_the_migrations_make(kept_book: Book) -> None:
    with opened(kept_book).engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), View.metadata)
    assert differences == []


def test_a_teachers_time_line_tells_the_newest_first_and_reads_on(kept_book: Book, clock: SettableClock) -> None:
    with kept_book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER), *lessons(5)])
    views = opened(kept_book)
    first = time_line(views, [LI], most=4)
    assert [one["kind"] for one in first] == ["lesson.observed"] * 4
    assert first[0] == {
        "entry": entry_of(changed(LESSON, period=5)).hex(),
        "part": "",
        "kind": "lesson.observed",
        "day": "2022-09-05",
        "state": "attested",
        "authority": "county",
        "position": 8,
        "recorded_on": clock.now.date().isoformat(),
    }
    rest = time_line(views, [LI], before=first[-1]["position"])
    assert [one["position"] for one in first + rest] == [8, 7, 6, 5, 4, 3]
    assert {one["kind"] for one in time_line(views, [WANG])} == {"lesson.observed"}


def test_each_office_sees_what_waits_for_it(kept_book: Book, clock: SettableClock) -> None:
    book = kept_book
    with book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER)])
    with book.writing(HandIn("chen", SCHOOL_OFFICE, AUTUMN)) as pen:
        pen.write(lessons(3))
    views = opened(book)

    def waiting(office: str) -> list[tuple[str, int]]:
        views.follow()
        return [(one["waits_for"], one["position"]) for one in inbox(views, Authority(office))]

    assert waiting("county") == [("attestation", 4), ("attestation", 5), ("attestation", 6)]
    assert waiting("school:S001") == []  # the county has granted nothing yet
    clock.advance(days=1)
    book.append(clerk(), row(AuthorityGranted("lesson.observed", Office.OWN_SCHOOL, AUTUMN.start)))
    assert waiting("school:S001") == waiting("county")
    assert waiting("school:S002") == []
    first, second, third = (changed(LESSON, period=period) for period in (1, 2, 3))
    clock.advance(days=1)
    book.act(HandIn("dean", SCHOOL_OFFICE), asked(Act.ATTESTED, first))
    book.act(HandIn("dean", SCHOOL_OFFICE), asked(Act.RETURNED, second))
    book.act(HandIn("office"), asked(Act.OBJECTED, first))
    assert waiting("school:S001") == [("decision", 4), ("mending", 5), ("attestation", 6)]
    assert waiting("school:S002") == []
    book.act(HandIn("office"), asked(Act.VOIDED, third))
    book.act(HandIn("dean", SCHOOL_OFFICE), asked(Act.DECIDED, first))
    assert waiting("county") == []
    assert waiting("school:S001") == [("mending", 5)]
    assert [one["waits_for"] for one in inbox(views, SCHOOL_OFFICE, after=5)] == []


def test_what_was_mended_or_corrected_since_waits_no_more(kept_book: Book, clock: SettableClock) -> None:
    book = kept_book
    with book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER)])
    chen = HandIn("chen", SCHOOL_OFFICE, AUTUMN)
    with book.writing(chen) as pen:
        pen.write(lessons(2))
    views = opened(book)
    first, second = (changed(LESSON, period=period) for period in (1, 2))
    clock.advance(days=1)
    book.act(clerk(), asked(Act.RETURNED, first))
    views.follow()
    assert [one["position"] for one in inbox(views, SCHOOL_OFFICE)] == [4]
    clock.advance(days=1)
    book.append(chen, row(changed(first, reflection="改过了"), number=9))
    book.correct(chen, asked(Act.CORRECTED, second), changed(second, reflection="也改过了"))
    views.follow()
    assert inbox(views, SCHOOL_OFFICE) == []
    assert [(one["waits_for"], one["position"]) for one in inbox(views)] == [("attestation", 7), ("attestation", 8)]


def asked(act: Act, record: Any) -> Request:
    return Request(act, stream_of(record), entry_of(record), reason="原件核对有误")


def test_long_inboxes_are_read_page_by_page(kept_book: Book) -> None:
    with kept_book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER)])
    with kept_book.writing(HandIn("chen", SCHOOL_OFFICE, AUTUMN)) as pen:
        pen.write([row(changed(LESSON, period=1 + number), number=number + 2) for number in range(2_345)])
    views, found, after = opened(kept_book), list[int](), 0
    while page := inbox(views, after=after, most=400):
        found += [one["position"] for one in page]
        after = found[-1]
    assert found == list(range(4, 4 + 2_345))


def test_a_builder_killed_at_any_moment_leaves_the_old_in_use_and_the_next_clears_up(tmp_path: Path) -> None:
    chance = Random(2022)
    path = tmp_path / "book.sqlite"
    with closing(open_book(path, derived=tmp_path)) as book:
        with book.writing(clerk()) as pen:
            pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER), *lessons(3_000)])
        opened(book)
        expected = said_by(book)
        for _ in range(times(3, 60)):
            with Popen([executable, str(REBUILDER), str(place_of(path)), str(tmp_path)], stdout=DEVNULL) as process:
                time.sleep(chance.uniform(0.6, 2.2))
                process.send_signal(SIGKILL)
                process.wait(10)
            views = opened(book)
            views.follow()
            assert (lines_in(views.engine), waiting_in(views.engine)) == expected
        rebuild(book)
        rebuild(book)
        status = views_status(book)
        assert status is not None
        assert (status["lag"], status["building"], status["progress"]) == (0, False, None)


def test_readers_of_the_old_go_on_while_new_ones_are_made_and_used(kept_book: Book) -> None:
    with kept_book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER), *lessons(40)])
    old = opened(kept_book)
    with old.reading() as connection:
        cursor = connection.execute(select(TimeLine.position).order_by(TimeLine.position))
        first = cursor.fetchone()
        assert first is not None
        new = rebuild(kept_book)
        assert len(cursor.fetchall()) == len(lines_in(new.engine)) - 1
    kept_book.append(clerk(), row(changed(LESSON, period=77)))
    assert opened(kept_book).generation == new.generation
    assert new.follow() == kept_book.position


def test_a_server_that_is_stopped_ends_between_two_parts_and_the_next_goes_on(kept_book: Book) -> None:
    with kept_book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER), *lessons(40)])

    def stopped() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_up(kept_book, stopped)
    told = views_status(kept_book)
    assert told
    assert told["generation"] is None
    bring_up(kept_book, lambda: None)
    assert (lines_in(opened(kept_book).engine), waiting_in(opened(kept_book).engine)) == said_by(kept_book)


def test_views_of_tables_that_this_release_does_not_know_are_made_anew(kept_book: Book) -> None:
    views = opened(kept_book)
    with views.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert brought_up(kept_book)
    assert opened(kept_book).generation == views.generation + 1
    assert not brought_up(kept_book)


def test_migrating_again_changes_nothing(kept_book: Book) -> None:
    views = opened(kept_book)
    migrate(views.engine)
    assert views.follow() == 0


def test_the_state_tells_how_far_everything_has_come(kept_book: Book) -> None:
    state = state_of(kept_book)
    assert (state["position"], state["format"]) == (0, 2)
    assert not is_ready(state)  # no views yet
    opened(kept_book)
    kept_book.append(clerk(), row(AUTUMN))
    state = state_of(kept_book)
    assert state["views"] == {"generation": 1, "position": 0, "lag": 1, "building": False, "progress": None}
    assert is_ready(state)


def test_a_book_opened_without_a_folder_keeps_no_views(tmp_path: Path) -> None:
    with closing(open_book(tmp_path / "book.sqlite")) as book:
        assert views_status(book) is None
        with pytest.raises(Misuse):
            opened(book)


def test_views_that_go_beyond_a_restored_book_are_made_anew(kept_book: Book) -> None:
    with kept_book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER), *lessons(4)])
    views = brought_up_to_date(kept_book)
    with by_another_hand(kept_book_path(kept_book)) as other:  # as a backup of before would have it
        other.execute("DELETE FROM events WHERE position > 5")
    status = views_status(kept_book)
    assert status is not None
    assert (status["position"], status["lag"]) == (0, 5)
    assert not is_ready(state_of(kept_book)) or status["lag"] < 1_000
    anew = brought_up_to_date(kept_book, views=views)
    assert anew.generation == views.generation + 1
    assert (lines_in(anew.engine), waiting_in(anew.engine)) == said_by(kept_book)
    for period in (7, 8, 9):  # other records at the positions that there were before
        kept_book.append(clerk(), row(changed(LESSON, period=period)))
    assert lines_in(brought_up_to_date(kept_book).engine) == said_by(kept_book)[0]


def test_views_with_a_table_missing_are_made_anew(kept_book: Book) -> None:
    kept_book.append(clerk(), row(AUTUMN))
    views = brought_up_to_date(kept_book)
    with views.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE inbox")
    with pytest.raises(Refused) as caught:
        inbox(views)
    assert caught.value.code == "views-unreadable"
    assert inbox(brought_up_to_date(kept_book)) == []


def kept_book_path(book: Book) -> Path:
    assert book.derived
    return book.derived / "book.sqlite"


def test_days_stay_days(kept_book: Book) -> None:
    with kept_book.writing(clerk()) as pen:
        pen.write([row(AUTUMN), row(SCHOOL), row(TEACHER), *lessons(1)])
    with opened(kept_book).engine.connect() as connection:
        [(day, recorded_on)] = connection.execute(
            select(TimeLine.day, TimeLine.recorded_on).where(TimeLine.kind == "lesson.observed", TimeLine.teacher == LI)
        ).all()
    assert day == LESSON.on
    assert recorded_on - LESSON.on == timedelta(days=148)

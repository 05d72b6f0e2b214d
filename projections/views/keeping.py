"""The views of a ledger kept up: opened, brought up to the book, made anew beside the old ones and exchanged.

The old ones answer while new ones are made. What is in use is never half made: a generation comes into use only when
it has reached the book's end.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from ledger.book import Book
from ledger.refusals import Misuse, Refused
from projections.views.following import OfAnotherBook, Told, follow, reached_of
from projections.views.generations import Generations, generations
from projections.views.tables import REVISION, View

FOLDER = "views"
_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Views:
    """The views in use of an open book."""

    book: Book
    engine: Engine
    generation: int

    def follow(self, told: Told = lambda position: None) -> int:
        """Take in what the book holds beyond them; the position reached. Raises OfAnotherBook, SQLAlchemyError."""
        return follow(self.engine, self.book, told)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads, as the views are at one moment, and waits for nobody who writes.

        Raises Refused `views-unreadable`.
        """
        with _faults_told(), self.engine.connect().execution_options(writes=False) as connection:
            # A transaction of SQLite sees one moment anyhow; in PostgreSQL each statement would see another.
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection


def brought_up_to_date(book: Book, told: Told = lambda position: None, views: Views | None = None) -> Views:
    """The views of a book with all that it holds; made anew where they cannot be gone on with.

    `views`: those that were opened before. They may have been exchanged, and be gone, since.
    """
    with _faults_told():
        for one in (views, None) if views else (None,):
            with suppress(OfAnotherBook, DatabaseError):
                found = one or opened(book, told)
                found.follow(told)
                return found
        return rebuild(book, told)


@contextmanager
def _faults_told() -> Iterator[None]:
    """What goes wrong with the views' place, told as a refusal: the book itself is sound."""
    try:
        yield
    except (OSError, SQLAlchemyError) as error:
        raise Refused(
            "views-unreadable",
            "视图读不出或写不进(文件夹只读、磁盘已满、数据库停了?),账本没有问题;"
            "请核对后再试,或运行 shilu rebuild --views。",
        ) from error


def in_use(book: Book) -> Views | None:
    """The views of a book that are in use; None where there are none that this release can read."""
    return _in_use(book, _kept(book))


def opened(book: Book, told: Told = lambda position: None) -> Views:
    """The views of a book, made first where there are none that this release can read."""
    kept = _kept(book)
    if found := _in_use(book, kept):
        return found
    with kept.making():
        return _in_use(book, kept) or _made_anew(book, kept, told)  # somebody else may just have made them


def rebuild(book: Book, told: Told = lambda position: None) -> Views:
    """Make the views anew beside those in use, and exchange them when they have reached the book's end."""
    kept = _kept(book)
    with _faults_told(), kept.making():
        return _made_anew(book, kept, told)


def brought_up(book: Book) -> bool:
    """Make views of another release anew; whether there were any."""
    kept = _kept(book)
    if kept.current() is None or _in_use(book, kept):
        return False
    rebuild(book)
    return True


def _in_use(book: Book, kept: Generations) -> Views | None:
    number = kept.current()
    if number is None or not _are_whole(kept.engine(number)):
        return None
    return Views(book, kept.engine(number), number)


def _made_anew(book: Book, kept: Generations, told: Told) -> Views:
    in_use = kept.current()
    number = max(kept.all(), default=0) + 1
    kept.make(number)
    engine = kept.engine(number)
    migrate(engine)
    follow(engine, book, told)
    kept.use(number)
    for old in kept.all():
        # The one before stays until the next time, for those who are still reading in it.
        if old not in (number, in_use):
            kept.drop(old)
    return Views(book, engine, number)


def migrate(engine: Engine) -> None:
    """Bring tables to what this release makes, by the migrations."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


class ViewsStatus(TypedDict):
    """`generation` and `position`: what is in use, and up to where; `lag` how many events the book has more.

    `progress`, while newer ones are made beside it: the share that is done, 0 to 100.
    """

    generation: int | None
    position: int
    lag: int
    building: bool
    progress: int | None


def views_status(book: Book) -> ViewsStatus | None:
    """How the views of a book are; None where it keeps none."""
    if book.derived is None:
        return None
    kept = _kept(book)
    number = kept.current()
    newer = [one for one in kept.all() if one > (number or 0)]
    building = bool(newer) and kept.somebody_makes()
    position = _reached(kept, number, book) if number is not None else 0
    last = book.position  # asked last: what follows may come further meanwhile, and never beyond it
    return {
        "generation": number,
        "position": position,
        "lag": last - position,
        "building": building,
        "progress": _reached(kept, newer[-1], book) * 100 // max(last, 1) if building else None,
    }


def _kept(book: Book) -> Generations:
    if book.derived is None:
        raise Misuse("no-views", "这个账本旁边没有存放视图的文件夹;请用 SHILU_HOME 打开它。")
    return generations(book.place, book.derived / FOLDER)


def _reached(kept: Generations, number: int, book: Book) -> int:
    with suppress(SQLAlchemyError), kept.engine(number).connect().execution_options(writes=False) as connection:
        return reached_of(connection, book)
    return 0


def _are_whole(engine: Engine) -> bool:
    """Whether all tables are there, as this release makes them."""
    with suppress(SQLAlchemyError), engine.connect().execution_options(writes=False) as connection:
        there = set(inspect(connection).get_table_names())
        if there.issuperset([*View.metadata.tables, "alembic_version"]):
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            return bool(revision == REVISION)
    return False

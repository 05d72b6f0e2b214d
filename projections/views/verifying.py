"""视图 verified: the tables that follow the book hold what comes out when they are made anew from it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from ledger.book import Book
from ledger.store.faults import why_unreadable
from ledger.verifying.report import Report, Told
from projections.views.following import follow, reached_of
from projections.views.generations import InFolder
from projections.views.keeping import in_use, migrate
from projections.views.tables import Inbox, TimeLine, View

_LOT = 20_000
"""Positions compared at a time."""

_MEND = "它们是由账本算出的,请运行 shilu rebuild --views 重新生成"


def verify_views(book: Book, report: Report, told: Told) -> None:
    """Make the views anew in a folder of their own, up to where those in use have come, and report what differs."""
    try:
        views = in_use(book)
        if views is None:
            report.note("还没有视图,或是另一个版本的师录生成的;用到时会重新生成。")
            return
        with views.reading() as connection:
            reached = reached_of(connection, book)
            if not reached and _holds_any(connection):
                report.fault(f"视图和账本里它们写到的那一条不符;{_MEND}。")
                return
            _verify_file(connection, report)
            with TemporaryDirectory(prefix="shilu-") as folder:
                anew = _made_anew(book, Path(folder), reached, told)
                try:
                    with anew.connect() as other:
                        _compare(connection, other, reached, report)
                finally:
                    anew.dispose()
    except (ValueError, KeyError, msgspec.MsgspecError):
        report.note("账本里有读不出来的记录,视图没有核对。")
    except (OSError, SQLAlchemyError) as error:
        report.fault(f"视图读不出来({why_unreadable(getattr(error, 'orig', None) or error)});{_MEND}。")


def _holds_any(connection: Connection) -> bool:
    return any(connection.scalar(select(func.count()).select_from(table)) for table in (TimeLine, Inbox))


def _verify_file(connection: Connection, report: Report) -> None:
    """SQLite's own check of pages and indexes."""
    if connection.dialect.name == "sqlite":
        for (said,) in connection.execute(text("PRAGMA integrity_check(10)")):
            if said != "ok":
                report.fault(f"视图的数据库自检不通过({said});{_MEND}。")


def _made_anew(book: Book, folder: Path, reached: int, told: Told) -> Engine:
    place = InFolder(folder)
    place.make(1)
    engine = place.engine(1)
    migrate(engine)
    follow(engine, book, lambda position: told("视图", position, reached), up_to=reached)
    return engine


def _compare(connection: Connection, anew: Connection, reached: int, report: Report) -> None:
    for table in (TimeLine, Inbox):
        for first in range(0, reached + 1, _LOT):
            last = first + _LOT - 1
            different = _rows(connection, table, first, last) ^ _rows(anew, table, first, last)
            for position in sorted({int(str(row[0])) for row in different}):
                report.fault(f"视图 {table.__tablename__} 里第 {position} 条的内容和账本不符;{_MEND}。", position)
        beyond = select(func.count()).select_from(table).where((table.position > reached) | (table.position < 1))
        if connection.scalar(beyond):
            report.fault(f"视图 {table.__tablename__} 里有账本没有的位置;{_MEND}。")


def _rows(connection: Connection, table: type[View], first: int, last: int) -> set[tuple[object, ...]]:
    """The rows of some positions; `position` is the first column of every table."""
    rows = connection.execute(select(table.__table__).where(table.__table__.c.position.between(first, last)))
    return {tuple(row) for row in rows}

"""The tables of the views: every teacher's time line, what waits for an office, and how far they have come.

They hold codes, days and states, no names and nothing that people wrote. Their history is in `migrations/`.
"""

from datetime import date

from sqlalchemy import BigInteger, Date, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISION = "0003"
"""The migration that makes the tables as they are said here."""


class View(DeclarativeBase):
    """What all tables of the views share."""


class TimeLine(View):
    """业务时间线: a version of a record, for every teacher that it names; `position` is where it was recorded."""

    __tablename__ = "time_line"
    __table_args__ = (Index("time_line_by_teacher", "teacher", "position"),)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    teacher: Mapped[str] = mapped_column(String, primary_key=True)
    entry: Mapped[str] = mapped_column(String(32))
    part: Mapped[str]
    kind: Mapped[str]
    day: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str]
    authority: Mapped[str]
    recorded_on: Mapped[date] = mapped_column(Date)


class Inbox(View):
    """待办: a version of a record that waits: to be attested, to be mended after it was returned, to be decided on."""

    __tablename__ = "inbox"
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    waits_for: Mapped[str] = mapped_column(String, primary_key=True)
    entry: Mapped[str] = mapped_column(String(32))
    part: Mapped[str]
    kind: Mapped[str]
    whose: Mapped[str]
    day: Mapped[date | None] = mapped_column(Date)
    authority: Mapped[str]
    attestations: Mapped[int]
    objected_by: Mapped[str]
    recorded_on: Mapped[date] = mapped_column(Date)


class Reached(View):
    """How far the views have followed the book: one row, with the digest of the book's row at that position."""

    __tablename__ = "reached"
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64), server_default="")

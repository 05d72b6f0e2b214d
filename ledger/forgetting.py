"""Forgetting a person: keys destroyed where the book says so, and only there; where else somebody is named.

The event comes first, then the line on the list beside the keys, then the key is destroyed. Whoever dies in between
leaves an event whose key still stands: that is found and finished whenever the ledger is opened. The list by itself
destroys nothing, since whoever can write a file could then destroy a key: only a restore goes by it.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple, cast

from ledger.book import Book
from ledger.event import Act, Event, stored_name
from ledger.forgotten_list import Forgotten, ForgottenList
from ledger.life import Stream, Version
from ledger.parties import teachers_in
from ledger.personal_text import words_of
from ledger.processes.forgetting import objection_open
from ledger.records import EARLIER, KINDS
from ledger.records.personal_data import PersonForgotten
from ledger.records.record import TeacherId, entry_of
from ledger.steps import Evidenced, Step
from ledger.store.codec import decode
from ledger.store.rows import Row
from ledger.vault import Vault


def destroy_forgotten(book: Book, vault: Vault, listed: ForgottenList) -> None:
    """Destroy what the book says is forgotten and the vault still has; the list gains, before, what it lacks."""
    if lines := forgotten_by(book):
        listed.add(lines)
        vault.forget({line.code for line in lines})


def forgotten_by(book: Book) -> list[Forgotten]:
    """Whom the book says to be forgotten: the lines that belong on the list."""
    lines = []
    for _, _, _, kind, body in book.stored.rows(None, [PersonForgotten.kind]):
        said = cast("Event[PersonForgotten]", decode(kind, body)).data
        lines += [Forgotten(code, said.on, sha256(body).hexdigest()) for code in said.codes]
    return lines


def check_no_open_objection(book: Book, codes: Sequence[TeacherId]) -> None:
    """Refuse `objection-open` where a record that names the person is objected to, and nothing is decided yet."""
    for version in open_objections(book):
        record = version.event.data
        concerned = sorted(set(codes) & {*teachers_in(record), version.objected_by})
        if concerned:
            raise objection_open(concerned[0], [entry_of(record).hex()])


def open_objections(book: Book) -> Iterator[Version]:
    """The versions of records that stand and are objected to, of which nothing is decided yet."""
    objected = [stored_name(kind, Act.OBJECTED) for kind in (*KINDS, *EARLIER)]
    streams = dict.fromkeys(row[1] for row in book.stored.rows(None, objected))
    for name in streams:
        events = (decode(row[3], row[4]) for row in book.stored.stream(name))
        yield from (one for one in Stream(events).versions if one.alive and one.objected_by)


class Mention(NamedTuple):
    """Where something still says who a person is: position and entry, and in which way.

    `where`: `text` in what was written, `file-name` of an attached file, `file` attached to a record of theirs,
    whose content nobody here has read.
    """

    position: int
    entry: str
    kind: str
    where: str


def mentions(book: Book, codes: Sequence[TeacherId], names: Iterable[str], numbers: Iterable[str]) -> Iterator[Mention]:
    """Every event whose text holds a name or number of the person, and every file attached to a record of theirs."""
    search = words_of(names, numbers).search
    own: set[tuple[bytes, int]] = set()
    told = [f'"{code}"'.encode() for code in codes]
    for lot in book.stored.lots():
        for row in lot:
            text = row[4].decode()
            if any(code in row[4] for code in told):
                own.add((row[1], row[2]))
            if "#evidenced" in row[3]:
                yield from _of_file(row, found=search(text) is not None, own=own)
            elif search(text):
                yield Mention(row[0], _entry(row), row[3], "text")


def _of_file(row: Row, *, found: bool, own: set[tuple[bytes, int]]) -> Iterator[Mention]:
    step = decode(row[3], row[4]).data
    assert isinstance(step, Evidenced)
    if found:
        yield Mention(row[0], step.entry, row[3], "file-name")
    if any((row[1], number) in own for number in step.of):
        yield Mention(row[0], step.entry, row[3], "file")


def _entry(row: Row) -> str:
    said = decode(row[3], row[4]).data
    return said.entry if isinstance(said, Step) else entry_of(said).hex()

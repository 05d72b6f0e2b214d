"""What a line of the interchange form holds: one to be appended, and one that was exported."""

from datetime import datetime
from typing import Any

import msgspec

from ledger.event import Act, Authority, Source


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """另一部分: a further part of the entry that a line is of, such as a month of its rotation."""

    kind: str
    data: msgspec.Raw


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """姓名、身份证号和电话: who a teacher is; kept in the vault and nowhere else.

    A telephone number that is not said stays what it was; an empty one is taken out.
    """

    name: str
    id_number: str = ""
    telephone: str | None = None


class AppendLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A line that is handed in: a record, with its parts, and the person where it registers a teacher.

    What an exported line says beside that is read over: the book gives position, time and actor itself.
    """

    kind: str
    data: msgspec.Raw
    parts: tuple[Part, ...] = ()
    person: Person | None = None
    act: str = Act.RECORDED.value
    position: Any = None
    entry: Any = None
    version: Any = None
    stream: Any = None
    recorded_at: Any = None
    actor: Any = None
    authority: Any = None
    source: Any = None
    reason: Any = None
    replaces: Any = None
    own_act: Any = None


class ExportLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """An event as it is exported: all that is stored of it, with its place. `data` are the bytes that are stored.

    `kind` is the stored name, of a step that of the record it is about; `entry` and `stream` are hexadecimal.
    """

    kind: str
    data: msgspec.Raw
    position: int
    entry: str
    version: int
    act: Act
    recorded_at: datetime
    actor: str
    authority: Authority
    source: Source | None
    stream: str
    reason: str = ""
    replaces: str = ""
    own_act: bool = False

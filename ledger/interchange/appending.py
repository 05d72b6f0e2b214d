"""A line that is handed in, read: the records that it says, and the person where it registers a teacher."""

from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from ledger.event import Act
from ledger.identity_number import is_identity_number
from ledger.interchange.faults import refused_line
from ledger.interchange.forms import AppendLine, Person
from ledger.nearest import did_you_mean
from ledger.records import EARLIER, KINDS
from ledger.records.official import COMMANDS, OFFICIAL
from ledger.records.record import Record, entry_of
from ledger.records.registered import TeacherRegistered
from ledger.refusals import Refused
from ledger.spelling import squeeze, tidy
from ledger.telephone import telephone_number
from ledger.vault import Particulars

LONGEST_LINE = 4_000_000
"""Bytes of the longest line that is read; a whole file without line ends is not taken into memory."""

_IDENTITY_DIGITS = 32


class Said(NamedTuple):
    """What a line says: a record and further parts of its entry; for a teacher the person, if one is named."""

    records: list[Record]
    person: Particulars | None
    says_telephone: bool = False


def read_append_line(line: bytes) -> Said:
    """What a line says. Raises Refused, one sentence that names the field."""
    if len(line) > LONGEST_LINE:
        raise Refused("bad-line", f"这一行超过 {LONGEST_LINE} 字节;请每行只写一条记录。")
    try:
        said = _read_line(line)
        line.decode()  # the library does not look into bytes that it passes on
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refused_line(error, AppendLine) from None
    if said.act != Act.RECORDED:
        raise Refused(
            "not-a-record",
            f"这一行是对记录的处理({said.act}),不是新登记的记录;要原样恢复整个账本请用 shilu replay。",
            fields=["act"],
        )
    found = record_class(said.kind)
    if found in OFFICIAL:
        command = COMMANDS.get(found, "shilu statement")
        raise Refused("official-step", f"{said.kind} 由 {command} 登记,不能直接收下;请用 {command}。")
    record = read_record(found, said.data)
    records = [record]
    if said.parts:
        records += [_part(record, read_record(record_class(part.kind), part.data)) for part in said.parts]
    if said.person is None:
        return Said(records, None)
    if record.__class__ is not TeacherRegistered:
        raise Refused("unknown-field", "只有登记教师(teacher.registered)的行可以写 person;请删去。", fields=["person"])
    return Said(records, _particulars(said.person), said.person.telephone is not None)


def record_class(kind: str) -> type[Record]:
    """The class of a kind, named with or without version. Raises Refused `unknown-kind`."""
    found = _CLASSES.get(kind)
    if found is None:
        raise Refused("unknown-kind", f"没有“{kind}”这种记录;{_nearest_kind(kind)}。", fields=["kind"])
    return found


@lru_cache
def _nearest_kind(kind: str) -> str:
    return did_you_mean(kind.partition("/")[0], [known for known in _CLASSES if "/" not in known])


def read_record(found: type[Record], data: msgspec.Raw) -> Record:
    """What a record of a kind says. Raises Refused, one sentence that names the field."""
    try:
        record = _decoders[found](data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if found is not TeacherRegistered or "`identity`" not in str(error):
            raise refused_line(error, found) from None
        record = read_record(found, _with_identity(data))
    if isinstance(record, TeacherRegistered):
        _check_identity(record.identity)
    return record


def _with_identity(data: msgspec.Raw) -> msgspec.Raw:
    """A teacher's row whose identity is left out, since it is computed from the person, or stays what it was."""
    said: dict[str, Any] = msgspec.json.decode(data)
    return msgspec.Raw(msgspec.json.encode({**said, "identity": ""}))


def _check_identity(identity: str) -> None:
    """Refuse what is no digest: a name written here would get into the book."""
    if identity and not (len(identity) == _IDENTITY_DIGITS and set(identity) <= set("0123456789abcdef")):
        raise Refused(
            "unknown-value",
            "identity 只能是空的,或导出时的 32 位十六进制摘要;姓名和身份证号请写在 person 里。",
            fields=["identity"],
        )


def _part(main: Record, part: Record) -> Record:
    if part.part_of is not main.__class__ or entry_of(part) != entry_of(main):
        raise Refused(
            "wrong-value",
            f"parts 里的“{part.called}”不属于这一条“{main.called}”;请核对编号和日期,或单独写一行。",
            fields=["parts"],
        )
    return part


def _particulars(person: Person) -> Particulars:
    name, number = tidy(person.name), squeeze(person.id_number).upper()
    if not name:
        raise Refused("missing-value", "person 里的姓名(name)是空的;请填写。", fields=["person"])
    if number and not is_identity_number(number):
        raise Refused("bad-id-number", "身份证号的位数、出生日期或校验码不对;请核对原件。", fields=["id_number"])
    telephone = telephone_number(person.telephone) if person.telephone else ""
    if telephone is None:
        raise Refused(
            "bad-telephone", "联系电话不是手机号或固定电话号码;请核对,固定电话要带区号。", fields=["telephone"]
        )
    return Particulars(name, number, telephone)


_read_line = msgspec.json.Decoder(AppendLine).decode
_CLASSES: dict[str, type[Record]] = {kind.partition("/")[0]: found for kind, found in KINDS.items()} | KINDS | EARLIER
_decoders = {found: msgspec.json.Decoder(found).decode for found in KINDS.values()}

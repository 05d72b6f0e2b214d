"""Whether the schools and teachers that a record names are on the register."""

from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec

from ledger.nearest import one_slip_away
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.refusals import Refused
from ledger.register import Register
from ledger.spelling import is_teacher_code, masked, squeeze, teacher_code

_MOST = 3
_INTRODUCED = {SchoolRegistered: "school", TeacherRegistered: "teacher"}
"""The field in which a kind gives a code out for the first time."""


class _Field(NamedTuple):
    name: str
    is_teacher: bool
    codes: Callable[[Any], Iterable[str]] | None  # none: the value itself is the code
    default: object


def check_known(record: Record, register: Register) -> None:
    """Refuse `unknown-school`, `unknown-teacher` where a code is not on the register.

    The row that puts a code on the register need not find it there; a teacher's code has six digits.
    """
    schools: Container[str] = register.schools
    teachers: Container[str] = register.teachers
    for name, is_teacher, codes, default in _fields(record.__class__):
        value = getattr(record, name)
        known = teachers if is_teacher else schools
        if codes is None:
            if value not in known and value != default:
                raise _unknown(value, name, register, is_teacher=is_teacher)
            continue
        for code in codes(value):
            if code not in known:
                raise _unknown(code, name, register, is_teacher=is_teacher)
    if isinstance(record, SchoolRegistered):
        if not record.school.strip():
            raise Refused("missing-value", "学校代码是空的;请填写。", fields=["school"])
    elif isinstance(record, TeacherRegistered) and not is_teacher_code(record.teacher):
        raise Refused("unknown-value", f"“{masked(record.teacher)}”不是六位数字的教师编号;请核对。", fields=["teacher"])


def _unknown(code: str, name: str, register: Register, *, is_teacher: bool) -> Refused:
    if is_teacher:
        near = _perhaps(teacher_code(code), register.teachers)
        return Refused(
            "unknown-teacher", f"教师编号“{masked(code)}”没有登记{near};请核对编号或先登记教师。", fields=[name]
        )
    near = _perhaps(squeeze(code).upper(), register.schools)
    return Refused("unknown-school", f"学校代码“{code}”没有登记{near};请核对代码或先登记学校。", fields=[name])


def _perhaps(code: str, known: Container[str]) -> str:
    """The known codes that were perhaps meant, as a clause. Quick, since a whole file may name a wrong code."""
    near = [one for one in one_slip_away(code) if one in known][:_MOST]
    return f",是不是 {'、'.join(near)}" if near else ""


@cache
def _fields(record: type[Record]) -> list[_Field]:
    """The fields that name schools or teachers, in their order."""
    hints = get_type_hints(record)
    found = []
    for one in msgspec.structs.fields(record):
        if one.name == _INTRODUCED.get(record):
            continue
        hint = hints[one.name]
        for is_teacher, wanted in ((False, SchoolId), (True, TeacherId)):
            if hint is wanted:
                found.append(_Field(one.name, is_teacher, None, one.default))
            elif reader := _codes_in(hint, wanted):
                found.append(_Field(one.name, is_teacher, reader, one.default))
    return found


def _codes_in(hint: Any, wanted: object) -> Callable[[Any], Iterator[str]] | None:
    """How the codes within a value of this type are found; none where it holds none."""
    if hint is wanted:
        return _itself
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        inner = {name: _codes_in(one, wanted) for name, one in get_type_hints(hint).items()}
        defaults = {one.name: one.default for one in msgspec.structs.fields(hint)}
        readers = {name: (reader, defaults[name]) for name, reader in inner.items() if reader}
        return _of_fields(readers) if readers else None
    for one in get_args(hint):
        if reader := _codes_in(one, wanted):
            return _of_items(reader)
    return None


def _itself(value: str) -> Iterator[str]:
    yield value


def _of_fields(readers: dict[str, tuple[Callable[[Any], Iterator[str]], object]]) -> Callable[[Any], Iterator[str]]:
    """Of what stands within a field, as of a field itself: what may be left out names no code where it is."""

    def read(value: Any) -> Iterator[str]:
        for name, (reader, default) in readers.items():
            said = getattr(value, name)
            if said != default:
                yield from reader(said)

    return read


def _of_items(reader: Callable[[Any], Iterator[str]]) -> Callable[[Any], Iterator[str]]:
    """Of a list each item; of what may be left out the value, if there is one."""

    def read(value: Any) -> Iterator[str]:
        for item in value if isinstance(value, tuple) else () if value is None else (value,):
            yield from reader(item)

    return read

"""The closed lists of words that fields have, by every name under which a formula may ask for them."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec

from ledger.records.record import SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from projections.language.pack import Pack
from projections.language.schema import Measure
from projections.language.scopes import GROUP, TEACHER, field_hints, kinds_of_record, main_kind
from projections.language.subject_scopes import SCHOOL, subject_of_measure, wider_subjects
from projections.language.syntax import Formula, Listing, Name, Operation, Text, parts_of

Words = dict[str, list[str]]


def words_of_subject(pack: Pack, subject: str) -> Words:
    """The closed lists among the names of a subject, those of its school behind `own_school.`."""
    words = dict(_words_of_narrow(pack, subject))
    for prefix, wider in wider_subjects(pack, subject).items():
        words |= _behind(prefix, _words_of_narrow(pack, wider))
    return words


def words_of_measure(pack: Pack, measure: Measure) -> Words:
    """The closed lists among the names of a record that is counted."""
    words = dict(words_of_kind(measure.of)) | _behind("my", words_of_subject(pack, subject_of_measure(measure)))
    if measure.link and measure.link.to in kinds_of_record():
        words |= _behind("linked", words_of_kind(measure.link.to))
    return words


@cache
def words_of_kind(kind: str) -> Words:
    """The closed lists among a record's fields, those of its main record, and of its parties."""
    words = dict(_words(kinds_of_record()[kind]))
    if main := main_kind(kind):
        words |= _behind("main", _words(kinds_of_record()[main]))
    return words


def words_compared(formula: Formula, closed: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Each name of a closed list, and each word it is compared with that the list does not have."""
    if isinstance(formula, Operation) and formula.operator in ("==", "!=", "in"):
        left, right = formula.operands
        if isinstance(left, Text) and isinstance(right, Name):
            left, right = right, left
        texts = right.items if isinstance(right, Listing) else (right,)
        if isinstance(left, Name) and left.name in closed:
            for text in texts:
                if isinstance(text, Text) and text.value and text.value not in closed[left.name]:
                    yield left.name, text.value
    for part in parts_of(formula):
        yield from words_compared(part, closed)


def _words_of_narrow(pack: Pack, subject: str) -> Words:
    if subject == TEACHER:
        return _words(TeacherRegistered) | _behind("school", _words(SchoolRegistered))
    if subject in (GROUP, SCHOOL):
        return _behind("school", _words(SchoolRegistered))
    kind = pack.subjects[subject].of if subject in pack.subjects else ""
    return words_of_kind(kind) if kind in kinds_of_record() else {}


def _words(record: type[msgspec.Struct]) -> Words:
    words: Words = {}
    for name, hint in field_hints(record).items():
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            words[name] = list(hint)
        elif record not in (TeacherRegistered, SchoolRegistered):
            words |= _behind(name, _words_of_party(hint))
    return words


def _words_of_party(hint: Any) -> Words:
    if hint is TeacherId:
        return _words(TeacherRegistered) | _behind("school", _words(SchoolRegistered))
    return _words(SchoolRegistered) if hint is SchoolId else {}


def _behind(prefix: str, words: Words) -> Words:
    return {f"{prefix}.{name}": listed for name, listed in words.items()}

"""A dossier as it was read: who it is about, every record that stands, what a pack says; codes only, never a name.

Its canonical form (`to_json`, RFC 8785) and the SHA-256 of it are what a round freezes (docs/dossier.md), so that
years later the same book gives the same digest again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

import msgspec

from ledger.event import Source
from ledger.records.record import Record
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from projections.canonical import canonical

FORM = "shilu-dossier/1"


@dataclass(frozen=True)
class Evidence:
    """A file attached to an entry: the SHA-256 of its bytes in hexadecimal, its type, size in bytes, name."""

    digest: str
    media: str
    size: int
    name: str


@dataclass(frozen=True)
class DossierLine:
    """A record that stands, as it stood: where it is in the book, on whose word, who attested it, what is attached.

    `entry` in hexadecimal; `day` is when it happened, of a term its last day; `roles` are the fields of the record that
    name the teacher; `authority` recorded it, `attested_by` are the offices that attested it, in order.
    """

    kind: str
    entry: str
    position: int
    day: date
    roles: tuple[str, ...]
    state: str
    authority: str
    attested_by: tuple[str, ...]
    recorded_at: datetime
    source: Source | None
    evidence: tuple[Evidence, ...]
    record: Record

    @property
    def attested(self) -> bool:
        """Whether the office entitled stands for it."""
        return self.state == "attested"

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md; names of files are people's own words and are left out."""
        return {
            "kind": self.kind,
            "entry": self.entry,
            "position": self.position,
            "day": self.day.isoformat(),
            "roles": list(self.roles),
            "state": self.state,
            "authority": self.authority,
            "attested_by": list(self.attested_by),
            "evidence": [one.digest for one in self.evidence],
            "data": msgspec.to_builtins(self.record),
        }


@dataclass(frozen=True)
class Person:
    """The rows of the register in effect on the day, of the teacher and of the school; None where there is none."""

    teacher: TeacherRegistered | None
    school: SchoolRegistered | None

    def to_json(self) -> dict[str, Any]:
        """School, post, title and the like; the keyed digest of the name is left out, for a person may be forgotten."""
        said = msgspec.to_builtins(self.teacher) if self.teacher else {}
        for name in ("identity", "teacher"):
            said.pop(name, None)
        school = self.school
        about = {"name": school.name, "township": school.township, "stage": school.stage} if school else {}
        return {"register": said, "school": about}


@dataclass(frozen=True)
class PackResult:
    """What the clauses of a pack say of the teacher in a term."""

    pack: str
    version: str
    pack_digest: str
    term: str
    answers: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "pack": self.pack,
            "version": self.version,
            "pack_digest": self.pack_digest,
            "term": self.term,
            "answers": self.answers,
        }


@dataclass(frozen=True)
class Dossier:
    """One teacher's dossier: all lines with a day from `since` (from the first, where it is None) to `as_of`.

    `position`: what the book held. Lines by day, then in the order recorded.
    """

    teacher: str
    since: date | None
    as_of: date
    position: int
    person: Person
    lines: Sequence[DossierLine]
    result: PackResult | None
    schools: Mapping[str, str]
    """Names of the schools in the lines, by code; for reading only, no part of the canonical form."""

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md, which the digest is of."""
        return {
            "form": FORM,
            "teacher": self.teacher,
            "since": self.since.isoformat() if self.since else None,
            "as_of": self.as_of.isoformat(),
            "position": self.position,
            "person": self.person.to_json(),
            "records": [line.to_json() for line in self.lines],
            "result": self.result.to_json() if self.result else None,
        }

    @cached_property
    def content(self) -> bytes:
        """The canonical bytes."""
        return canonical(self.to_json())

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the canonical bytes, in hexadecimal."""
        return sha256(self.content).hexdigest()

    @property
    def last_recorded(self) -> datetime | None:
        """When the last of its records was written; None where it holds none."""
        return max((line.recorded_at for line in self.lines), default=None)

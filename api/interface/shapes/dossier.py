"""A teacher's dossier as programs are told it."""

from datetime import date
from typing import Any

from pydantic import Field

from api.interface.shapes.shape import Shape


class DossierRecord(Shape):
    """A record that stands: `roles` are its fields that name the teacher, `evidence` SHA-256 of the files attached."""

    kind: str
    entry: str
    position: int
    day: date
    roles: list[str]
    state: str
    authority: str
    attested_by: list[str]
    evidence: list[str]
    data: dict[str, Any]


class DossierPerson(Shape):
    """What the register said of the teacher and the school on the last day; empty where it said nothing."""

    register_: dict[str, Any] = Field(alias="register")
    school: dict[str, Any]


class DossierContent(Shape):
    """The dossier in its canonical form, without the records that are withheld."""

    form: str
    teacher: str
    since: date | None
    as_of: date
    position: int
    person: DossierPerson
    records: list[DossierRecord]
    result: dict[str, Any] | None


class DossierAnswer(Shape):
    """`digest`: of the whole dossier, withheld records too; `withheld`: how many the visitor may not see."""

    digest: str
    withheld: int
    dossier: DossierContent

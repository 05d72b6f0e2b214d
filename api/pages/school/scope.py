"""Which school, and which office, a page of the room is about: the visitor's own, or one chosen of those seen."""

from typing import NamedTuple

from api.accounts.permitted import Deed, Matter, check, offices, sees
from api.accounts.visitor import Visitor
from api.http.register_desk import RegisterDesk
from ledger.event import Authority
from ledger.hand_in import office_named
from ledger.nearest import did_you_mean
from ledger.records.record import SchoolId
from ledger.records.registered import TeacherRegistered
from ledger.refusals import Misuse
from ledger.register import Register

_SCHOOL = "school:"


class OneSchool(NamedTuple):
    """The school that a page is about; `choices`: those to choose from, code and name, where there are several.

    `code` is empty where the visitor sees no school, or none is registered.
    """

    code: str
    name: str
    choices: tuple[tuple[str, str], ...]


class OneOffice(NamedTuple):
    """The office whose work a page shows, and how people call it; `choices` as for a school."""

    authority: Authority
    name: str
    choices: tuple[tuple[str, str], ...]


def school_of(visitor: Visitor, register: RegisterDesk, asked: str = "") -> OneSchool:
    """The school asked for, else the first that the visitor holds a role at, else the first of those seen.

    Raises Misuse `unknown-school`, Refused `not-allowed`: lists of colleagues are not for everybody.
    """
    schools = register.now.schools
    if asked and asked not in schools:
        check(visitor, Deed.COMPARE)
        raise Misuse("unknown-school", f"没有学校 {asked};{did_you_mean(asked, schools)}。")
    check(visitor, Deed.COMPARE, Matter(school=asked))
    seen = sees(visitor)
    codes = [code for code in sorted(schools) if seen.school(code)]
    own = [SchoolId(held.name) for held in visitor.held if held.scope.startswith(_SCHOOL)]
    first = next((code for code in own if code in codes), codes[0] if codes else "")
    choices = tuple((str(code), schools[code].name) for code in codes) if len(codes) > 1 else ()
    code = asked or first
    return OneSchool(code, school_name(register.now, code), choices)


def office_of(visitor: Visitor, register: RegisterDesk, asked: str = "") -> OneOffice:
    """The office asked for, else the first in whose name the visitor attests, records or reads.

    Raises Refused `not-allowed`, Misuse `bad-authority`.
    """
    deeds = (Deed.ATTEST, Deed.RECORD, Deed.COMPARE)
    own = list(dict.fromkeys(one for deed in deeds for one in offices(visitor, deed)))
    authority = office_named(asked) if asked else next(iter(own), None)
    if authority is None or (authority not in own and not sees(visitor).everything):
        authority = check(visitor, Deed.ATTEST, Matter(office=asked))
    now = register.now
    choices = tuple((str(one), office_called(one, now)) for one in own) if len(own) > 1 else ()
    return OneOffice(authority, office_called(authority, now), choices)


def office_name(authority: str, register: RegisterDesk) -> str:
    """What people call an office: a school by its name, the county's sections and townships by theirs."""
    return office_called(authority, register.now)


def office_called(authority: str, register: Register) -> str:
    """The same by a register that is at hand, for whoever asks of many."""
    office, _, name = authority.partition(":")
    if office == "school":
        return school_name(register, name)
    return name or "县局"


def school_name(register: Register, code: str) -> str:
    """A school's name; its code where the register has none."""
    row = register.schools.get(SchoolId(code))
    return row.name if row else code


def staff(register: RegisterDesk, school: str) -> list[TeacherRegistered]:
    """Who is at a school now, in the order of codes."""
    rows = register.now.teachers
    return [rows[code] for code in sorted(rows) if rows[code].school == school]

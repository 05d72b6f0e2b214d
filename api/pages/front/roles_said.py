"""Roles as people say them, with the scope in words; and scopes as people write them, completed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.accounts.visitor import Held, Role
from api.pages.texts import text
from ledger.event import COUNTY
from ledger.spelling import tidy

_OF_A_SCHOOL = frozenset({Role.SCHOOL_CLERK, Role.TEACHING_OFFICE, Role.PRINCIPAL})
_COUNTYS_OWN = ("", "县局", "全局", COUNTY)
_BEGINS = {Role.TOWNSHIP: "township", Role.JUDGE: "contest", Role.PANEL: "review"}
_WHOLE = ("school:", "township:", f"{COUNTY}:", "office:", "contest:", "review:")


@dataclass(frozen=True)
class RoleSaid:
    """A role that an account holds: how it is said, and its number in the order given, for forms."""

    said: str
    held: Held


def said_of(held: Held, school_name: Callable[[str], str] = str) -> str:
    """A role with its scope in words: `校长 · 第一小学`."""
    kind, _, name = held.scope.partition(":")
    if kind == "school":
        where = f"{school_name(name)}({name})"
    elif kind == COUNTY:
        where = name or text("role_said.county")
    else:
        where = name
    return " · ".join(part for part in (str(held.role), where, held.subject) if part)


def roles_said(held: Sequence[Held], school_name: Callable[[str], str] = str) -> list[RoleSaid]:
    """Every role of an account."""
    return [RoleSaid(said_of(one, school_name), one) for one in held]


def scope_of(role: Role, given: str) -> str:
    """The scope that somebody means by what was typed for a role: a school's code, a township, a section."""
    word = tidy(given)
    if word.startswith(_WHOLE) or role in (Role.TEACHER, Role.AUDITOR, Role.ADMINISTRATOR):
        return word
    if role in _OF_A_SCHOOL:
        return f"school:{word.upper()}" if word else ""
    if role in _BEGINS:
        return f"{_BEGINS[role]}:{word}" if word else ""
    if role is Role.SUBJECT_OFFICER and not word:
        return f"{COUNTY}:教研室"
    return COUNTY if word in _COUNTYS_OWN else f"{COUNTY}:{word}"

"""本校备课组: every preparation group with its members, how often it met, and what it has still to do."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from api.desk.exports import Cell, Table
from api.pages.asked import Asked
from api.pages.teachers_page import NamesOf
from api.pages.texts import printed_text
from api.typesetting import in_print
from ledger.records.record import TeacherId
from projections.canonical import number
from projections.school_groups import GroupNow, school_groups


@dataclass(frozen=True)
class ShownDuty:
    """A duty of a group: done against target, in words what is missing."""

    says: str
    done: int | float
    target: int | float
    met: bool
    lacking: str


@dataclass(frozen=True)
class ShownGroup:
    """A group's line; `link`: to its page, empty for a group that never met."""

    now: GroupNow
    link: str
    members: list[tuple[str, str, str]]
    duties: list[ShownDuty]


def groups_shown(asked: Asked, school: str, names_of: NamesOf) -> dict[str, Any]:
    """What the page shows."""
    found = school_groups(asked.evaluation, school)
    names = names_of([code for one in found for code in one.members])
    return {
        "groups": [
            ShownGroup(
                one,
                asked.link(f"/groups/{school}/{one.name}") if one.quotas else "",
                [(code, names.get(TeacherId(code), ""), asked.link(f"/teachers/{code}")) for code in one.members],
                _duties(asked, one),
            )
            for one in found
        ]
    }


def groups_table(asked: Asked, school: str, names_of: NamesOf) -> Table:
    """The same as a file."""
    found = school_groups(asked.evaluation, school)
    names = names_of([code for one in found for code in one.members])
    heads = ("group", "members", "met", "last", "duty", "done", "target", "short")
    rows: list[list[Cell]] = []
    for one in found:
        people = "、".join(f"{names.get(TeacherId(code), '')} {code}".strip() for code in one.members)
        head: list[Cell] = [one.name, people, one.met, one.last]
        duties = _duties(asked, one)
        rows += [[*head, duty.says, duty.done, duty.target, duty.lacking] for duty in duties] or [[*head, *[None] * 4]]
    title = printed_text("school_groups.file", school=asked.school_name(school), day=asked.evaluation.as_of)
    return Table(title, [printed_text(f"school_groups.{name}") for name in heads], rows)


def _duties(asked: Asked, one: GroupNow) -> list[ShownDuty]:
    return [
        ShownDuty(
            in_print(asked.pack.clauses[clause].says.zh),
            said["done"],
            said["target"],
            said["met"],
            "" if said["met"] else printed_text("school_groups.missing", count=_gap(said)),
        )
        for clause, said in one.quotas.items()
    ]


def _gap(said: dict[str, Any]) -> int | float:
    gap = Fraction(str(said["target"])) - Fraction(str(said["done"]))
    return number(gap.numerator, gap.denominator)

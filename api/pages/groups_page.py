"""备课组: the preparation groups that met in the term, and the page of one with its quota and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.desk.exports import Table
from api.pages.asked import Asked
from api.pages.frame import framed
from api.pages.quotas import shown_quotas
from api.pages.teachers_page import NamesOf
from api.pages.texts import text
from ledger.records.record import TeacherId
from projections.explain import Explanation


def groups_page(asked: Asked, links: Mapping[str, str]) -> str:
    """Every group with its quotas, in the order of school codes; `links`: the same as files."""
    return framed(asked.visitor, "groups.html", asked=asked, listed=_listed(asked), export_links=links)


def groups_table(asked: Asked) -> Table:
    """The same as a table to be taken away."""
    headings = ("groups.school", "groups.group", "groups.quota", "groups.done_so_far", "groups.target", "groups.state")
    rows = [
        [
            one["school"],
            one["name"],
            one["says"],
            one["done"],
            one["target"],
            text("quota.met") if one["met"] else text("quota.short", count=one["target"] - one["done"], unit=""),
        ]
        for one in _listed(asked)
    ]
    return Table(f"{text('groups.title')} {asked.evaluation.term.term}", [text(one) for one in headings], rows)


def _listed(asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "name": group.partition("/")[2],
            "school": asked.school_name(group.partition("/")[0]),
            "link": asked.link(f"/groups/{group}"),
            "says": asked.pack.clauses[clause].says.zh,
            **quota,
        }
        for group, answers in asked.evaluation.groups.items()
        if asked.sees.school(group.partition("/")[0])
        for clause, quota in answers["quotas"].items()
    ]


def group_page(asked: Asked, group: str, names_of: NamesOf, explanations: Sequence[Explanation]) -> str:
    """One group, `S001/文科组`: its quotas with why, and who the register says belongs to it."""
    school, _, name = group.partition("/")
    codes = [code for code, row in asked.people.items() if row.school == school and row.group == name]
    names = names_of(codes)
    return framed(
        asked.visitor,
        "group.html",
        asked=asked,
        name=name,
        school=asked.school_name(school),
        quotas=shown_quotas(asked, explanations, names),
        members=[(code, names.get(TeacherId(code), ""), asked.link(f"/teachers/{code}")) for code in codes],
    )

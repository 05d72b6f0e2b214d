"""备课组: the preparation groups that met in the term, and the page of one with its quota and why."""

from collections.abc import Sequence

from api.pages.asked import Asked
from api.pages.quotas import shown_quotas
from api.pages.rendering import render
from api.pages.teachers_page import NamesOf
from ledger.records.record import TeacherId
from projections.explain import Explanation


def groups_page(asked: Asked) -> str:
    """Every group with its quotas, in the order of school codes."""
    listed = [
        {
            "name": group.partition("/")[2],
            "school": asked.school_name(group.partition("/")[0]),
            "link": asked.link(f"/groups/{group}"),
            "says": asked.pack.clauses[clause].says.zh,
            **quota,
        }
        for group, answers in asked.evaluation.groups.items()
        for clause, quota in answers["quotas"].items()
    ]
    return render("groups.html", asked=asked, listed=listed)


def group_page(asked: Asked, group: str, names_of: NamesOf, explanations: Sequence[Explanation]) -> str:
    """One group, `S001/文科组`: its quotas with why, and who the register says belongs to it."""
    school, _, name = group.partition("/")
    codes = [code for code, row in asked.people.items() if row.school == school and row.group == name]
    names = names_of(codes)
    return render(
        "group.html",
        asked=asked,
        name=name,
        school=asked.school_name(school),
        quotas=shown_quotas(asked, explanations, names),
        members=[(code, names.get(TeacherId(code), ""), asked.link(f"/teachers/{code}")) for code in codes],
    )

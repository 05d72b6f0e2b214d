"""The result within a scope: of the whole county the evaluation's own, else the answers for one township or school."""

from collections.abc import Callable
from typing import Any

from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.statement import Scope
from ledger.spelling import squeeze
from projections.evaluation import Evaluation

COUNTY_SCOPE = Scope("county")

Result = dict[str, Any]
"""The answers of an evaluation with what they are answers to, in the form of docs/json-forms.md."""


def scoped(evaluation: Evaluation, scope: Scope) -> Result:
    """The result of the subjects within a scope; of the county it is the evaluation's result itself.

    A teacher belongs to the school, and a school to the township, that the register has on the term's last day.
    What is answered of the county as a whole belongs to no township or school.
    """
    result = evaluation.result
    if scope == COUNTY_SCOPE:
        return result
    office, _, name = scope.partition(":")
    schools = _schools(evaluation, office, squeeze(name))
    townships = {squeeze(name)} if office == "township" else set()
    teachers = {
        row.teacher
        for row in evaluation.county.teachers.records
        if isinstance(row, TeacherRegistered) and row.school in schools
    }
    within: dict[str, Callable[[str], bool]] = {
        "teachers": lambda code: code in teachers,
        "groups": lambda code: code.partition("/")[0] in schools,
        "schools": lambda code: code in schools,
        "townships": lambda code: squeeze(code) in townships,
    }
    head = {name: said for name, said in result.items() if not isinstance(said, dict)}
    parts = {
        part: {code: said for code, said in result[part].items() if belongs(code)}
        for part, belongs in within.items()
        if part in result
    }
    return {**head, "scope": scope, **parts}


def _schools(evaluation: Evaluation, office: str, name: str) -> set[str]:
    rows = [row for row in evaluation.county.schools.records if isinstance(row, SchoolRegistered)]
    if office == "school":
        return {row.school for row in rows if squeeze(row.school) == name}
    return {row.school for row in rows if squeeze(row.township) == name}

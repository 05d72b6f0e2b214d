"""The subjects that a result says something of: teachers, groups, schools, townships, the county, and others."""

from collections.abc import Iterator, Mapping
from typing import Any

COUNTY, SUBJECTS = "county", "subjects"
_LISTS = ("teachers", "groups", "schools", "townships")


def subjects_answered(result: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every subject of a result of `evaluate`: the list it stands in, its code, and the answers about it.

    The county stands in a list of its own; subjects of a pack's own kinds in one that is named after the kind.
    """
    for name in _LISTS:
        for code, answers in result.get(name, {}).items():
            yield name, code, answers
    if result.get(COUNTY):
        yield COUNTY, COUNTY, result[COUNTY]
    for kind, listed in result.get(SUBJECTS, {}).items():
        for code, answers in listed.items():
            yield kind, code, answers

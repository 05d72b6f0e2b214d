"""What stands, in SQL: for each kind a view or table of the versions that count, and which of them are attested.

Of every entry (and part of it) the last version attested counts, else the last one neither withdrawn nor voided; of the
register every row. `counts` says that it is attested and had happened by the day asked about.
"""

from collections.abc import Iterator

from ledger.records.registered import Registered
from projections.fact_files.shapes import record_classes

BULK = {
    "lesson.observed": 1,
    "lesson.reviewed": 2,  # version 1 of its stream is the lesson observed
    "routine.checked": 1,
    "preparation.held": 1,
    "book.read": 1,
    "essay.written": 1,
    "teaching.assigned": 1,
    "standard.judged": 1,
    "mental_health.taught": 1,
}
"""Kinds of very many rows, with the version that an entry's first has: only entries that have a later one, or a step,
are folded, and the others are read where they are."""

FOLDED = (
    "term.announced",
    "day.declared",
    "teacher.merged",
    "school.registered",
    "teacher.registered",
    "teacher.career_begun",
    "leave.taken",
    "training.attended",
    "training.followed_up",
    "home.visited",
    "award.won",
    "conduct.sanctioned",
    "conduct.lifted",
    "post.published",
    "school.inspected",
    "research_routine.judged",
    "contest.announced",
    "contest.entered",
    "contest.scored",
    "contest.publicised",
    "supervision.visited",
    "supervision.reported",
    "fault.found",
    "fault.mended",
    "plan.selected",
    "responsibility.assigned",
    "test.reported",
    "school.appraised",
    "studio.founded",
    "studio.joined",
    "studio.left",
    "studio.assessed",
    "studio.dissolved",
    "school.visited",
    "township.assigned",
)
"""The other kinds that clauses count, folded whole."""

_PARTS = {"training.followed_up": ", part"}
"""What tells the parts of an entry apart, in kinds that have several."""

_LAST_STEPS = """
CREATE TEMP TABLE last_step AS
SELECT stream, about AS version, arg_max(act, position) AS act
FROM (SELECT stream, position, act, partial, unnest("of") AS about FROM raw.steps
      WHERE act IN ('attested', 'returned', 'withdrawn', 'voided'))
WHERE act <> 'attested' OR NOT list_contains(partial, about)
GROUP BY ALL
"""

_STATES = """
SELECT {wanted}, coalesce(last_step.act, CASE WHEN kind.attested THEN 'attested' ELSE 'recorded' END) AS state
FROM {rows} AS kind LEFT JOIN last_step USING (stream, version)
"""

_PLACE = """row_number() OVER (
  PARTITION BY {key}, state IN ('withdrawn', 'voided') ORDER BY state = 'attested' DESC, position DESC
)"""
"""Of the versions of an entry, or part, that are alive the one that counts has the place 1."""

_FOLDED_WHOLE = """
CREATE TEMP TABLE {name} AS
SELECT * EXCLUDE (stream, version, recorded_at, authority, act, attested, state), state = 'attested'{happened} AS counts
FROM ({states}) WHERE state NOT IN ('withdrawn', 'voided')
QUALIFY {place} = 1
"""

_FATE = """
CREATE TEMP TABLE {name}_touched AS
SELECT stream FROM last_step UNION SELECT stream FROM raw.{name} WHERE version > {first_version};
CREATE TEMP TABLE {name}_fate AS
SELECT position, state NOT IN ('withdrawn', 'voided') AND {place} = 1 AS stands, state = 'attested' AS attested
FROM ({states});
CREATE TEMP VIEW {name} AS
SELECT kind.* EXCLUDE (attested), coalesce(fate.attested, kind.attested){happened} AS counts
FROM raw.{name} AS kind LEFT JOIN {name}_fate AS fate USING (position)
WHERE coalesce(fate.stands, true)
"""


def table_of(kind: str) -> str:
    """The name of the table or view of a kind."""
    return kind.replace(".", "_")


def what_stands() -> Iterator[str]:
    """The statements that make them, of the views `raw.KIND` and `raw.steps`."""
    yield _LAST_STEPS
    for kind, first_version in BULK.items():
        name = table_of(kind)
        touched = f"(SELECT * FROM raw.{name} SEMI JOIN {name}_touched USING (stream))"
        states = _STATES.format(wanted="kind.position, kind.entry", rows=touched)
        place = _PLACE.format(key="entry")
        yield _FATE.format(name=name, first_version=first_version, states=states, place=place, happened=_happened(kind))
    for kind in FOLDED:
        name = table_of(kind)
        register = issubclass(record_classes()[kind], Registered)
        place = _PLACE.format(key="stream, version" if register else f"entry{_PARTS.get(kind, '')}")
        states = _STATES.format(wanted="kind.*", rows=f"raw.{name}")
        yield _FOLDED_WHOLE.format(name=name, states=states, place=place, happened=_happened(kind))


def _happened(kind: str) -> str:
    day = record_classes()[kind].happened_on
    return f" AND coalesce(\"{day}\" <= getvariable('as_of'), true)" if day else ""

"""What becomes of records afterwards: corrections, attestations, returns, withdrawals, voids, objections, evidence."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from api.bench.made_facts.columns import Random, Rows, word, words
from ledger.event import COUNTY, Act
from projections.fact_files.shapes import NAME, STEPS

Words = npt.NDArray[np.str_]

LEFT_ALONE = ("term.announced", "day.declared", "school.registered", "teacher.registered", "teacher.merged")
"""What nothing is done to."""

_CORRECTED = {
    "lesson.observed": "reflection",
    "lesson.reviewed": "review",
    "routine.checked": "grade",
    "essay.written": "characters",
    "book.read": "notes",
    "award.won": "prize",
    "home.visited": "pupils",
    "preparation.held": "model_plans",
    "teaching.assigned": "weekly_lessons",
    "standard.judged": "reached",
    "school.inspected": "score",
    "test.reported": "marks",
    "contest.scored": "score",
    "conduct.sanctioned": "months",
    "plan.selected": "item",
}
"""What corrections change: the field takes what another corrected record says of it."""

_ACTS = [Act.VOIDED, Act.WITHDRAWN, Act.RETURNED, Act.EVIDENCED, Act.OBJECTED]
_SHARES = np.array([3, 1, 1, 2, 1]) / 8
_FIRST_FREE = 50  # after the versions that the records of a stream have
_WITH_PARTS = {"lesson.observed": 2, "training.attended": 4, "conduct.sanctioned": 2, "rotation.started": 15}
"""Kinds with parts in their stream, up to which version: what voids or withdraws the main record does so to them."""
_STEPPED, _CORRECTIONS = 0.008, 0.006
_MORE_OFTEN = 4  # of kinds of few records


def afterwards(random: Random, recent: Sequence[tuple[str, pa.Table]]) -> list[tuple[str, pa.Table]]:
    """What is done later to some records, a table a kind."""
    found: list[tuple[str, pa.Table]] = []
    for kind, table in recent:
        if kind not in LEFT_ALONE and kind not in _WITH_PARTS:
            found += _afterwards(random, kind, table, None)
    apart = {stream for _, table in found for stream in table["stream"].to_pylist()}
    for kind, table in recent:
        if kind in _WITH_PARTS:
            found += _afterwards(random, kind, table, pa.array(sorted(apart), NAME))
    return found


def _afterwards(random: Random, kind: str, table: pa.Table, apart: pa.Array | None) -> list[tuple[str, pa.Table]]:
    """What is done to the records of a kind; those in the streams `apart` are neither voided nor withdrawn, since
    something is done to their parts."""
    often = 1 if len(table) > 5_000 else _MORE_OFTEN
    corrected = np.flatnonzero(random.random(len(table)) < _CORRECTIONS * often)
    stepped = np.flatnonzero(random.random(len(table)) < _STEPPED * often)
    waiting = np.flatnonzero(~table["attested"].to_numpy() & (random.random(len(table)) < 0.7))
    new = _corrections(random, kind, table.take(pa.array(corrected)))
    later = new.filter(pa.array(~new["attested"].to_numpy() & (random.random(len(new)) < 0.5)))
    acts = np.array([str(act) for act in _ACTS])[random.choice(len(_ACTS), len(stepped), p=_SHARES)]
    if apart is not None:
        acts = np.where(pc.is_in(table["stream"].take(pa.array(stepped)), apart).to_numpy(), str(Act.EVIDENCED), acts)
    steps = _steps(
        random,
        kind,
        pa.concat_tables([_named(table.take(pa.array(stepped))), _named(table.take(pa.array(waiting))), _named(later)]),
        np.concatenate([acts, np.full(len(waiting) + len(later), str(Act.ATTESTED))]),
        np.repeat([2, 3, 4], [len(stepped), len(waiting), len(later)]),
    )
    return [(kind, new), (STEPS, steps)]


def _named(table: pa.Table) -> pa.Table:
    """What a step names of a record."""
    return table.select(["stream", "version"])


def _corrections(random: Random, kind: str, rows: pa.Table) -> pa.Table:
    """Later versions, half of which wait to be attested."""
    length, version = len(rows), rows["version"].to_numpy()
    new = {
        "version": pa.array(
            (version + (_FIRST_FREE if kind in _WITH_PARTS or version.max(initial=1) > 1 else 1)).astype(np.int32)
        ),
        "act": words([str(Act.CORRECTED)], np.zeros(length, np.int32)),
        "attested": pa.array(random.random(length) < 0.5),
    }
    if kind in _CORRECTED and length:
        field = _CORRECTED[kind]
        new[field] = rows[field].take(pa.array(np.roll(np.arange(length), 1)))
    for name, column in new.items():
        rows = rows.set_column(rows.schema.get_field_index(name), name, column)
    return rows


def _steps(random: Random, kind: str, rows: pa.Table, acts: Words, number: Rows) -> pa.Table:
    """A step about each row, in its stream. One attestation in ten is a first office's, not enough."""
    length = len(rows)
    version = rows["version"].to_numpy()
    most = _WITH_PARTS.get(kind, 1)
    sizes = np.where(np.isin(acts, [str(Act.VOIDED), str(Act.WITHDRAWN)]) & (version == 1), most, 1)
    place = np.arange(most)
    of = (version[:, None] + place)[place < sizes[:, None]]
    partial = (acts == Act.ATTESTED) & (random.random(length) < 0.1)
    return pa.table(
        {
            "stream": rows["stream"],
            "version": pa.array((version + _FIRST_FREE * number).astype(np.int32)),
            "kind": word(kind, length),
            "act": pa.array(acts, pa.string()).dictionary_encode(),
            "of": _listed(of, sizes),
            "partial": _listed(version[partial], partial.astype(np.int64)),
            "authority": word(COUNTY, length),
            "digest": pa.array(np.where(acts == Act.EVIDENCED, "ab" * 32, ""), pa.string()).dictionary_encode(),
        }
    )


def _listed(values: Rows, sizes: Rows) -> pa.Array:
    ends = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), pa.array(values.astype(np.int32)))

"""One run of the bench: which rows are asked for, measured one after another."""

import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from time import perf_counter

from api.bench.asked import ASKED
from api.bench.figures import Row
from api.bench.machine import described
from api.bench.sizes import Size
from api.bench.workshop import Workshop
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse

_MEASURED_BY: list[tuple[tuple[str, ...], str, str]] = [
    (("append-sqlite",), "appending", "bulk_on_sqlite"),
    (("append-postgresql", "append-postgresql-library"), "appending", "bulk_on_postgresql"),
    (("single-sqlite",), "appending", "one_on_sqlite"),
    (("single-postgresql",), "appending", "one_on_postgresql"),
    (("decode",), "decoding", "decode"),
    (
        ("evaluate", "evaluate-memory", "evaluate-tenfold", "evaluate-tenfold-memory"),
        "evaluating",
        "evaluate",
    ),
    (("import",), "importing", "import_of_a_workbook"),
    (("teacher", "explain"), "one_teacher", "one_teacher"),
    (("after-an-event",), "after_an_event", "after_an_event"),
    (("asking",), "asking", "asking"),
    (("disk-sqlite",), "on_disk", "size_on_sqlite"),
    (("disk-postgresql",), "on_disk", "size_on_postgresql"),
    (("seal", "verify", "receipt"), "sealing", "sealing"),
]
"""The rows that are measured together, and the module and function that do it, loaded only then."""


def run(
    size: Size,
    only: Sequence[str] = (),
    postgresql: str = "",
    progress: Callable[[str, int, int], None] = lambda what, done, wanted: None,
    told: Callable[[list[Row], list[Row]], None] = lambda new, every: None,
) -> list[Row]:
    """Measure all rows, or those named; what cannot be measured here says why in its note.

    `told` hears of the rows as they come: the new ones, and all that there are so far, in the order told.
    Raises Misuse `unknown-figure` for a row that there is not.
    """
    if unknown := [what for what in only if what not in ASKED]:
        raise Misuse("unknown-figure", f"测速没有“{unknown[0]}”这一项;{did_you_mean(unknown[0], ASKED)}。")
    wanted = set(only) or set(ASKED)
    found: dict[str, Row] = {}
    with Workshop(size, postgresql) as shop:
        machine = described(shop.folder())
        for whats, module, function in _MEASURED_BY:
            if wanted.isdisjoint(whats):
                continue
            progress(ASKED[whats[0]].says, len(found), len(wanted))
            begun = perf_counter()
            try:
                rows = getattr(import_module(f"api.bench.{module}"), function)(shop)
            except Exception as error:  # the figures of hours are not lost for one that fails
                traceback.print_exc()
                rows = [ASKED[what].unmeasured(f"出错:{error}") for what in whats]
            with suppress(Exception):  # a server that cannot be asked was told with its rows
                machine |= shop.servers()
            for row in rows:
                row.seconds = round((perf_counter() - begun) / len(rows), 2)
                row.size, row.machine = size.name, machine
                found[row.what] = row
            told([row for row in rows if row.what in wanted], _in_order(found, wanted))
    return _in_order(found, wanted)


def _in_order(found: dict[str, Row], wanted: set[str]) -> list[Row]:
    return [found[what] for what in ASKED if what in found and what in wanted]

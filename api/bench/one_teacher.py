"""Rows about one teacher, once the county is evaluated: the answers alone, and every clause explained."""

from pathlib import Path
from statistics import median

from api.bench.asked import ASKED
from api.bench.clock import timed
from api.bench.figures import Row
from api.bench.in_a_process import sampled
from api.bench.workshop import PACK, TERM, Workshop
from ledger.home import Home
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.explain import Explainer
from projections.plain import PlainReading

_TEACHERS = 41
"""Asked for one after another, from all over the register; each for the first time, the first not counted."""


def one_teacher(shop: Workshop) -> list[Row]:
    """Both figures, from one process that holds the county."""
    found = sampled("api.bench.one_teacher:milliseconds", str(shop.county.folder)).value
    rows = []
    plain = median(found.pop("plain"))
    for what, figures in found.items():
        row = ASKED[what].within(figures, f"{len(figures)} 位教师,每位第一次问;中位数")
        row.beside = {"slowest": max(figures), "plain reading": plain}
        rows.append(row)
    return rows


def milliseconds(folder: str) -> dict[str, list[float]]:
    """What each of some teachers takes, of a ledger whose county is evaluated first.

    `teacher`: as a page asks, from the columns of the evaluation. `plain`: the plain reading, which explains, alone.
    """
    with Home(Path(folder), database="").opened() as ledger:
        evaluation = evaluate(ledger.book, find_pack(PACK), TERM)
        evaluation.compute()
        codes = evaluation.county.teachers.codes
        some = codes[:: max(1, len(codes) // _TEACHERS)][:_TEACHERS]
        pack, standing, term, as_of = evaluation.pack, evaluation.standing, evaluation.term, evaluation.as_of
        reading = PlainReading(pack, standing, term, as_of, evaluation)
        explainer = Explainer(evaluation)
        found: dict[str, list[float]] = {"teacher": [], "plain": [], "explain": []}
        for code in some:
            with timed() as clock:
                evaluation.of_teacher(code)
            found["teacher"].append(clock.seconds * 1000)
            with timed() as clock:
                reading.of_teacher(code)
            found["plain"].append(clock.seconds * 1000)
            with timed() as clock:
                explainer.teacher(code)
            found["explain"].append(clock.seconds * 1000)
    return {what: figures[1:] or figures for what, figures in found.items()}

"""The row about workbooks: one imported end to end, beside calamine merely reading its cells; whole processes."""

import sys
from shutil import rmtree
from time import perf_counter

from api.bench.asked import ASKED
from api.bench.figures import Row
from api.bench.in_a_process import run_to_end
from api.bench.workshop import SHILU, Workshop

_READ_ALL = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""


def import_of_a_workbook(shop: Workshop) -> list[Row]:
    """The whole command, into an empty ledger, and a program that reads the same file and does nothing else."""
    workbook = str(shop.workbook)

    def ours() -> float:
        folder = shop.folder()
        environment = {"SHILU_HOME": str(folder / "ledger"), "SHILU_DATABASE_URL": ""}
        run_to_end([*SHILU, "init"], environment)
        seconds = _seconds([*SHILU, "import", workbook, "--format", "json"], environment)
        rmtree(folder)
        return seconds

    def peer() -> float:
        return _seconds([sys.executable, "-c", _READ_ALL, workbook], {})

    pairs, fewer = shop.in_turns(ours, peer, shop.size.long)
    return [ASKED["import"].beside(pairs, f"{fewer}{shop.rows_of_workbook} 行,整个进程")]


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    begun = perf_counter()
    run_to_end(command, environment)
    return perf_counter() - begun

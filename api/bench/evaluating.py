"""Rows about evaluating a county from column files: beside DuckDB's SQL for the same clauses, and ten times as much.

The county is made as column files directly, so that a province can be measured without writing its book first. Each
sample is a process of its own, from opening the files to the answers of every clause as columns, on both sides.
"""

from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from api.bench.asked import ASKED, DUCKDB
from api.bench.clock import timed
from api.bench.figures import Row
from api.bench.in_a_process import free_memory, sampled
from api.bench.sizes import TENFOLD
from api.bench.workshop import PACK, Workshop

_GIGABYTE = 1e9
_BYTES_A_FACT = 100
"""As much memory is to be free for each fact of ten counties; it takes less, but nothing else may be driven out."""
NO_DUCKDB = "没有安装 duckdb;请安装附加组件 bench(pip install 'shilu[bench]')"
NO_MEMORY = "这个系统不说进程用了多少内存"


def evaluate(shop: Workshop) -> list[Row]:
    """A county, and ten of it: seconds and memory."""
    county = _Evaluated(shop, 1)
    rows = county.beside_duckdb()
    room, facts = free_memory(), TENFOLD * shop.size.county[1]
    if room is not None and room < facts * _BYTES_A_FACT:
        wanted = facts * _BYTES_A_FACT / _GIGABYTE
        why = f"这台机器现在只空着 {room / _GIGABYTE:.1f} GB 内存,{facts} 个事实要 {wanted:g} GB"
        return [*rows, *(ASKED[what].unmeasured(why) for what in ("evaluate-tenfold", "evaluate-tenfold-memory"))]
    tenfold = _Evaluated(shop, TENFOLD)
    pairs, fewer = shop.in_turns(tenfold.seconds, county.seconds, shop.size.long)
    rows.append(ASKED["evaluate-tenfold"].beside(pairs, fewer + tenfold.told))
    rows.append(tenfold.memory_row("evaluate-tenfold-memory"))
    return rows


class _Evaluated:
    """A made county, and the samples of it."""

    def __init__(self, shop: Workshop, times: int) -> None:
        self._shop = shop
        teachers, facts = (times * one for one in shop.size.county)
        self._folder = str(shop.folder())
        made = sampled("api.bench.evaluating:made", self._folder, teachers, facts)
        self.told = f"{teachers} 位教师,{made.value} 个事实"
        self._memory: list[int] = []
        self._with_digest: list[float] = []

    def seconds(self) -> float:
        """The seconds from the files to all answers."""
        found = sampled("api.bench.evaluating:seconds_of_ours", self._folder)
        if found.memory is not None:
            self._memory.append(found.memory)
        self._with_digest.append(found.value["written"])
        return float(found.value["answers"])

    def beside_duckdb(self) -> list[Row]:
        """The rows of time and memory; the answers must be the same."""
        asked = ASKED["evaluate"]
        if find_spec("duckdb") is None:
            rows = [asked.unmeasured(NO_DUCKDB)]
            self.seconds()
        else:
            peer_memory: list[int] = []

            def peer() -> float:
                found = sampled("api.bench.evaluating:seconds_in_sql", self._folder)
                peer_memory.append(found.memory or 0)
                return float(found.value)

            pairs, fewer = self._shop.in_turns(self.seconds, peer, self._shop.size.long)
            row = asked.beside(pairs, fewer + self.told)
            if differing := sampled("api.bench.evaluating:differing", self._folder).value:
                row.note, row.verdict = f"答案不同:{differing[0]}", "inconclusive"
            row.beside = {"with digest": median(self._with_digest[1:]), f"GB of {DUCKDB}": max(peer_memory) / _GIGABYTE}
            rows = [row]
        return [*rows, self.memory_row("evaluate-memory")]

    def memory_row(self, what: str) -> Row:
        """The row of the most memory that any sample held."""
        asked = ASKED[what]
        if not self._memory:
            return asked.unmeasured(NO_MEMORY)
        return asked.within([one / _GIGABYTE for one in self._memory], self.told)


def made(folder: str, teachers: int, facts: int) -> int:
    """Make the county; how many facts it has."""
    from api.bench.made_facts.county import make_county

    return make_county(folder, teachers, facts)


def seconds_of_ours(folder: str) -> dict[str, float]:
    """Seconds until every clause is answered, and until the whole result is written and has its digest."""
    from api.bench.in_sql.comparing import answers_of_kernel

    pack = _pack()
    with timed() as clock:
        with timed() as first:
            evaluation = _evaluation(folder, pack)
            answers_of_kernel(evaluation)
        evaluation.compute()
    return {"answers": first.seconds, "written": clock.seconds}


def seconds_in_sql(folder: str) -> float:
    """Seconds until DuckDB has answered every clause."""
    from api.bench.in_sql.running import answers_in_sql
    from api.bench.made_facts.calendar import AS_OF, TERM

    pack = _pack()
    with timed() as clock:
        answers_in_sql(Path(folder), pack, TERM, AS_OF)
    return clock.seconds


def differing(folder: str) -> list[str]:
    """Where the answers of the two differ."""
    from api.bench.in_sql.comparing import answers_of_kernel, differences
    from api.bench.in_sql.running import answers_in_sql
    from api.bench.made_facts.calendar import AS_OF, TERM

    pack = _pack()
    return differences(answers_of_kernel(_evaluation(folder, pack)), answers_in_sql(Path(folder), pack, TERM, AS_OF))


def _pack() -> Any:
    from projections.catalogue import find_pack

    return find_pack(PACK)


def _evaluation(folder: str, pack: Any) -> Any:
    from api.bench.made_facts.calendar import AS_OF, TERM
    from projections.evaluation import Evaluation, find_term
    from projections.fact_files.files import FactFiles
    from projections.standing import standing_in

    files = FactFiles.opened(Path(folder), None)
    assert files
    standing = standing_in(files)
    return Evaluation(pack, standing, find_term(standing, TERM), AS_OF)

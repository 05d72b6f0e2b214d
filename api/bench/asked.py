"""The rows of the bench: what is measured, beside which peer or limit, and how far it is to get."""

from typing import NamedTuple

from api.bench.figures import LIMIT, Goal, Row, beside_peer

EXECUTEMANY, COPY = "sqlite3 executemany", "psycopg COPY"
PLAIN_LIBRARY, DUCKDB, CALAMINE = "eventsourcing", "duckdb", "python-calamine"
A_TENTH = "shilu, a tenth of it"
JSON_BYTES = "JSON bytes of the events"
ONLY_HASHED = "rows read and hashed"


class Asked(NamedTuple):
    """A row as it is asked for. The ratio to a peer is to reach `goal`; a figure without peer is to keep to `limit`."""

    what: str
    says: str
    unit: str
    peer: str = LIMIT
    goal: Goal = Goal(1, "most")
    limit: float = 0

    def beside(self, pairs: list[tuple[float, float]], note: str = "") -> Row:
        """The row of pairs of figures, ours and the peer's."""
        return beside_peer(self._row(note), pairs, self.goal)

    def within(self, figures: list[float], note: str = "") -> Row:
        """The row of figures that are held to the limit."""
        return beside_peer(self._row(note), [(figure, self.limit) for figure in figures], self.goal)

    def unmeasured(self, why: str) -> Row:
        """The row of what could not be measured here."""
        return self._row(why)

    @property
    def told(self) -> str:
        """The goal as people read it."""
        return f"≤ {self.limit:g} {self.unit}" if self.peer == LIMIT else f"{self.goal} ×"

    def _row(self, note: str) -> Row:
        return Row(what=self.what, says=self.says, peer=self.peer, goal=self.told, unit=self.unit, note=note)


def _least(limit: float) -> Goal:
    return Goal(limit, "least")


def _most(limit: float) -> Goal:
    return Goal(limit, "most")


EVENTS, SECONDS, MILLISECONDS, GIGABYTES, MEGABYTES = "events/s", "s", "ms", "GB", "MB"
MICROSECONDS = "µs an event"

ASKED: dict[str, Asked] = {
    asked.what: asked
    for asked in (
        Asked("append-sqlite", "成批登记,SQLite", EVENTS, EXECUTEMANY, _least(0.5)),
        Asked("append-postgresql", "成批登记,PostgreSQL", EVENTS, COPY, _least(0.4)),
        Asked("append-postgresql-library", "成批登记,PostgreSQL,与事件库相比", EVENTS, PLAIN_LIBRARY, _least(6)),
        Asked("single-sqlite", "登记一条并落盘,SQLite", MILLISECONDS, PLAIN_LIBRARY, _most(1.2)),
        Asked("single-postgresql", "登记一条并落盘,PostgreSQL", MILLISECONDS, PLAIN_LIBRARY, _most(1.2)),
        Asked("decode", "从账本读成事实列,单核,所有种类", EVENTS, PLAIN_LIBRARY, _least(4)),
        Asked("evaluate", "taikang-2022 全部条款,从列文件算起", SECONDS, DUCKDB, _most(2)),
        Asked("evaluate-memory", "同上,内存最高", GIGABYTES, limit=1.5),
        Asked("evaluate-tenfold", "十倍的教师和事实", SECONDS, A_TENTH, _most(11)),
        Asked("evaluate-tenfold-memory", "同上,内存最高", GIGABYTES, limit=3),
        Asked("import", "收工作簿,从头到尾", SECONDS, CALAMINE, _most(4)),
        Asked("teacher", "全县算过以后,一位教师的结果", MILLISECONDS, limit=30),
        Asked("explain", "全县算过以后,一位教师的逐条说明", MILLISECONDS, limit=150),
        Asked("after-an-event", "新登记一条以后,教师页和全县页都对", SECONDS, limit=1),
        Asked("asking", "每秒 200 次请求,百分之九十九在多久以内", MILLISECONDS, limit=50),
        Asked("disk-sqlite", "账本占的磁盘(含索引),SQLite", MEGABYTES, JSON_BYTES, _most(1.35)),
        Asked("disk-postgresql", "账本占的磁盘(含索引),PostgreSQL", MEGABYTES, JSON_BYTES, _most(1.35)),
        Asked("seal", "封存,每条", MICROSECONDS, limit=3),
        Asked("verify", "核验账本和封存", EVENTS, ONLY_HASHED, _least(0.5)),
        Asked("receipt", "给出一条记录的凭据", MILLISECONDS, limit=20),
    )
}
"""In the order told. The pages of later issues join with them."""

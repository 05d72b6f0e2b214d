"""What the rows of one run share: a folder to work in, a made-up county's workbook, the ledger it was imported into."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, Self

from api.bench.clock import Sample, again, in_turns
from api.bench.in_a_process import run_to_end
from api.bench.machine import server_version
from api.bench.sizes import Size
from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from ledger.home import Home, Ledger

if TYPE_CHECKING:
    from api.bench.records_in_hand import InHand

PACK, TERM = "taikang-2022", "2022-2023-1"
SHILU = (sys.executable, "-m", "api.cli")
NO_POSTGRESQL = "没有找到 PostgreSQL;请安装 postgresql,或用 --postgresql URL 指定一台服务器"


class Workshop:
    """The place of one run of the bench; what several rows need is made once, when first asked for."""

    def __init__(self, size: Size, postgresql: str = "") -> None:
        """`postgresql`: the URL of a server to measure on, rather than one started for the run."""
        self.size = size
        self._given = postgresql
        self._made = 0
        self.rows_of_workbook = 0

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._folder = Path(
            self._stack.enter_context(TemporaryDirectory(prefix="shilu-bench-", ignore_cleanup_errors=True))
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def folder(self) -> Path:
        """A new, empty folder."""
        self._made += 1
        folder = self._folder / f"{self._made:04d}"
        folder.mkdir()
        return folder

    def in_turns(self, ours: Sample, peer: Sample, pairs: int) -> tuple[list[tuple[float, float]], str]:
        """Pairs as `clock.in_turns` measures them, in the time that this size has for a row; and, if they are fewer
        than asked for, what is to be said of that in the row's note."""
        found = in_turns(ours, peer, pairs, self.size.seconds)
        return found, self._fewer(len(found), pairs)

    def again(self, sample: Sample, runs: int) -> tuple[list[float], str]:
        """The same of figures without a peer."""
        found = again(sample, runs, self.size.seconds)
        return found, self._fewer(len(found), runs)

    def _fewer(self, measured: int, wanted: int) -> str:
        return "" if measured >= wanted else f"限时 {self.size.seconds:g} 秒,原定 {wanted} 次只测了 {measured} 次;"

    @cached_property
    def in_hand(self) -> "list[InHand]":
        """The records to be appended in bulk."""
        from api.bench.records_in_hand import records_in_hand  # only where some are appended

        with self.ledger() as ledger:
            return records_in_hand(ledger.book, self.size.appended)

    @cached_property
    def workbook(self) -> Path:
        """A county's term workbook, as untidy as such workbooks are."""
        path = self.folder() / "county.xlsx"
        made = write_county(path, CountyPlan(5, self.size.teachers, TERM, self.size.observations))
        self.rows_of_workbook = sum(map(made.rows, made.records))
        return path

    @cached_property
    def home(self) -> Home:
        """A ledger into which the workbook was imported; nobody writes to it."""
        return self.imported()

    def imported(self) -> Home:
        """A new ledger into which the workbook is imported, by the command."""
        folder = self.folder() / "ledger"
        environment = {"SHILU_HOME": str(folder), "SHILU_DATABASE_URL": ""}
        run_to_end([*SHILU, "init"], environment)
        run_to_end([*SHILU, "import", str(self.workbook), "--format", "json"], environment)
        return Home(folder, database="")

    @cached_property
    def county(self) -> Home:
        """A ledger of as many teachers and facts as the size says."""
        from api.bench.whole_county import made_county  # which needs this file

        return made_county(self)

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The imported ledger, open."""
        with self.home.opened() as ledger:
            yield ledger

    @cached_property
    def postgresql(self) -> str | None:
        """The URL of a database on a PostgreSQL server, started for this run where none is given; None: none here."""
        if self._given:
            return self._given
        from api.bench.postgresql_server import Server, programs

        if programs() is None:
            return None
        folder = Path(mkdtemp(prefix="shilu-bench-"))
        self._stack.callback(rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)  # the server runs as nobody where this process is root's
        server = Server(folder)
        server.make()
        server.start()
        self._stack.callback(server.stop)
        return server.url()

    def servers(self) -> dict[str, str]:
        """The releases of the servers that were measured on."""
        url = self.__dict__.get("postgresql")
        return {"postgresql": server_version(url)} if url else {}

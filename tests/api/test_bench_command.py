"""`shilu bench`: the rules by which a figure is judged, and the shape of what it tells; never how quick it was."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from itertools import product
from pathlib import Path
from statistics import median
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bench import raw_sqlite
from api.bench.appending import append
from api.bench.asked import ASKED
from api.bench.clock import again, in_turns, timed
from api.bench.figures import LIMIT, Goal, Row, spread_of
from api.bench.in_a_process import sampled
from api.bench.plain_library import plain_book, plainly_said
from api.bench.records_in_hand import recorded, records_in_hand
from api.bench.run import run
from api.bench.sizes import SIZES
from api.bench.telling import HEADINGS, markdown, table
from api.bench.workshop import Workshop
from api.cli.main import main
from ledger.book import Book
from ledger.records.record import stream_of
from ledger.refusals import Misuse, Refused

SAMPLE = SIZES["sample"]
RATIOS = st.floats(0.01, 100)
GOALS = st.builds(Goal, RATIOS, st.sampled_from(["least", "most"]))


@given(st.lists(RATIOS, min_size=1, max_size=40))
def test_a_spread_is_of_the_figures_themselves_and_holds_their_median(ratios: list[float]) -> None:
    low, high = spread_of(ratios)
    assert low in ratios
    assert high in ratios
    assert low <= median(ratios) <= high


@pytest.mark.parametrize("runs", range(5, 11))
def test_a_spread_of_five_or_more_holds_the_true_median_in_nine_cases_of_ten(runs: int) -> None:
    held = [spread_of(said) for said in product([-1.0, 1.0], repeat=runs)]  # each as likely above as below
    share = sum(low < 0 < high for low, high in held) / len(held)
    assert share >= 0.9
    narrower = [sorted(said) for said in product([-1.0, 1.0], repeat=runs)]
    left_out = sum(one < spread_of(list(map(float, range(runs))))[0] for one in range(runs))
    too_narrow = sum(said[left_out + 1] < 0 < said[-2 - left_out] for said in narrower) / len(narrower)
    assert too_narrow < 0.9


@given(GOALS, RATIOS, RATIOS)
def test_a_goal_is_met_or_missed_only_where_the_whole_spread_says_so(goal: Goal, one: float, other: float) -> None:
    low, high = sorted((one, other))
    verdict = goal.verdict((low, high))
    better, worse = (high, low) if goal.at == "least" else (low, high)
    assert (verdict == "met") == goal.met_by(worse)
    assert (verdict == "short") == (not goal.met_by(better))
    if low < goal.limit < high:
        assert verdict == "inconclusive"


@given(st.lists(st.tuples(RATIOS, RATIOS), min_size=1, max_size=9))
def test_a_row_tells_the_median_of_the_ratios_of_pairs(pairs: list[tuple[float, float]]) -> None:
    row = ASKED["import"].beside(pairs)
    assert row.ratio == median(ours / peer for ours, peer in pairs)
    assert row.figure == median(ours for ours, _ in pairs)
    assert row.runs == len(pairs)
    assert row.verdict == ASKED["import"].goal.verdict(row.spread or (0, 0))


def test_a_figure_without_peer_is_told_as_a_ratio_to_its_limit() -> None:
    asked = ASKED["explain"]
    row = asked.within([asked.limit / 2, asked.limit / 4, asked.limit / 2])
    assert (row.peer, row.peer_figure, row.ratio, row.verdict) == (LIMIT, asked.limit, 0.5, "met")
    assert asked.within([asked.limit * 2]).verdict == "short"
    assert asked.within([asked.limit / 2, asked.limit * 2]).verdict == "inconclusive"


def test_ours_and_the_peers_take_turns_and_who_is_first_alternates() -> None:
    order: list[str] = []

    def sample(who: str) -> Callable[[], float]:
        def taken() -> float:
            order.append(who)
            return float(len(order))

        return taken

    pairs = in_turns(sample("ours"), sample("peer"), 3)
    assert "".join(who[0] for who in order) == "op" + "op" + "po" + "op"
    assert pairs == [(3, 4), (6, 5), (7, 8)]
    assert again(lambda: float(len(order)), 2) == [8, 8]


def test_after_its_time_no_further_pair_is_begun_but_two_there_are() -> None:
    order: list[str] = []

    def sample(who: str, seconds: float) -> Callable[[], float]:
        def taken() -> float:
            order.append(who)
            sleep(seconds)
            return float(len(order))

        return taken

    assert len(in_turns(sample("ours", 0.01), sample("peer", 0.01), 50, 0.2)) < 12
    order.clear()
    assert in_turns(sample("ours", 0.05), sample("peer", 0.05), 50, 0.01) == [
        (1, 2),
        (4, 3),
    ]  # none is dropped
    assert len(again(sample("ours", 0.05), 50, 0.01)) == 2
    assert len(again(sample("ours", 0.05), 1, 0.01)) == 1


def test_what_was_cut_short_is_told_with_its_row() -> None:
    with Workshop(replace(SAMPLE, seconds=0)) as shop:
        pairs, fewer = shop.in_turns(lambda: 1.0, lambda: 2.0, 9)
        assert len(pairs) == 2
        assert "原定 9 次只测了 2 次" in fewer
        assert shop.again(lambda: 1.0, 2) == ([1.0, 1.0], "")


def test_a_sample_that_fails_in_its_process_is_told_with_its_reason() -> None:
    with timed() as clock, pytest.raises(Refused, match="ZeroDivisionError"):
        sampled("operator:truediv", 1, 0)
    assert clock.seconds > 0
    found = sampled("operator:mul", 6, 7)
    assert found.value == 42
    assert found.memory is None or 2**20 < found.memory < 2**30


def test_the_rows_that_the_peers_write_are_those_of_the_book(tmp_path: Path) -> None:
    ours, peer, plain = tmp_path / "book.sqlite", tmp_path / "raw.sqlite", tmp_path / "plain.sqlite"
    with Workshop(SAMPLE) as shop, shop.ledger() as ledger:
        in_hand = records_in_hand(ledger.book, 2 * ledger.book.position)
    assert len({(stream_of(one.record), one.record.part_key(), one.record) for one in in_hand}) == len(in_hand)
    with closing(Book(ours)) as book:
        append(book, in_hand)
        assert [one.record for one in recorded(book)] == [one.record for one in in_hand]
    raw_sqlite.seconds_to_insert(raw_sqlite.rows_of(ours), peer, 50)
    with closing(Book(ours)) as book, closing(Book(peer)) as copied:
        assert copied.stored.rows() == book.stored.rows()
    said = plainly_said(in_hand)
    library = plain_book(plain)
    library.add(said)
    assert [(event.kind, event.source, event.data) for event in library.replayed(at_once=7)] == [  # type: ignore[attr-defined]
        (kind, source, _as_read_back(data)) for kind, source, data in said
    ]
    library.close()


def _as_read_back(said: object) -> object:
    """JSON knows no tuples."""
    if isinstance(said, dict):
        return {name: _as_read_back(value) for name, value in said.items()}
    return list(map(_as_read_back, said)) if isinstance(said, tuple | list) else said


def test_every_figure_is_told_with_its_peer_goal_and_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--size", "sample", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["what"] for row in rows] == list(ASKED)
    for row in rows:
        assert row["verdict"] in ("met", "short", "inconclusive")
        assert row["says"]
        assert row["goal"]
        assert row["machine"]["cores"] >= 1
        assert row["machine"]["sqlite"]
        if row["figure"] is None:
            assert row["note"], row["what"]
            assert (row["ratio"], row["spread"], row["verdict"]) == (None, None, "inconclusive")
        else:
            assert row["figure"] > 0
            assert row["peer_figure"] > 0
            assert row["spread"][0] <= row["ratio"] <= row["spread"][1]
            assert row["runs"] >= 1


def test_some_figures_alone_are_measured_and_written_as_a_page(tmp_path: Path) -> None:
    page = tmp_path / "figures.md"
    command = ["bench", "--size", "sample", "--only", "disk-sqlite", "append-sqlite", "--format", "markdown"]
    assert main([*command, "--out", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    told = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| `")]
    assert told == ["`append-sqlite`", "`disk-sqlite`"]
    assert "sqlite 3." in text


def test_a_row_is_told_and_written_as_soon_as_it_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = tmp_path / "figures.json"

    def broken_off(shop: Workshop) -> list[Row]:
        assert [row["what"] for row in json.loads(found.read_bytes())] == ["append-sqlite"]
        raise KeyboardInterrupt

    monkeypatch.setattr("api.bench.on_disk.size_on_sqlite", broken_off)
    command = ["bench", "--size", "sample", "--only", "append-sqlite", "disk-sqlite", "--format", "json"]
    with suppress(KeyboardInterrupt):
        main([*command, "--out", str(found)])
    [row] = json.loads(found.read_bytes())
    assert row["ratio"]
    assert row["machine"]["cores"]
    assert "append-sqlite" in capsys.readouterr().err


def test_a_figure_that_there_is_not_is_misuse() -> None:
    with pytest.raises(Misuse, match="append-sqlite"):
        run(SAMPLE, ["append-sqlit"])


def test_what_fails_is_told_and_holds_no_other_back() -> None:
    broken = replace(SAMPLE, short=0)  # no pair of runs: there is no median
    found = run(broken, ["append-sqlite", "disk-sqlite"])
    assert [row.verdict == "inconclusive" and bool(row.note) for row in found] == [True, False]
    assert len(table(found)[0]) == len(HEADINGS)
    assert "—" in markdown(found)


def test_a_run_touches_no_ledger_of_whoever_runs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("SHILU_DATABASE_URL", "postgresql://nobody@own.invalid/own?connect_timeout=1")
    [row] = run(SAMPLE, ["import"])
    assert row.figure, row.note
    [row] = run(SAMPLE, ["explain"])
    assert row.figure, row.note
    assert not list(tmp_path.iterdir())


def test_without_postgresql_its_rows_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.bench.postgresql_server.programs", lambda: None)
    found: Sequence[str] = [row.note for row in run(SAMPLE, ["append-postgresql", "single-postgresql"])]
    assert all("--postgresql" in note for note in found)


def test_help_loads_no_peer() -> None:
    code = (
        "import atexit, sys; atexit.register(lambda: print(sorted(sys.modules)));"
        "from api.cli.main import main; main(['bench', '--help'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert "'argparse'" in ran.stdout
    for heavy in ("duckdb", "pandas", "pyarrow", "psycopg", "sqlalchemy"):
        assert f"'{heavy}'" not in ran.stdout

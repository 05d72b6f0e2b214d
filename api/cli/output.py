"""What commands print: JSON for programs, tables for people, refusals to standard error, progress on a terminal."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from ledger.refusals import Refused


def print_json(value: Any) -> None:
    """One JSON value on standard output, Chinese as it is."""
    sys.stdout.write(json_text(value))


def json_text(value: Any) -> str:
    """A JSON value as indented text; msgspec is ten times as fast as the standard library for a county's answers."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"


def print_error(refused: Refused, *, as_json: bool) -> None:
    """A refusal on standard error: its sentence, or an object for programs."""
    if as_json:
        told = {"code": refused.code, "message": refused.message, "see": list(refused.see)}
        sys.stderr.write(msgspec.json.encode(told).decode() + "\n")
    else:
        sys.stderr.write(f"{refused.message}\n")


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A title and a table on standard output; columns line up whatever the width of the characters."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    # A pipe or file has no width to fit into: nothing is cut or wrapped there.
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 1000, highlight=False)
    print(title)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    console.print(table)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Says on a terminal's standard error that work is going on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(file=sys.stderr).status(what):
        yield


@contextmanager
def progress(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on a terminal's standard error; called with a label, the rows done and the rows there are."""
    if not sys.stderr.isatty():
        yield lambda label, done, rows: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(what), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda label, done, rows: bar.update(task, description=label, completed=done, total=rows)


def write_text(path: Path, text: str) -> None:
    """A text file written whole or not at all, UTF-8."""
    from api.workbook.files import written_whole

    with written_whole(path) as partial:
        partial.write_text(text, encoding="utf-8")

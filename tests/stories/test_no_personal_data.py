"""No name, ID number or telephone number is anywhere but in the vault, whatever a county does in its first term.

Told here is a county whose people are all known; then every file that the ledger keeps, every table and column, every
answer, report and line of log is searched for them. Free text is another matter: there nothing is written of anybody.
"""

import json
import logging
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from psycopg import sql

from api.cli.main import main
from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from api.http.reading_desk import ReadingDesk
from ledger.home import BOOK, Home
from ledger.records.record import TeacherId
from ledger.vault import Particulars
from tests.api.county_on_the_web import visited
from tests.books import place_of

TERM = "2022-2023-1"
ASK = ["--pack", "taikang-2022", "--term", TERM, "--as-of", "2023-01-13"]
ADDED = Particulars("欧阳若兰", "110105194912310038", "13812345678")
CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


class County:
    """Types commands; keeps all that they print."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.home = Home.from_environment()
        self.printed: list[str] = []
        self._capsys = capsys

    def json(self, *arguments: str) -> Any:
        """What a program is told; refusals too."""
        main([*arguments, "--format", "json"])
        told = self._capsys.readouterr()
        self.printed.append(told.out + told.err)
        return json.loads(told.out or told.err)

    def append(self, name: str, *said: object) -> Any:
        path = self.folder / name
        path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in said), encoding="utf-8")
        return self.json("append", str(path), "--entries")


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> County:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "ledger"))
    return County(tmp_path, capsys)


def test_names_and_numbers_are_in_the_vault_and_nowhere_else(county: County, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = _a_term(county)
    assert len(secrets) > 20
    answers = _asked_over_the_web(county)
    found = [
        (where, secret)
        for where, text in (
            *_everything_kept(county.home.folder),
            *(("printed", text) for text in county.printed),
            *(("answers", text) for text in answers),
            ("log", caplog.text),
        )
        for secret in secrets
        if secret in text
    ]
    assert not found, Counter(found)


def test_the_search_finds_what_is_there(county: County) -> None:
    """A name in the notes of a lesson is in the book, and told of when it comes in."""
    _handed_in(county)
    people = _people(county.home)
    first, second = list(people)[:2]
    name = people[second].name
    report = county.append("notes.ndjson", _lesson(first, second, f"和{name}老师一起备课,电话13987654321", 8))
    assert {one["code"] for one in report["warnings"]} == {"name-in-text", "telephone-in-text"}
    assert [one["teachers"] for one in report["warnings"] if one["teachers"]] == [[second]]
    assert not [one for one in report["warnings"] if name in one["message"] or "13987654321" in one["message"]]
    text = "".join(text for _, text in _everything_kept(county.home.folder))
    assert "13987654321" in text
    assert ADDED.telephone not in text


def _handed_in(county: County) -> str:
    """What a county hands in, with the mistakes that are made in it; the entry of a lesson."""
    workbook = county.folder / "county.xlsx"
    write_county(workbook, CountyPlan(seed=7, teachers=12))
    _with_telephones(workbook)
    county.json("init")
    marked = county.folder / "marked.xlsx"
    county.json("import", str(workbook), "--report", str(county.home.folder / "report.json"), "--marked", str(marked))
    assert marked.is_file()
    people = _people(county.home)
    first, second, *_ = people
    row = _row_of(county.home, first)
    report = county.append(
        "people.ndjson",
        {"kind": "teacher.registered", "data": row | {"teacher": "900001"}, "person": _said(ADDED)},
        {"kind": "teacher.registered", "data": row | {"teacher": "900002"}, "person": _said(ADDED)},
        {
            "kind": "teacher.registered",
            "data": row | {"teacher": "900003"},
            "person": _said(ADDED) | {"id_number": "1"},
        },
        {"kind": "teacher.registered", "data": row | {"teacher": "900004", "identity": ADDED.name}},
        {"kind": "teacher.registered", "data": row | {"teacher": "900005"}, "person": {"name": ADDED.name, "age": 3}},
        json.dumps({"kind": "teacher.registered", "data": row, "person": _said(ADDED)}, ensure_ascii=False)[:-9],
        _lesson(first, second, "导入自然"),
    )
    assert (report["accepted"], report["rejected"]) == (2, 5)
    entry: str = report["entries"][-1]
    return entry


def _a_term(county: County) -> set[str]:
    """A county's first term; the names and numbers of its people."""
    entry = _handed_in(county)
    first, second, *_ = _people(county.home)
    photo = county.folder / "听课.jpg"
    photo.write_bytes(b"\xff\xd8\xff photo")
    county.json("evidence", "add", entry, str(photo))
    changed = county.folder / "changed.json"
    changed.write_text(json.dumps(_lesson(first, second, "导入自然,重点突出")["data"]), encoding="utf-8")
    county.json("correct", entry, "--file", str(changed), "--reason", "漏写")
    county.json("object", entry, "--reason", "不是这一节", "--actor", second)
    county.json("evaluate", *ASK)
    county.json("explain", *ASK, "--teacher", first)
    county.json("contradictions", "--all")
    county.json("rotations")
    county.json("inbox")
    county.json("rebuild")
    issued = county.json("statement", "draft", *ASK)
    county.json("statement", "notice", issued["id"], "--days", "5", "--fields", "teacher,points.total")
    county.json("statement", "show", issued["id"])
    county.json("person", "reads")
    county.json("export", "--out", str(county.home.folder / "export.ndjson"))
    county.json("backup", str(county.home.folder / "backup.age"))
    main(["person", "show", "900001", "--reason", "核对", "--format", "json"])  # shows, and leaves its trace
    county._capsys.readouterr()
    said = [
        value for person in _people(county.home).values() for value in (person.name, person.id_number, person.telephone)
    ]
    # Names of two characters are words too, and names of schools hold some.
    return {value for value in said if len(value) > 2}


def _people(home: Home) -> dict[TeacherId, Particulars]:
    with home.opened() as ledger:
        rows = ledger.register().teachers
        return ledger.vault.particulars({code: row.identity for code, row in rows.items()})


def _row_of(home: Home, code: str) -> dict[str, Any]:
    import msgspec

    with home.opened() as ledger:
        rows = ledger.register().teachers
        row: dict[str, Any] = json.loads(msgspec.json.encode(next(row for one, row in rows.items() if one == code)))
    del row["identity"]
    return row


def _said(person: Particulars) -> dict[str, str]:
    return {"name": person.name, "id_number": person.id_number, "telephone": person.telephone}


def _lesson(observer: str, teacher: str, notes: str, period: int = 7) -> dict[str, Any]:
    data = {"on": "2022-12-15", "period": period, "observer": observer, "teacher": teacher, "school": "S001"}
    data |= {"subject": "语文", "grade": "一年级", "form": "推门听课", "notes": notes, "reflection": "学会了留白。"}
    return {"kind": "lesson.observed", "data": data | {"topic": "《秋天》", "lessons": 1}}


def _with_telephones(workbook: Path) -> None:
    """A column that the office keeps beside the others."""
    book = load_workbook(workbook)
    sheet = book["教师"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(number for number, row in enumerate(rows, 1) if "教师编号" in row)
    column = sheet.max_column + 1
    sheet.cell(top, column).value = "联系电话"
    for number, row in enumerate(rows[top:], top + 1):
        if row[0]:
            sheet.cell(number, column).value = f"139{number:08d}"
    book.save(workbook)


def _asked_over_the_web(county: County) -> list[str]:
    """What the interface answers, pages that are not found or refused, and what a server keeps of its pages."""
    question = {"pack": "taikang-2022", "term": TERM}
    with visited(county.home) as client:
        said = [
            client.get(path, params=question).text for path in ("/api/v1/evaluations", "/api/v1/dashboard", "/readyz")
        ]
        said += [client.get(f"/api/v1/teachers/900001{rest}", params=question).text for rest in ("", "/records")]
        for path in ("/teachers", "/teachers/900001", "/dashboard"):
            assert client.get(path, params=question).status_code == 200
        said += [client.get(path, params=question).text for path in ("/teachers/999999", "/nowhere")]
        desk: ReadingDesk = client.app.state.desk  # type: ignore[attr-defined]
        kept = [answer.body.decode() for answer in desk.answers._kept.values()]
        assert kept
        return [*said[:-2], *kept]


def _everything_kept(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that is kept under a folder, in its database too, as text: what it is, and what stands in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            yield path.name, "\n".join(str(column) for name in table.column_names for column in table[name].to_pylist())
        content = path.read_bytes()
        yield path.name, "\n".join(content.decode(coding, "ignore") for coding in CODINGS)
        if content.startswith(b"SQLite format 3\0"):
            with closing(sqlite3.connect(path)) as file:
                names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type='table'")]
                for name in names:
                    yield f"{path.name} {name}", _as_text(file.execute(f'SELECT * FROM "{name}"'))
    place = place_of(folder / BOOK)
    if isinstance(place, str):
        # Each table by itself: a transaction over all holds a lock on each, and the server has room for so many.
        with psycopg.connect(place, autocommit=True) as connection:
            mine = "SELECT schemaname, tablename FROM pg_tables WHERE starts_with(schemaname, current_schema)"
            tables = connection.execute(mine).fetchall()
            assert "events" in {table for _, table in tables}
            for schema, table in tables:
                statement = sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, table))
                yield f"{schema}.{table}", _as_text(connection.execute(statement))


def _as_text(rows: Iterable[Iterable[object]]) -> str:
    return "\n".join(
        value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value) for row in rows for value in row
    )

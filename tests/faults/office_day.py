"""What an office does with a ledger, as one program: `python -m tests.faults.office_day the-day MATERIALS`.

It works in `$SHILU_HOME`, and tells on its standard output what it has done: the objects of JSON that the commands
print, and one `{"did": …}` after each. `singles DAY` appends one record after the other until it is killed, `some COUNT
DAY` so many; `an-hour MATERIALS DAY` does a little of everything on a ledger that is there.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from api.cli.main import main
from api.cli.output import print_error
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.on_disk import make_folder
from ledger.records.lesson import LessonObserved
from ledger.records.record import SchoolId, TeacherId
from ledger.refusals import Refused
from ledger.store.faults import storage_fault
from ledger.submission import Submission
from ledger.vocabulary import LessonForm
from tests.api.small_workbook import TEACHERS, TERM, small_county, written

COPIES, BACKUP = "copies", "evening.age"
MAPPING, PHOTOGRAPH = "我们的校历", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 100
SINGLES_READY = "ready"
UNTIL_KILLED = 1_000_000  # a thousand were all there after 0.4 s, in memory on a quiet machine
LAST_DAY, PACK = "2023-01-13", "taikang-2022"


def lesson(period: int, day: int) -> LessonObserved:
    """A lesson that nobody else tells of; of each day after the first of August 2022 any number."""
    return LessonObserved(
        date(2022, 8, 1) + timedelta(days=day),
        period,
        TeacherId("000001"),
        TeacherId("000002"),
        SchoolId("S001"),
        "数学",
        "一年级",
        LessonForm.OPEN,
        "板书" * 200,
    )


def line(period: int, day: int) -> str:
    """The same as a line that is handed in."""
    return json.dumps(
        {
            "kind": "lesson.observed",
            "data": {
                "on": str(lesson(1, day).on),
                "period": period,
                "observer": "000001",
                "teacher": "000002",
                "school": "S001",
                "subject": "数学",
                "grade": "一年级",
                "form": "公开课",
                "notes": "板书" * 200,
            },
        },
        ensure_ascii=False,
    )


def materials(folder: Path) -> Path:
    """What the office hands in: a workbook, lines, a photograph, a list with its mapping."""
    folder.mkdir()
    written(small_county(), folder / "term.xlsx")
    for day, name in ((36, "first.ndjson"), (37, "second.ndjson")):
        (folder / name).write_text("".join(line(period, day) + "\n" for period in range(1, 7)), encoding="utf-8")
    (folder / "photograph.jpg").write_bytes(PHOTOGRAPH)
    (folder / "calendar.csv").write_text("哪天,怎样\n2022-10-04,放假\n", encoding="utf-8")
    mapping = {"sheets": [{"kind": "校历", "columns": {"on": "哪天", "day": "怎样"}}]}
    (folder / "calendar.json").write_text(json.dumps(mapping), encoding="utf-8")
    return folder


def tell(**what: Any) -> None:
    """Acknowledge something, as the commands do."""
    print(json.dumps(what), flush=True)


@contextmanager
def refusals_told() -> Iterator[None]:
    """Tell what goes wrong inside as a command does, and end."""
    try:
        yield
    except Exception as error:
        told = error if isinstance(error, Refused) else storage_fault(error)
        if told is None:
            raise
        print_error(told, as_json=False)
        sys.exit(1)


def do(*command: str | Path) -> None:
    """Run a command; what it tells goes where it always goes. The day ends where one is refused."""
    if status := main([str(part) for part in command]):
        sys.exit(status)
    tell(did=str(command[0]))


def singles(count: int, day: int) -> None:
    """Append records one by one, while another thread seals, as a server does. Ends the day where one is refused."""
    with refusals_told(), Home.from_environment().opened() as ledger:
        print(SINGLES_READY, flush=True)
        for period in range(1, count + 1):
            ledger.book.append(HandIn("clerk"), Submission([lesson(period, day)]))
            tell(position=ledger.book.position)


def the_day(given: Path) -> None:
    """From `init` on a new machine to the backup in the evening, and another signing key for the next day."""
    copies = Home.from_environment().folder.parent / COPIES
    told = ("--format", "json")
    do("init", *told)
    do("import", given / "term.xlsx", *told)
    singles(6, 38)
    do("append", given / "first.ndjson", *told)
    do("evidence", "add", str(len(TEACHERS)), given / "photograph.jpg", *told)
    singles(6, 39)
    mapping = ("--mapping", given / "calendar.json", "--save-mapping", MAPPING)
    do("import", given / "calendar.csv", "--term", TERM, *mapping, *told)
    tell(did="with a mapping")
    do("statement", "issue", "--pack", PACK, "--term", TERM, "--as-of", LAST_DAY, *told)
    do("append", given / "second.ndjson", *told)
    make_folder(copies)
    do("backup", copies / BACKUP, *told)
    do("keys", "replace", "--reason", "每年更换", *told)
    singles(3, 40)


def an_hour(given: Path, day: int) -> None:
    """Single records, lines, an attached file, a look at somebody's numbers; all new on every day."""
    told = ("--format", "json")
    singles(4, day)
    lines, photograph = given / f"{day}.ndjson", given / f"{day}.jpg"
    lines.write_text("".join(line(period, day) + "\n" for period in range(11, 21)), encoding="utf-8")
    photograph.write_bytes(PHOTOGRAPH + str(day).encode())
    do("append", lines, *told)
    do("evidence", "add", str(len(TEACHERS)), photograph, *told)
    do("person", "show", "000001", "--reason", f"第{day}次核对", *told)


if __name__ == "__main__":
    if sys.argv[1] == "singles":
        singles(UNTIL_KILLED, int(sys.argv[2]))
    elif sys.argv[1] == "some":
        singles(int(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "an-hour":
        an_hour(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        the_day(Path(sys.argv[2]))

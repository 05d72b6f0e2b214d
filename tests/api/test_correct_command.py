"""`shilu correct` refuses whatever `shilu append` would refuse as a new record."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from api.cli.main import main
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.employment import TeacherLeft
from ledger.records.record import Record, entry_of
from ledger.vocabulary import Leaving
from tests.ledger.stories import AUTUMN, HILL, LESSON, LI, SCHOOL, TEACHER, TOWN, TRAINING, WANG, ZHAO, changed, row

NUMBER = "410101199005040028"
SCHOOL_OFFICE = Authority(f"school:{TOWN}")


class Office:
    """An office at the command line, and the ledger it works on."""

    def __init__(self, home: Home, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._home, self._folder, self._capsys = home, folder, capsys

    def append(self, *lines: dict[str, Any]) -> None:
        """Hand in lines, all of which are accepted."""
        path = self._folder / "lines.ndjson"
        path.write_bytes(b"\n".join(map(msgspec.json.encode, lines)))
        assert main(["append", str(path), "--atomic"]) == 0
        self._capsys.readouterr()

    def correct(self, entry: str, *arguments: str) -> tuple[str, str]:
        """The code and sentence of the refusal, empty where it was corrected; refused, nothing is written."""
        before = self.bodies()
        status = main(["correct", entry, "--reason", "有误", "--format", "json", *arguments])
        err = self._capsys.readouterr().err
        assert (status == 0) == (not err)
        if not err:
            return "", ""
        assert self.bodies() == before
        said = json.loads(err)
        return said["code"], said["message"]

    def bodies(self) -> list[bytes]:
        """What is stored."""
        with self._home.opened() as ledger:
            return [one[4] for one in ledger.book.stored.rows()]

    def row_of(self, teacher: str) -> Any:
        """A teacher's row as it stands."""
        with self._home.opened() as ledger:
            return next(row for code, row in ledger.register().teachers.items() if code == teacher)

    def type_in(self, record: Record, who: HandIn) -> str:
        """A record written, and the number of its entry."""
        with self._home.opened() as ledger:
            ledger.book.append(who, row(record))
        return entry_of(record).hex()


def line(record: Record, **more: Any) -> dict[str, Any]:
    return {"kind": record.kind, "data": msgspec.to_builtins(record), **more}


def registered(teacher: str, **person: str) -> dict[str, Any]:
    return line(changed(TEACHER, teacher=teacher, identity=""), person=person)


@pytest.fixture
def office(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    """An office of a county with two schools and three teachers."""
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    office = Office(home, tmp_path, capsys)
    persons = [registered(LI, name="李静", id_number=NUMBER), registered(WANG, name="王芳")]
    other = registered(ZHAO, name="赵敏")
    other["data"]["school"] = HILL
    office.append(line(AUTUMN), line(SCHOOL), line(changed(SCHOOL, school=HILL)), *persons, other)
    return office


@pytest.mark.parametrize("identity", ["张三身份证411", NUMBER, "0F" * 16, "0f" * 15])
def test_no_name_and_no_id_number_gets_into_the_book(office: Office, identity: str) -> None:
    entry = entry_of(office.row_of(LI)).hex()
    assert office.correct(entry, "--set", f"identity={identity}")[0] == "unknown-value"
    data = json.dumps({**msgspec.to_builtins(office.row_of(LI)), "identity": identity})
    assert office.correct(entry, "--data", data)[0] == "unknown-value"
    assert not any(identity.encode() in body for body in office.bodies())


def test_a_teachers_row_without_identity_stays_the_same_person(office: Office) -> None:
    before = office.row_of(LI)
    data = {**msgspec.to_builtins(before), "title": "高级教师"}
    del data["identity"]
    assert office.correct(entry_of(before).hex(), "--data", json.dumps(data)) == ("", "")
    assert (office.row_of(LI).title, office.row_of(LI).identity) == ("高级教师", before.identity)


def test_an_id_number_that_another_bears_by_now_is_not_brought_back(office: Office) -> None:
    before = office.row_of(LI)
    renumbered = registered(LI, name="李静")
    renumbered["data"]["in_effect"] = "2022-10-01"
    office.append(renumbered)
    office.append(registered("000501", name="李晶", id_number=NUMBER))
    now = office.row_of(LI)
    assert now.identity != before.identity
    assert office.correct(entry_of(now).hex(), "--set", f"identity={before.identity}")[0] == "duplicate-id-number"


@pytest.mark.parametrize(
    ("record", "assignment", "code"),
    [
        (LESSON, "on=1890-09-05", "bad-date"),
        (TRAINING, "hours=9999999999", "bad-number"),
        (LESSON, "observer=009999", "unknown-teacher"),
    ],
)
def test_days_numbers_and_codes_are_held_to_the_same_bounds(
    office: Office, record: Record, assignment: str, code: str
) -> None:
    office.append(line(record))
    assert office.correct(entry_of(record).hex(), "--set", assignment)[0] == code


def test_of_a_teacher_who_left_nothing_later_is_said(office: Office) -> None:
    office.append(line(LESSON), line(TeacherLeft(LI, date(2022, 10, 1), Leaving.RESIGNED)))
    assert office.correct(entry_of(LESSON).hex(), "--set", "on=2022-10-10")[0] == "not-on-roll"


def test_a_school_corrects_to_nothing_that_it_may_not_bring(office: Office) -> None:
    entry = office.type_in(LESSON, HandIn("chen", SCHOOL_OFFICE, AUTUMN))
    who = ["--actor", "chen", "--authority", SCHOOL_OFFICE]
    assert office.correct(entry, "--set", f"school={HILL}", *who)[0] == "wrong-school"
    assert office.correct(entry, "--set", f"observer={ZHAO}", *who)[0] == "out-of-scope"
    assert office.correct(entry, "--set", "period=4", *who) == ("", "")


@pytest.mark.parametrize("content", ["[" * 100_000, '{"notes": "' + "\udcff" + '"}'])
def test_what_is_no_text_or_no_end_of_it_is_one_sentence(office: Office, content: str) -> None:
    office.append(line(LESSON))
    assert office.correct(entry_of(LESSON).hex(), "--data", content)[0] == "bad-line"
    assert office.correct(entry_of(LESSON).hex(), "--set", "notes=\udcff")[0] == "bad-line"


def test_a_second_correction_by_position_starts_from_what_stands_now(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    with home.opened() as ledger:
        people = [changed(TEACHER, teacher=code) for code in (LI, WANG)]
        with ledger.book.writing(HandIn("local", COUNTY, AUTUMN)) as pen:
            pen.write([row(one, number=n) for n, one in enumerate([AUTUMN, SCHOOL, *people, LESSON])])
        position = str(ledger.book.position)
    assert main(["correct", position, "--set", "notes=甲", "--reason", "补"]) == 0
    assert main(["correct", position, "--set", "reflection=乙", "--reason", "补"]) == 0
    with home.opened() as ledger:
        [lesson] = ledger.book.kept(type(LESSON)).records
    assert (lesson.notes, lesson.reflection) == ("甲", "乙")
    assert main(["correct", position, "--set", "period=7", "--reason", "记错节次"]) == 0
    assert main(["correct", position, "--set", "notes=丙", "--reason", "补"]) == 1
    assert "要恢复" in capsys.readouterr().err
    with home.opened() as ledger:
        assert [one.period for one in ledger.book.kept(type(LESSON)).records] == [7]

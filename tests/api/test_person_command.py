"""`shilu person`: forget, show, reads; and what everybody sees of somebody who was forgotten."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.cli.main import main
from api.desk.statements import StatementDesk
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.employment import TeacherLeft
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved
from ledger.records.personal_data import RetentionDeclared
from ledger.records.record import Record, entry_of
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vault import Particulars
from ledger.vocabulary import Leaving
from projections.catalogue import find_pack
from projections.verifying.whole import verify
from tests.api.county_on_the_web import visited
from tests.api.official_county import lesson
from tests.ledger.stories import AUTUMN, HOLIDAY, LI, MEETING, SCHOOL, TEACHER, WANG, ZHAO, changed

LI_JING = Particulars("李静怡", "11010519491231002X", "13812345678")
PEOPLE = {LI: LI_JING, WANG: Particulars("王强"), ZHAO: Particulars("赵敏", telephone="13987654321")}
LEFT = TeacherLeft(LI, date(2023, 3, 1), Leaving.RETIRED)
DECLARED = RetentionDeclared(date(2022, 1, 1), 1, "教档〔2022〕1号")
ASK = ["--pack", "taikang-2022", "--term", AUTUMN.term, "--as-of", "2023-01-13"]
FORGET = ["person", "forget", LI, "--reason", "保存期限已满", "--actor", "000901", "--second", "000902"]
WITH_HER_NAME = changed(lesson(1, WANG, 8), lessons=1, notes="和李静怡老师一起备课")


def say(home: Home, *records: Record) -> None:
    with home.opened() as ledger, ledger.book.writing(HandIn("clerk", term=AUTUMN)) as pen:
        for outcome in pen.write([Submission([record]) for record in records]):
            if isinstance(outcome, Refused):
                raise outcome


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Three teachers, one of whom has left; lessons of a term."""
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "ledger"))
    home = Home.from_environment()
    home.make()
    with home.opened() as ledger:
        ledger.vault.begin()
        identity = {code: ledger.vault.keep(code, person) for code, person in PEOPLE.items()}
        ledger.vault.commit()
    teachers = [changed(TEACHER, teacher=code, identity=identity[code]) for code in PEOPLE]
    lessons: list[LessonObserved] = [
        changed(lesson(period, day=day), lessons=1, notes=f"第 {day} 日第 {period} 节")
        for day in (5, 6)
        for period in (1, 2)
    ]
    say(home, AUTUMN, HOLIDAY, SCHOOL, *teachers, *lessons, WITH_HER_NAME, MEETING, LEFT, DECLARED)
    return home


class Typed:
    """Types commands, and reads what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def json(self, *arguments: str, status: int = 0) -> Any:
        assert main([*arguments, "--format", "json"]) == status
        captured = self._capsys.readouterr()
        return json.loads(captured.out or captured.err)

    def text(self, *arguments: str, status: int = 0) -> str:
        assert main([*arguments]) == status
        captured = self._capsys.readouterr()
        return captured.out + captured.err


@pytest.fixture
def type_in(home: Home, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(capsys)


def test_whoever_is_forgotten_is_a_code_everywhere_and_no_number_or_seal_changes(home: Home, type_in: Typed) -> None:
    with home.opened() as ledger:
        desk = StatementDesk(ledger, HandIn("officer"))
        final = desk.issue(find_pack("taikang-2022"), AUTUMN.term, "county", date(2023, 1, 13), "不评优").drafted
    before = type_in.json("evaluate", *ASK)
    assert "李静怡" in type_in.text("evaluate", *ASK)
    done = type_in.json(*FORGET)
    assert (done["teacher"], done["also"]) == (LI, [])
    after = type_in.json("evaluate", *ASK)
    assert (after["digest"], after["teachers"]) == (before["digest"], before["teachers"])
    template = home.folder / "S.xlsx"
    type_in.text("template", "--out", str(template), "--school", SCHOOL.school, "--term", AUTUMN.term)
    cells = [cell for row in load_workbook(template)["教师"].iter_rows(values_only=True) for cell in row]
    assert (LI in cells, WANG in cells) == (False, True)
    told = [
        type_in.text("evaluate", *ASK),
        type_in.text("explain", *ASK, "--teacher", LI),
        type_in.text("rotations"),
        type_in.text("contradictions"),
        type_in.text("statement", "show", final.statement),
    ]
    assert not [text for text in told if "李静怡" in text]
    assert LI in told[0]
    assert type_in.json("statement", "reproduce", final.statement)["verdict"] == "same"
    report = verify(home)
    assert (report.ok, report.faults) == (True, [])


def test_pages_show_the_code_also_those_that_were_made_before(home: Home, type_in: Typed) -> None:
    question = {"pack": "taikang-2022", "term": AUTUMN.term, "as_of": "2023-01-13"}
    with visited(home) as client:
        assert "李静怡" in client.get("/teachers", params=question).text
        type_in.json(*FORGET)
        for address in ("/teachers", f"/teachers/{LI}"):
            for _ in range(2):
                page = client.get(address, params=question)
                assert page.status_code == 200
                assert "李静怡" not in page.text
                assert LI in page.text
        assert "王强" in client.get("/teachers", params=question).text


def test_what_still_names_the_person_is_told_so_that_somebody_looks_at_it(
    home: Home, type_in: Typed, tmp_path: Path
) -> None:
    photo = tmp_path / "李静怡听课.jpg"
    photo.write_bytes(b"\xff\xd8\xff photo")
    of_another = tmp_path / "合影.jpg"
    of_another.write_bytes(b"\xff\xd8\xff another")
    attached = type_in.json("evidence", "add", entry_of(lesson(1)).hex(), str(photo))
    [warning] = attached["warnings"]
    assert (warning["code"], warning["teachers"], warning["column"]) == ("name-in-text", [LI], "文件名")
    type_in.json("evidence", "add", entry_of(WITH_HER_NAME).hex(), str(of_another))
    left = type_in.json(*FORGET)["left"]
    assert [(one["entry"], one["where"]) for one in left] == [
        (entry_of(WITH_HER_NAME).hex(), "text"),
        (entry_of(lesson(1)).hex(), "file-name"),
        (entry_of(lesson(1)).hex(), "file"),
        (entry_of(WITH_HER_NAME).hex(), "file"),
    ]


def test_sealed_rows_of_a_lost_vault_which_forgetting_does_not_reach_are_named(home: Home, type_in: Typed) -> None:
    aside = home.folder / "vault-lost-2022-10-01.json"
    aside.write_text('{"person": []}')
    assert type_in.json(*FORGET)["aside"] == [aside.name]
    assert aside.exists()
    assert any(aside.name in note for note in verify(home, only=["vault"]).notes)


def test_two_different_people_of_the_county_forget_and_neither_is_told_by_name(home: Home, type_in: Typed) -> None:
    def refused(*arguments: str, status: int = 1) -> str:
        code: str = type_in.json("person", "forget", *arguments, status=status)["code"]
        return code

    who = ["--reason", "期满", "--actor", "000901"]
    assert refused(LI, *who) == "second-missing"
    assert refused(LI, *who, "--second", "０００９０１") == "second-missing"
    assert refused(LI, *who, "--second", LI) == "second-missing"
    assert refused(LI, *who, "--second", "王强") == "names-a-person"
    assert refused(LI, "--reason", "李静怡申请", "--second", "000902") == "names-a-person"
    assert refused(LI, "--second", "000902") == "no-reason"
    assert refused(LI, *who, "--second", "000902", "--authority", f"school:{SCHOOL.school}") == "not-entitled"
    assert refused("999999", *who, "--second", "000902") == "unknown-teacher"
    assert refused(WANG, *who, "--second", "000902") == "still-employed"
    assert refused(status=2) == "bad-arguments"
    with home.opened() as ledger:
        assert ledger.vault.forgotten() == frozenset()


def test_not_while_a_result_that_lists_the_person_is_no_more_than_a_draft(home: Home, type_in: Typed) -> None:
    with home.opened() as ledger:
        desk = StatementDesk(ledger, HandIn("officer"))
        draft = desk.draft(find_pack("taikang-2022"), AUTUMN.term, "county", date(2023, 1, 13))
        draft = desk.notice(draft, 5, None, ["teacher"])
        assert draft.course.noticed
        until = draft.course.noticed.until
    told = type_in.json(*FORGET, status=1)
    assert (told["code"], f"{until}" in told["message"]) == ("on-public-notice", True)
    with home.opened() as ledger:
        StatementDesk(ledger, HandIn("officer")).drop(draft, "重拟")
    type_in.json(*FORGET)


def test_not_while_an_objection_to_a_record_is_open(home: Home, type_in: Typed) -> None:
    entry = entry_of(lesson(1)).hex()
    type_in.json("object", entry, "--reason", "不是这一天", "--actor", LI)
    told = type_in.json(*FORGET, status=1)
    assert (told["code"], told["see"]) == ("objection-open", [entry])
    type_in.json("decide", entry, "--reason", "核对无误", "--actor", "000903")
    type_in.json(*FORGET)


def test_not_while_records_contradict_each_other_and_the_person_is_asked(home: Home, type_in: Typed) -> None:
    say(home, LeaveTaken(LI, date(2022, 9, 5), date(2022, 9, 6), "病假"))
    told = type_in.json(*FORGET, status=1)
    assert told["code"] == "case-open"
    of_manner = ("recorded-late", "entered-before-review")
    matters = [one for one in type_in.json("contradictions") if LI in one["persons"] and one["what"] not in of_manner]
    assert matters
    settled = {"settled": "说明成立", "words": "当天半日", "on": "2023-03-01"}
    lines = home.folder / "settled.ndjson"
    said = [{"kind": "contradiction.settled", "data": {"contradiction": one["id"], **settled}} for one in matters]
    lines.write_text("\n".join(map(json.dumps, said)))
    assert type_in.json("append", str(lines))["accepted"] == len(matters)
    type_in.json(*FORGET)


def test_a_forgotten_code_is_registered_for_nobody_and_its_records_go_on(home: Home, type_in: Typed) -> None:
    type_in.json(*FORGET)
    row = {"in_effect": "2022-09-01", "teacher": LI, "sex": "女", "born": "1990-05-04", "hired": "2012-09-01"}
    row |= {"school": SCHOOL.school, "subject": "语文", "grade": "一年级", "post": "班主任", "post_since": "2018-09-01"}
    row |= {"title": "一级教师", "degree": "本科"}
    award = {"series": "优质课", "level": "县级", "group": "小学语文", "teacher": LI, "prize": "一等奖"}
    award |= {"on": "2022-11-11"}
    lines = home.folder / "late.ndjson"
    said = [
        {"kind": "teacher.registered", "data": row, "person": {"name": "李静怡"}},
        {"kind": "award.won", "data": award},
    ]
    lines.write_text("\n".join(json.dumps(one) for one in said))
    report = type_in.json("append", str(lines))
    assert [one["code"] for one in report["rejections"]] == ["person-forgotten"]
    assert report["accepted"] == 1


def test_numbers_are_shown_with_a_reason_and_every_showing_is_listed(home: Home, type_in: Typed) -> None:
    assert type_in.json("person", "show", LI, status=1)["code"] == "no-reason"
    assert type_in.json("person", "show", LI, "--reason", "给李静怡", status=1)["code"] == "names-a-person"
    assert type_in.json("person", "show", "999999", "--reason", "核对", status=2)["code"] == "unknown-teacher"
    assert type_in.json("person", "reads") == []
    shown = type_in.json("person", "show", LI, "--reason", "核对职称材料", "--actor", "000901")
    assert shown == {"teacher": LI, "name": "李静怡", "id_number": LI_JING.id_number, "telephone": "13812345678"}
    assert "没有登记" in type_in.text("person", "show", WANG, "--reason", "联系本人")
    reads = type_in.json("person", "reads")
    assert [(one["position"], one["actor"], one["whom"], one["why"], one["what"]) for one in reads] == [
        (1, "000901", LI, "核对职称材料", "numbers"),
        (2, "local", WANG, "联系本人", "numbers"),
    ]
    assert [one["whom"] for one in type_in.json("person", "reads", "--code", WANG)] == [WANG]
    assert "核对职称材料" in type_in.text("person", "reads")
    with home.opened() as ledger:
        assert home.seal_of_access(ledger).size == 2


def test_after_forgetting_there_is_nothing_to_show_and_the_old_showings_stay(home: Home, type_in: Typed) -> None:
    type_in.json("person", "show", LI, "--reason", "核对")
    assert "已经删除" in type_in.text(*FORGET)
    assert type_in.json("person", "show", LI, "--reason", "核对", status=1)["code"] == "person-forgotten"
    assert [one["whom"] for one in type_in.json("person", "reads")] == [LI]

"""All terms of a teacher and a school: each by the pack of its time, what came late, what later changes made of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from ledger.book import Book
from ledger.home import Ledger
from ledger.records.pack_adopted import PackAdopted
from ledger.records.record import entry_of
from ledger.refusals import Misuse
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.history.proving import prove, statement_of
from projections.history.reading import history_of_school, history_of_teacher
from tests.api.official_county import LAST_DAY, PACK, TERM, correct, desk, lesson, official_county, say, void
from tests.api.test_statement_reproduced import position_of, reworded
from tests.api.three_years import copied_county, county_time
from tests.ledger.people import HILL, LI, TOWN, WANG, ZHAO
from tests.ledger.stories import changed

EARLIER = PACK.text.replace('version: "1"', 'version: "0"', 1).replace("{from: 2022-08-01}", "{from: 2020-08-01}", 1)


def adopted(day: date, version: str, content: str) -> PackAdopted:
    return PackAdopted(day, PACK.head.id, version, sha256(content.encode()).hexdigest(), content)


@pytest.fixture
def ledger(tmp_path: Path, book: Book) -> Iterator[Ledger]:
    with official_county(tmp_path, book) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    home = copied_county(tmp_path_factory.mktemp("history") / "county")
    with county_time(), home.opened() as ledger:
        say(ledger.book, adopted(date(2020, 9, 1), "0", EARLIER), adopted(date(2022, 8, 1), "1", PACK.text))
        yield ledger


def test_each_term_is_what_the_pack_of_its_time_says_up_to_its_last_day(county: Ledger) -> None:
    book = county.book
    codes = sorted(county.register().teachers)[:40:13]
    for code in codes:
        told = history_of_teacher(book, code)
        assert [one.term for one in told.terms] == sorted(one.term for one in told.terms)
        packs = {one.term: one.pack.head.version for one in told.terms if one.pack}
        assert packs == {term: "0" if term < "2022-2023" else "1" for term in packs}
        for one in told.terms:
            assert one.pack
            name = f"{PACK.head.id}@{one.pack.head.version}"
            evaluation = evaluate(book, find_pack(name, book), one.term, one.end)
            assert one.answers == evaluation.of_teacher(code), (code, one.term)
    assert len(history_of_school(book, "S001").terms) == 6


def test_of_a_school_all_its_teachers_are_added_up(county: Ledger) -> None:
    told = history_of_school(county.book, "S001")
    for one in told.terms:
        assert one.pack
        everybody = evaluate(county.book, one.pack, one.term, one.end)
        here = [row.teacher for row in everybody.county.teachers.records if row.school == "S001"]
        duties = [quota for code in here for quota in everybody.teachers[code]["quotas"].values()]
        done = sum(quota["met"] for quota in duties)
        assert one.figures["teachers"] == len(here)
        of_school = list(everybody.schools.get("S001", {}).get("quotas", {}).values())
        groups = [
            quota
            for name, said in everybody.groups.items()
            if name.startswith("S001/")
            for quota in said["quotas"].values()
        ]
        assert one.figures["duties_of"] in (len(duties), len(duties) + len(of_school) + len(groups))
        assert one.figures["duties_done"] is not None
        assert one.figures["duties_done"] >= done


def test_what_was_handed_in_long_after_the_term_is_marked_and_what_came_in_time_is_not(county: Ledger) -> None:
    code = sorted(county.register().teachers)[7]
    *_, before, last = history_of_teacher(county.book, code).terms
    assert last.late == ()  # its workbook came within 60 days
    assert before.late
    assert all(one.days > 60 for one in before.late)
    assert all(before.start <= one.day <= before.end for one in before.late if one.day)


def test_a_later_correction_and_a_void_are_marked_in_their_term_with_what_was_before(ledger: Ledger) -> None:
    book = ledger.book
    [untouched] = history_of_teacher(book, LI).terms
    assert untouched.before is None
    assert not untouched.is_changed
    position = book.position
    void(book, lesson(1, day=5))
    [told] = history_of_teacher(book, LI).terms
    assert told.before
    assert told.before.position == position
    assert told.is_changed
    changes = {"/".join(one.place[2:]): (one.before, one.after) for one in told.before.changes}
    done = untouched.answers["quotas"]["observe-20"]["done"]
    assert changes["quotas/observe-20/done"] == (done, done - 1)
    assert [(one.act, one.entry) for one in told.before.records] == [("voided", entry_of(lesson(1, day=5)).hex())]
    correct(book, lesson(2, day=5), changed(lesson(2, day=5), observer=ZHAO))
    [after] = history_of_teacher(book, LI).terms
    assert after.answers["quotas"]["observe-20"]["done"] == done - 2
    assert {one.act for one in after.before.records} >= {"voided"}  # type: ignore[union-attr]
    [of_zhao] = history_of_teacher(book, ZHAO).terms
    assert of_zhao.answers["quotas"]["observe-20"]["done"] == 3


def test_beside_a_final_statement_stands_what_came_after_it(ledger: Ledger) -> None:
    made = desk(ledger).issue(PACK, TERM, "county", LAST_DAY, "不需要公示")
    [told] = history_of_teacher(ledger.book, WANG).terms
    assert (told.as_of, told.before) == (LAST_DAY, None)
    say(ledger.book, lesson(6, WANG, 12))
    [told] = history_of_teacher(ledger.book, WANG).terms
    assert told.before
    assert told.before.statement == made.drafted.statement
    assert told.before.position == made.drafted.position
    was = {"/".join(one.place[2:]): one.before for one in told.before.changes}
    assert was["quotas/observe-20/done"] == 3
    assert told.answers["quotas"]["observe-20"]["done"] == 4
    assert [one.act for one in told.before.records] == ["recorded"]
    of_school = history_of_school(ledger.book, TOWN).terms[0]
    assert of_school.before
    assert of_school.before.statement == made.drafted.statement
    elsewhere = history_of_school(ledger.book, HILL).terms[0]
    assert elsewhere.before is None


def test_what_was_known_at_a_position_is_told_the_same_whatever_comes_later(ledger: Ledger) -> None:
    book = ledger.book
    position, day = book.position, book.today()
    first = history_of_teacher(book, LI, day)
    void(book, lesson(1, day=5))
    assert history_of_teacher(book, LI, day).digest != first.digest
    for afresh in (False, True):
        assert history_of_teacher(book, LI, day, position, afresh=afresh).digest == first.digest
    assert history_of_teacher(book, LI, LAST_DAY - timedelta(days=60)).terms[0].as_of < LAST_DAY


def test_a_statement_is_derived_again_and_what_was_altered_is_told(ledger: Ledger, tmp_path: Path) -> None:
    book = ledger.book
    void(book, lesson(1, day=5))
    content = statement_of(book, history_of_teacher(book, LI))
    assert b"\xe6\x9d\x8e\xe9\x9d\x99" not in content  # no name
    say(book, lesson(7, WANG, 12))
    assert prove(book, content).to_json()["verdict"] == "same"
    forged = content.replace(b'"met":false', b'"met":true', 1)
    assert forged != content
    told = prove(book, forged)
    assert (told.verdict, "文件被改动过" in told.why) == ("differs", True)
    with pytest.raises(Misuse, match="不是历年积分"):
        prove(book, b'{"form":"shilu-history/1"}')


def test_a_row_altered_in_the_book_makes_the_statement_differ(ledger: Ledger, tmp_path: Path) -> None:
    book = ledger.book
    content = statement_of(book, history_of_teacher(book, LI))
    reworded(tmp_path, position_of(book, 3, 6), "学会了留白。", "")
    told = prove(book, content)
    assert told.verdict in ("differs", "cannot")
    assert "账本" in told.why
    assert msgspec.json.decode(content)["digest"] == told.digest


def test_who_is_not_on_the_register_has_no_history(ledger: Ledger) -> None:
    with pytest.raises(Misuse, match="名册上没有教师"):
        history_of_teacher(ledger.book, "999999")
    with pytest.raises(Misuse, match="名册上没有学校"):
        history_of_school(ledger.book, "S999")

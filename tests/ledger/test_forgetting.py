"""A person forgotten: nothing of the key is left, what was interrupted is finished; and when it is refused."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import psycopg
import pytest

from ledger.book import Book
from ledger.forgetting import destroy_forgotten, mentions
from ledger.forgotten_list import Forgotten, ForgottenList
from ledger.home import Home
from ledger.records.conduct import ConductLifted, ConductSanctioned
from ledger.records.contest_course import ContestAppealDecided, ContestAppealed, ContestClosed, ContestEntered
from ledger.records.employment import TeacherArrived, TeacherLeft, TeacherMerged
from ledger.records.personal_data import PersonForgotten, RetentionDeclared
from ledger.records.record import Record, TeacherId, entry_of
from ledger.records.statement import StatementDrafted, StatementNoticed, StatementObjected, StatementObjectionDecided
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vault import Particulars, Vault
from ledger.vocabulary import Leaving
from tests.books import ON_POSTGRESQL, by_another_hand, open_book, open_vault, place_of
from tests.ledger.contest_samples import ANNOUNCEMENT, CONTEST, GROUP
from tests.ledger.people import LI_MING, VAULT_KEY
from tests.ledger.statement_samples import STATEMENT_GROUNDS, STATEMENT_SAMPLES
from tests.ledger.stories import AUTUMN, LESSON, LI, ROTATION, SCHOOL, TEACHER, WANG, ZHAO, changed, clerk

WANG_FANG = Particulars("王芳", "440524188001010014")
TODAY = date(2024, 9, 1)
LEFT = TeacherLeft(LI, date(2023, 8, 1), Leaving.RETIRED)
DECLARED = RetentionDeclared(date(2023, 1, 1), 1, "教档〔2023〕7号")
FORGOTTEN = PersonForgotten(LI, TODAY, "000902", "本人申请")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Book]:
    """A book in which nothing is in the way of forgetting."""
    with closing(open_book(tmp_path / "book.sqlite", lambda: at(TODAY))) as book:
        say(book, AUTUMN, SCHOOL, TEACHER, LEFT, DECLARED)
        yield book


def say(book: Book, *records: Record) -> None:
    with book.writing(clerk()) as pen:
        for outcome in pen.write([Submission([record]) for record in records]):
            if isinstance(outcome, Refused):
                raise outcome


def refusal(book: Book, record: Record = FORGOTTEN) -> Refused:
    with pytest.raises(Refused) as caught:
        say(book, record)
    return caught.value


def keep(vault: Vault, code: TeacherId, person: Particulars) -> str:
    vault.begin()
    identity = vault.keep(code, person)
    vault.commit()
    return identity


def secrets_of(path: Path, code: TeacherId) -> list[bytes]:
    """The wrapped key and everything sealed under it."""
    with by_another_hand(path) as other:
        rows = [
            *other.execute("SELECT wrapped_key FROM person WHERE code=?", (code,)).fetchall(),
            *other.execute("SELECT sealed FROM particulars WHERE code=?", (code,)).fetchall(),
        ]
    return [bytes(row[0]) for row in rows]


def files_that_hold(path: Path, secret: bytes) -> list[str]:
    """The files of the vault, of its server's tables, that hold these bytes."""
    if not ON_POSTGRESQL:
        return [one.name for one in path.parent.iterdir() if one.is_file() and secret in one.read_bytes()]
    with psycopg.connect(str(place_of(path)), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        [(data,)] = connection.execute("SHOW data_directory").fetchall()
    tables = (one for one in Path(data, "base").rglob("*") if one.is_file())
    return [one.name for one in tables if secret in one.read_bytes()]


# Nothing left


def test_of_a_destroyed_key_no_file_holds_a_byte_and_the_others_are_read(vault: Vault, path: Path) -> None:
    identities = {TeacherId(f"2{number:05d}"): "" for number in range(400)}
    for code in identities:
        identities[code] = keep(vault, code, LI_MING)
    old = keep(vault, LI, LI_MING)
    new = keep(vault, LI, Particulars("李鸣华", LI_MING.id_number))
    secrets = secrets_of(path, LI)
    assert len(secrets) == 3
    assert all(files_that_hold(path, secret) for secret in secrets)
    vault.forget([LI])
    assert [files_that_hold(path, secret) for secret in secrets] == [[], [], []]
    assert vault.names({LI: old}) == vault.names({LI: new}) == {}
    assert len(vault.names(identities)) == 400
    assert vault.forgotten() == {LI}
    assert all(not wrong for _, _, wrong in vault.check_whole())


def test_on_postgresql_too_where_somebody_still_looks_at_an_older_state(vault: Vault, path: Path) -> None:
    """VACUUM would keep the dead rows for them."""
    keep(vault, LI, LI_MING)
    secrets = secrets_of(path, LI)
    if not ON_POSTGRESQL:
        pytest.skip("a reader of SQLite holds up the end of forgetting, and is waited for")
    with psycopg.connect(str(place_of(path))) as other:
        other.execute("SELECT txid_current()")  # a transaction from before, and it stays open
        vault.forget([LI])
        assert [files_that_hold(path, secret) for secret in secrets] == [[], []]


def test_forgetting_again_changes_nothing_and_what_was_interrupted_is_finished(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, LI, LI_MING)
    secrets = secrets_of(path, LI)
    with monkeypatch.context() as patch:
        patch.setattr(vault._tables, "erase", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            vault.forget([LI])
    with closing(open_vault(path, VAULT_KEY)) as again:
        assert again.names({LI: "0" * 32}) == {}
        again.forget([LI])
        again.forget([LI])
        with by_another_hand(path) as other:
            assert other.execute("SELECT code, erased FROM forgotten").fetchall() == [(LI, 1)]
    assert [files_that_hold(path, secret) for secret in secrets] == [[], []]


def test_a_forgotten_code_is_never_given_to_anybody_again(vault: Vault, path: Path) -> None:
    """All records under it would be taken for those of whoever came after."""
    keep(vault, LI, LI_MING)
    with closing(open_vault(path, VAULT_KEY)) as other:
        keep(other, WANG, WANG_FANG)  # another program, which knows the keys of both
        vault.forget([LI])
        for one in (vault, other):
            one.begin()
            with pytest.raises(Refused) as caught:
                one.keep(LI, LI_MING)
            assert caught.value.code == "person-forgotten"
            one.undo()


# The list beside the keys


def test_the_list_is_added_to_and_never_twice(tmp_path: Path) -> None:
    listed = ForgottenList(tmp_path / "keys" / "forgotten")
    one, two = Forgotten(LI, TODAY, "a" * 64), Forgotten(WANG, TODAY, "b" * 64)
    assert listed.read() == []
    listed.add([one])
    listed.add([one, two])
    assert listed.read() == [one, two]
    assert listed.codes == {LI, WANG}
    assert listed.path.stat().st_mode & 0o077 == 0


def test_a_line_that_a_power_cut_left_half_written_is_taken_off_and_written_again(tmp_path: Path) -> None:
    listed = ForgottenList(tmp_path / "forgotten")
    one, two = Forgotten(LI, TODAY, "a" * 64), Forgotten(WANG, TODAY, "b" * 64)
    listed.add([one, two])
    whole = listed.path.read_bytes()
    for length in range(len(whole) // 2, len(whole)):
        os.truncate(listed.path, length)
        assert listed.read() == [one]
        listed.add([two])
        assert listed.path.read_bytes() == whole


@pytest.mark.parametrize("text", ["000101\n", "000101 2024-13-01 " + "a" * 64 + "\n", "甲\n"])
def test_a_list_that_was_altered_is_refused_not_read_as_empty(tmp_path: Path, text: str) -> None:
    path = tmp_path / "forgotten"
    path.write_text(text)
    with pytest.raises(Refused) as caught:
        ForgottenList(path).read()
    assert caught.value.code == "forgotten-list-unreadable"


# Finished at the next opening


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "county")
    home.make()
    with home.opened() as ledger:
        identity = keep(ledger.vault, LI, LI_MING)
        say(ledger.book, AUTUMN, SCHOOL, changed(TEACHER, identity=identity), LEFT, DECLARED)
    return home


def test_dying_between_the_event_and_the_key_is_healed_when_the_ledger_is_next_opened(home: Home) -> None:
    with home.opened() as ledger:
        say(ledger.book, changed(FORGOTTEN, on=ledger.book.today()))
        assert list(ledger.names(ledger.register())) == [LI]
    with home.opened() as ledger:
        assert ledger.names(ledger.register()) == {}
        assert ledger.vault.forgotten() == {LI}
    assert home.forgotten.codes == {LI}


def test_a_list_that_was_lost_is_made_again_from_the_book(home: Home) -> None:
    with home.opened() as ledger:
        say(ledger.book, changed(FORGOTTEN, on=ledger.book.today()))
    with home.opened():
        pass
    listed = home.forgotten.read()
    home.forgotten.path.unlink()
    with home.opened():
        pass
    assert home.forgotten.read() == listed


def test_the_list_by_itself_destroys_nothing(home: Home) -> None:
    """Whoever may write files may not thereby destroy keys: a restore goes by the list, and `verify` tells of it."""
    home.forgotten.add([Forgotten(LI, TODAY, "c" * 64)])
    with home.opened() as ledger:
        assert list(ledger.names(ledger.register())) == [LI]
        assert ledger.vault.forgotten() == frozenset()


def test_the_list_is_written_before_a_key_is_destroyed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who verifies meanwhile takes a destroyed key that is not on the list for a fault."""
    with home.opened() as ledger:
        say(ledger.book, changed(FORGOTTEN, on=ledger.book.today()))
    monkeypatch.setattr(Vault, "forget", lambda vault, codes: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt), home.opened():
        pass
    assert home.forgotten.codes == {LI}


# When it is refused


def test_somebody_whose_time_is_over_is_forgotten_once(county: Book) -> None:
    say(county, FORGOTTEN)
    assert refusal(county, changed(FORGOTTEN, reason="再来一次")).code == "already-forgotten"


def test_whoever_is_on_the_roll_stays(county: Book) -> None:
    say(county, changed(TEACHER, teacher=WANG), TeacherArrived(LI, "邻县", date(2024, 8, 1)))
    assert refusal(county, changed(FORGOTTEN, teacher=WANG)).code == "still-employed"
    assert refusal(county).code == "still-employed"


def test_not_before_the_declared_years_are_over(county: Book) -> None:
    say(county, RetentionDeclared(date(2024, 1, 1), 10, "教档〔2024〕1号"))
    caught = refusal(county)
    assert caught.code == "within-retention"
    assert "2033-08-01" in caught.message
    assert "教档〔2024〕1号" in caught.message


def test_on_the_day_the_years_are_over_and_not_the_day_before(tmp_path: Path) -> None:
    for day, allowed in ((date(2024, 2, 28), False), (date(2024, 2, 29), True)):
        with closing(open_book(tmp_path / f"{day}.sqlite", partial(at, day))) as book:
            left = changed(LEFT, on=date(2020, 2, 29))
            say(book, AUTUMN, SCHOOL, TEACHER, left, RetentionDeclared(date(2019, 1, 1), 4, "教档〔2019〕1号"))
            if allowed:
                say(book, changed(FORGOTTEN, on=day))
            else:
                assert refusal(book, changed(FORGOTTEN, on=day)).code == "within-retention"


def test_without_declared_years_nobody_is_forgotten(tmp_path: Path) -> None:
    with closing(open_book(tmp_path / "book.sqlite", lambda: at(TODAY))) as book:
        say(book, AUTUMN, SCHOOL, TEACHER, LEFT)
        assert "retention.declared" in refusal(book).message
        assert refusal(book).code == "retention-undeclared"
        say(book, changed(DECLARED, since=date(2025, 1, 1)))
        assert refusal(book).code == "retention-undeclared"


@pytest.mark.parametrize("second", ["", " ", LI])
def test_the_second_is_somebody_else(county: Book, second: str) -> None:
    assert refusal(county, changed(FORGOTTEN, second=second)).code == "second-missing"


def test_without_a_reason_nobody_is_forgotten(county: Book) -> None:
    assert refusal(county, changed(FORGOTTEN, reason=" ")).code == "no-reason"


def test_all_the_codes_of_a_person_go_together(county: Book) -> None:
    say(county, changed(TEACHER, teacher=WANG), TeacherMerged(WANG, LI, date(2023, 9, 1), "同一人"))
    assert refusal(county).code == "person-merged"
    assert refusal(county, changed(FORGOTTEN, teacher=WANG)).code == "person-merged"
    say(county, changed(FORGOTTEN, also=(WANG,)))


def test_not_while_a_sanction_is_in_force(county: Book) -> None:
    say(county, ConductSanctioned(LI, date(2024, 3, 10), "有偿补课", "警告", 6))
    caught = refusal(county)
    assert (caught.code, "2024-09-10" in caught.message) == ("case-open", True)
    say(county, ConductLifted(LI, date(2024, 3, 10), "有偿补课", date(2024, 8, 1)))
    say(county, FORGOTTEN)


def test_not_while_a_rotation_runs(county: Book) -> None:
    say(county, changed(ROTATION, start=date(2024, 9, 1), planned_end=date(2025, 1, 10)))
    caught = refusal(county)
    assert (caught.code, "2025-01-10" in caught.message) == ("process-running", True)


def test_not_while_a_contest_runs_or_an_appeal_waits(county: Book) -> None:
    contest = changed(ANNOUNCEMENT, opens=date(2024, 8, 1), closes=date(2024, 9, 30), entry=type(ANNOUNCEMENT.entry)())
    say(county, contest, ContestEntered(CONTEST, GROUP, LI, date(2024, 8, 2)))
    caught = refusal(county)
    assert (caught.code, "2024-09-30" in caught.message) == ("process-running", True)
    say(county, ContestClosed(CONTEST, date(2024, 8, 20)), ContestAppealed(CONTEST, LI, date(2024, 8, 21), "分数"))
    assert refusal(county).code == "objection-open"
    say(county, ContestAppealDecided(CONTEST, LI, date(2024, 8, 22), False, "分数无误"))
    say(county, FORGOTTEN)


def test_not_while_an_objection_to_a_result_waits(county: Book) -> None:
    drafted, noticed = STATEMENT_SAMPLES["statement.drafted/1"], STATEMENT_SAMPLES["statement.noticed/1"]
    assert isinstance(drafted, StatementDrafted)
    assert isinstance(noticed, StatementNoticed)
    say(county, *STATEMENT_GROUNDS["statement.objected/1"])
    say(county, StatementObjected(drafted.statement, LI, noticed.since, "少算了一节"))
    assert refusal(county).code == "objection-open"
    say(
        county,
        StatementObjectionDecided(
            drafted.statement, LI, noticed.since, noticed.since, upheld=False, reason="没有", told_on=noticed.since
        ),
    )
    say(county, FORGOTTEN)


# What still names them


def test_what_still_holds_a_name_or_number_is_found_however_it_is_spaced(county: Book) -> None:
    lesson = changed(LESSON, notes="李 明华老师导入自然", reflection="")
    other = changed(LESSON, period=5, notes="电话 138 1234 5678", reflection="")
    free = changed(LESSON, period=6, notes="导入自然", reflection="")
    say(county, changed(TEACHER, teacher=WANG), lesson, other, free)
    found = list(mentions(county, [ZHAO], ["李明华"], [LI_MING.id_number, LI_MING.telephone]))
    assert [(one.entry, one.where) for one in found] == [
        (entry_of(lesson).hex(), "text"),
        (entry_of(other).hex(), "text"),
    ]


def test_a_forgotten_person_is_not_known_to_the_vault_of_a_ledger_that_was_replayed(
    county: Book, vault: Vault, tmp_path: Path
) -> None:
    say(county, FORGOTTEN)
    destroy_forgotten(county, vault, ForgottenList(tmp_path / "forgotten"))
    assert vault.forgotten() == {LI}

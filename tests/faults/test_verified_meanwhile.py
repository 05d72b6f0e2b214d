"""A vault is verified while others register people and forget them: nobody is taken for missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from threading import Event, Thread

import pytest

from ledger.forgetting import destroy_forgotten
from ledger.home import Home, Ledger
from ledger.records.employment import TeacherLeft
from ledger.records.personal_data import PersonForgotten, RetentionDeclared
from ledger.records.record import Record, TeacherId
from ledger.submission import Submission
from ledger.vault import Particulars
from ledger.vocabulary import Leaving
from projections.verifying.whole import verify
from tests.ledger.stories import AUTUMN, SCHOOL, TEACHER, changed, clerk

DECLARED = RetentionDeclared(date(2023, 1, 1), 0, "教档〔2023〕7号")
ROUNDS = 12


def said(ledger: Ledger, *records: Record) -> None:
    for record in records:
        assert ledger.book.append(clerk(), Submission([record]))


def register(ledger: Ledger, number: int) -> TeacherId:
    code = TeacherId(f"3{number:05d}")
    ledger.vault.begin()
    identity = ledger.vault.keep(code, Particulars(f"甲{number}"))
    ledger.vault.commit()
    said(ledger, changed(TEACHER, teacher=code, identity=identity))
    return code


def register_and_forget(ledger: Ledger, home: Home, number: int) -> None:
    code, today = register(ledger, number), ledger.book.today()
    said(ledger, TeacherLeft(code, today - timedelta(days=400), Leaving.RETIRED))
    said(ledger, PersonForgotten(code, today, "000902", "本人申请"))
    destroy_forgotten(ledger.book, ledger.vault, home.forgotten)


@contextmanager
def going_on(home: Home, work: Callable[[Ledger, int], object]) -> Iterator[None]:
    """Another program that does something again and again, once at least; what it cannot do fails the test."""
    ending, begun, failed = Event(), Event(), list[BaseException]()

    def again() -> None:
        try:
            with home.opened() as ledger:
                for number in count():
                    work(ledger, number)
                    begun.set()
                    if ending.is_set():
                        return
        except BaseException as error:
            failed.append(error)
        finally:
            begun.set()

    thread = Thread(target=again)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        ending.set()
        thread.join()
    assert not failed


@pytest.fixture
def county(home: Home) -> Home:
    with home.opened() as ledger:
        said(ledger, AUTUMN, SCHOOL, DECLARED)
    return home


def test_while_teachers_are_registered(county: Home) -> None:
    with going_on(county, register):
        faults = [fault for _ in range(ROUNDS) for fault in verify(county, only=["vault"]).faults]
    assert faults == []


def test_while_people_are_forgotten(county: Home) -> None:
    with going_on(county, lambda ledger, number: register_and_forget(ledger, county, number)):
        faults = [fault for _ in range(ROUNDS) for fault in verify(county, only=["vault"]).faults]
    assert faults == []

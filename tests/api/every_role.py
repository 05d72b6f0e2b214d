"""The golden county with somebody of every role in it, each with a token; what is inside and outside their scopes."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.accounts.credentials import Credentials
from api.accounts.visitor import Held, Role
from api.desk.account_changes import give, open_account
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.records.authority import AuthorityGranted
from ledger.records.contest import ContestAnnounced, ContestPart, EntryTerms, PrizePlaces
from ledger.records.lesson import LessonObserved
from ledger.records.record import Record, TeacherId, entry_of
from ledger.submission import Submission
from ledger.vocabulary import DropRule, Level, Office, Prize, TieRule
from tests.api.county_on_the_web import golden_home

SCHOOL, ELSEWHERE = "S001", "S005"
TOWNSHIP = "第一镇"
LI, JUDGE, AWAY = "000003", "000031", "000050"
"""A teacher of the school, one who judges, and one of a school in another township."""
SUBJECT, OTHER_SUBJECT = "音乐", "信息科技"
CONTEST, GROUP = "SK-1", "小学组"
REASON = "测试"
SCHOOLS_ATTEST = ("lesson.observed", "book.read", "contradiction.explained")
"""What the county lets schools attest of their own teachers."""


class Somebody(NamedTuple):
    """An account of a role, the role with its scope, and whose it is."""

    account: str
    held: Held
    teacher: str = ""


PEOPLE = {
    one.held.role: one
    for one in (
        Somebody(LI, Held(Role.TEACHER), LI),
        Somebody("clerk", Held(Role.SCHOOL_CLERK, f"school:{SCHOOL}")),
        Somebody("teaching-office", Held(Role.TEACHING_OFFICE, f"school:{SCHOOL}")),
        Somebody("principal", Held(Role.PRINCIPAL, f"school:{SCHOOL}")),
        Somebody("township", Held(Role.TOWNSHIP, f"township:{TOWNSHIP}")),
        Somebody("section", Held(Role.SECTION, "county")),
        Somebody("subject", Held(Role.SUBJECT_OFFICER, "county:教研室", SUBJECT)),
        Somebody(JUDGE, Held(Role.JUDGE, f"contest:{CONTEST}"), JUDGE),
        Somebody("panel", Held(Role.PANEL, "review:P1")),
        Somebody("auditor", Held(Role.AUDITOR)),
        Somebody("admin", Held(Role.ADMINISTRATOR)),
    )
}
NOBODY = "nobody"
"""An account without any role."""


def county_of_every_role(folder: Path) -> Home:
    """The golden county, a contest on, and somebody of every role."""
    home = golden_home(folder)
    with home.opened() as ledger:
        _write(ledger, _announcement(ledger.book.today()))
        for kind in SCHOOLS_ATTEST:
            _write(ledger, AuthorityGranted(kind, Office.OWN_SCHOOL, date(2022, 9, 1)))
        who = HandIn("local")
        for one in PEOPLE.values():
            open_account(ledger, who, one.account, one.teacher)
            give(ledger, who, one.account, one.held)
        open_account(ledger, who, NOBODY)
    return home


def tokens_of(home: Home) -> dict[str, str]:
    """A token of every account."""
    credentials = Credentials(home)
    made = {one: credentials.tokens.make(one, REASON, 1) for one in (NOBODY, *(one.account for one in PEOPLE.values()))}
    credentials.close()
    return made


def entry_about(home: Home, teacher: str, subject: str) -> str:
    """A lesson of a subject that a teacher observed, as an entry is named."""
    with home.opened() as ledger:
        lessons = ledger.book.kept(LessonObserved).records
        return entry_of(next(one for one in lessons if (one.observer, one.subject) == (teacher, subject))).hex()


def routes_of(app: FastAPI) -> Iterator[tuple[str, str, APIRoute]]:
    """Every route of an application: method, path as it is written in the code, and the route."""

    def walked(routes: list[object]) -> Iterator[APIRoute]:
        for one in routes:
            if isinstance(one, APIRoute):
                yield one
            elif included := getattr(one, "original_router", None):
                yield from walked(included.routes)

    for route in walked(list(app.routes)):
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield method, route.path, route


def _write(ledger: Ledger, record: Record) -> None:
    ledger.book.append(HandIn("office"), Submission([record]))


def _announcement(day: date) -> ContestAnnounced:
    return ContestAnnounced(
        CONTEST,
        "优质课大赛",
        Level.COUNTY,
        "太康县",
        day,
        day,
        (GROUP,),
        EntryTerms(),
        (ContestPart("说课", Decimal(100)),),
        (TeacherId(JUDGE), TeacherId("000032")),
        DropRule.NONE,
        TieRule.SHARED,
        (PrizePlaces(GROUP, Prize.FIRST, 1),),
    )

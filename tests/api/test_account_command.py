"""`shilu account`: accounts opened and closed, roles given and taken, passwords; and what stands in the book of it."""

import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from api.accounts.credentials import Credentials
from api.accounts.register import AccountsInForce
from api.accounts.visitor import Held, Role
from api.cli.main import main
from ledger.access_log import What
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.account import RoleGiven
from ledger.refusals import Refused
from ledger.submission import Submission
from tests.books import everything_kept
from tests.ledger.stories import AUTUMN, LI, SCHOOL, TEACHER

ADMIN = Held(Role.ADMINISTRATOR)
PASSWORD = "horse battery staple"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A ledger with one school and one teacher, and no account."""
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "ledger"))
    home = Home.from_environment()
    home.make()
    with home.opened() as ledger, ledger.book.writing(HandIn("clerk", term=AUTUMN)) as pen:
        assert not any(
            isinstance(one, Refused) for one in pen.write([Submission([one]) for one in (AUTUMN, SCHOOL, TEACHER)])
        )
    return home


def told(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    capsys.readouterr()
    assert main(["account", *arguments, "--format", "json"]) == status
    captured = capsys.readouterr()
    return json.loads(captured.err if status else captured.out)


def held(home: Home, account: str) -> tuple[Held, ...] | None:
    with home.opened() as ledger:
        found = AccountsInForce(ledger.book).of(account)
        return found.held if found else None


def test_the_first_administrator_is_made_and_signs_in_with_the_password_told_once(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(capsys, "open", "admin", "--role", "账号管理员", "--temporary")
    assert said["roles"] == [{"role": "账号管理员", "scope": "", "subject": ""}]
    credentials = Credentials(home)
    assert credentials.passwords.fits("admin", said["password"])
    assert credentials.passwords.is_temporary("admin")
    credentials.close()
    assert said["password"] not in json.dumps(told(capsys, "show", "admin"), ensure_ascii=False)
    kept = everything_kept(home.folder)
    assert b"admin" in kept
    assert said["password"].encode() not in kept


def test_every_change_is_an_event_with_its_actor_and_said_again_it_adds_nothing(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "open", "admin", "--role", "administrator")
    given = ["give", "admin", "学校经办人", "school:S001", "--actor", "000901"]
    assert told(capsys, *given)["given"]
    with home.opened() as ledger:
        before = ledger.book.position
    assert not told(capsys, *given)["given"]
    assert not told(capsys, "open", "admin")["opened"]
    with home.opened() as ledger:
        assert ledger.book.position == before
        [(_, event)] = [one for one in ledger.book.read(["role.given/1"]) if one[1].actor == "000901"]
        assert isinstance(event.data, RoleGiven)
        assert (event.authority, event.data.scope) == (COUNTY, "school:S001")


def test_a_role_is_given_taken_and_given_again_on_one_day(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "open", LI, "--teacher", LI, "--role", "教师")
    for _ in range(3):
        assert told(capsys, "give", LI, "principal", "school:S001")["given"]
        assert held(home, LI) == (Held(Role.TEACHER), Held(Role.PRINCIPAL, "school:S001"))
        assert told(capsys, "take", LI, "校长", "school:S001")["taken"]
        assert held(home, LI) == (Held(Role.TEACHER),)


def test_a_closed_account_holds_nothing_and_opens_no_door_and_comes_back_empty(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "open", LI, "--teacher", LI, "--role", "教师", "--temporary")
    credentials = Credentials(home)
    session = credentials.sessions.begin(LI)
    token = credentials.tokens.make(LI, "平台", 30)
    assert told(capsys, "close", LI)["taken"] == [{"role": "教师", "scope": "", "subject": ""}]
    assert held(home, LI) is None
    credentials.close()
    credentials = Credentials(home)  # what was read within the last second is believed
    assert credentials.sessions.at_hand(session)[1] is None
    assert credentials.tokens.find(token) is None
    credentials.close()
    assert told(capsys, "show", LI, status=2)["code"] == "unknown-account"
    told(capsys, "open", LI, "--teacher", LI)
    assert held(home, LI) == ()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["open", "Wang"], "bad-account"),
        (["open", "local"], "bad-account"),
        (["open", "王芳"], "bad-account"),
        (["open", "000412"], "bad-account"),  # somebody's code, without saying whose
        (["open", "wang", "--teacher", "000999"], "unknown-teacher"),
        (["open", "admin", "--teacher", LI], "account-open"),  # of another person
        (["give", "nobody", "校长", "school:S001"], "no-account"),
        (["give", "admin", "校长", "school:S999"], "unknown-scope"),
        (["give", "admin", "校长", "township:城关镇"], "unknown-scope"),
        (["give", "admin", "乡镇", "township:山乡"], "unknown-scope"),
        (["give", "admin", "审计", "county"], "unknown-scope"),
        (["give", "admin", "股室", "school:S001"], "unknown-scope"),
        (["give", "admin", "学科教研员", "county:教研室"], "unknown-scope"),
        (["give", "admin", "评委", "contest:C9"], "unknown-scope"),
        (["give", "admin", "教师"], "no-teacher"),
        (["give", "admin", "校长", "school:S001", "--actor", "admin"], "own-account"),
        (["take", "admin", "账号管理员"], "last-administrator"),
        (["close", "admin"], "last-administrator"),
    ],
)
def test_what_is_refused_and_then_nothing_is_written(
    home: Home, capsys: pytest.CaptureFixture[str], arguments: list[str], code: str
) -> None:
    told(capsys, "open", "admin", "--role", "账号管理员")
    with home.opened() as ledger:
        before = ledger.book.position
    assert told(capsys, *arguments, status=1)["code"] == code
    with home.opened() as ledger:
        assert ledger.book.position == before


@pytest.mark.parametrize("arguments", [["give", "admin", "局长"], ["open", "a", "--scope", "county"], ["nothing"]])
def test_a_command_that_means_nothing_is_misuse(
    home: Home, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert told(capsys, *arguments, status=2)["code"] == "bad-arguments"


def test_a_second_administrator_may_be_left_alone(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    for account in ("one", "two"):
        told(capsys, "open", account, "--role", "账号管理员")
    assert told(capsys, "close", "one")["taken"]
    assert held(home, "two") == (ADMIN,)


def test_no_line_of_a_file_and_no_act_changes_what_stands_of_accounts(
    home: Home, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told(capsys, "open", "admin", "--role", "账号管理员")
    lines = tmp_path / "lines.ndjson"
    lines.write_text(
        '{"kind": "role.given", "data": {"account": "admin", "role": "校长", "on": "2023-01-01", '
        '"scope": "school:S001"}}\n'
    )
    main(["append", str(lines)])
    assert held(home, "admin") == (ADMIN,)
    with home.opened() as ledger:
        position = ledger.book.position
    for act in ("void", "withdraw", "return"):
        reason = [] if act == "withdraw" else ["--reason", "错了"]
        assert main([act, str(position), *reason]) == 1
    assert held(home, "admin") == (ADMIN,)


def test_a_password_is_set_from_a_file_and_ends_the_sessions_of_the_old_one(
    home: Home, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told(capsys, "open", "admin", "--role", "账号管理员")
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    assert told(capsys, "show", "admin")["password"] == "none"
    told(capsys, "password", "admin", "--password-file", str(tmp_path / "password"))
    assert told(capsys, "show", "admin")["password"] == "set"
    (tmp_path / "password").write_text("short\n")
    assert (
        told(capsys, "password", "admin", "--password-file", str(tmp_path / "password"), status=1)["code"]
        == "bad-password"
    )
    assert told(capsys, "password", "nobody", "--temporary", status=2)["code"] == "unknown-account"


def test_without_a_terminal_a_password_must_be_said_otherwise(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(capsys, "open", "admin", "--role", "账号管理员")
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))
    assert told(capsys, "password", "admin", status=2)["code"] == "bad-arguments"


def test_what_is_done_about_passwords_and_tokens_stands_in_the_sealed_log(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "open", "admin", "--role", "账号管理员", "--temporary", "--actor", "000901")
    credentials = Credentials(home)
    credentials.tokens.make("admin", "平台", 30)
    credentials.close()
    [token] = told(capsys, "tokens", "admin")["tokens"]
    assert told(capsys, "tokens", "admin", "--revoke", "nothing", status=2)["code"] == "unknown-token"
    assert told(capsys, "tokens", "admin", "--revoke", token["number"])["tokens"] == []
    rows = told(capsys, "log", "--account", "admin")
    assert [row["what"] for row in rows] == [What.PASSWORD_GIVEN, What.TOKEN_REVOKED]
    assert rows[0]["actor"] == "000901"
    assert all(one["position"] < other["position"] for one, other in pairwise(rows))
    with home.opened() as ledger:
        assert home.seal_of_access(ledger).size == ledger.vault.access.size() == len(rows)


def test_accounts_are_listed_by_role_and_scope(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    main(["account", "list"])
    assert "还没有账号" in capsys.readouterr().out
    told(capsys, "open", "admin", "--role", "账号管理员")
    told(capsys, "open", LI, "--teacher", LI, "--role", "校长", "--scope", "school:S001")
    assert [one["account"] for one in told(capsys, "list")] == [LI, "admin"]
    assert [one["account"] for one in told(capsys, "list", "--role", "校长")] == [LI]
    assert told(capsys, "list", "--scope", "school:S002") == []

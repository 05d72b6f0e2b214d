"""How a ledger is served: read from one file and the environment, and refused when it would be unsafe."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.cli.main import main
from api.configuration import Configuration, SecondFactor, configuration
from api.http.application import application
from ledger.home import Home
from ledger.refusals import Misuse
from tests.api.signed_in import PASSWORD, csrf_in, open_account

COUNTY = Configuration(names=("shilu.county.test",), https=True, proxies=("127.0.0.1",))
SITE = "https://shilu.county.test"


def _refused(folder: Path, **environment: str) -> str:
    with pytest.raises(Misuse) as refused:
        configuration(folder, environment)
    assert refused.value.code == "bad-configuration"
    return refused.value.message


def test_without_any_setting_only_this_machine_is_served(tmp_path: Path) -> None:
    found = configuration(tmp_path, {})
    assert found == Configuration()
    assert not found.is_open
    assert found.asked_of is SecondFactor.ENROLLED


def test_the_file_is_read_the_environment_goes_before_it_and_the_command_before_both(tmp_path: Path) -> None:
    said = 'port = 9000\nnames = ["shilu.county.test", "10.1.2.3"]\nhttps = true\nsession_idle_minutes = 30\n'
    (tmp_path / "shilu.toml").write_text(said)
    found = configuration(
        tmp_path, {"SHILU_PORT": "9001", "SHILU_SECOND_FACTOR": "everybody", "SHILU_PROXIES": "10.0.0.1, 10.0.0.2"}
    )
    assert (found.port, found.https, found.asked_of) == (9001, True, SecondFactor.EVERYBODY)
    assert found.proxies == ("10.0.0.1", "10.0.0.2")
    assert found.lifetimes.idle == 1800
    assert configuration(tmp_path, {"SHILU_PORT": "9001"}, port=9002).port == 9002
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text("port = 9100")
    assert configuration(tmp_path, {"SHILU_CONFIG": str(elsewhere)}).port == 9100


@pytest.mark.parametrize(
    "wrong",
    [
        "prot = 8000",
        'port = "many"',
        "port = 0",
        "upload_megabytes = 5000",
        "session_hours = 0",
        'second_factor = "never"',
        'names = ["https://shilu.county.test"]',
        'names = ["*"]',
        'names = ["shilu.example.gov.cn"]',
        'proxies = ["everybody"]',
        'proxies = ["0.0.0.0/0"]',
        "https = true",
        "not toml",
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "shilu.toml").write_text(wrong)
    assert "docs/operations.md" in _refused(tmp_path)


def test_a_file_that_was_named_and_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "没有文件" in _refused(tmp_path, SHILU_CONFIG=str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    ("said", "accounts", "database", "code"),
    [
        (Configuration(host="0.0.0.0"), False, "", "open-address"),
        (Configuration(names=("shilu.county.test",)), False, "", "open-address"),
        (Configuration(proxies=("127.0.0.1",)), False, "", "open-address"),
        (Configuration(host="0.0.0.0"), True, "", "open-without-https"),
        (COUNTY, True, "postgresql://shilu:change-me@localhost/shilu", "default-secret"),
        (COUNTY, True, "postgresql://shilu:%E5%AF%86%E7%A0%81@localhost/shilu", "default-secret"),
    ],
)
def test_what_is_unsafe_is_not_opened_to_others(said: Configuration, accounts: bool, database: str, code: str) -> None:
    with pytest.raises(Misuse) as refused:
        said.check_open(accounts=accounts, database=database)
    assert refused.value.code == code


@pytest.mark.parametrize("said", [Configuration(), COUNTY, Configuration(host="10.1.2.3", plain_http=True)])
def test_what_is_safe_is(said: Configuration) -> None:
    said.check()
    said.check_open(accounts=True, database="postgresql://shilu@/shilu")


def test_the_command_refuses_before_it_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path / "county")
    home.make()
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    assert "还没有账号" in capsys.readouterr().err
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    assert "https" in capsys.readouterr().err
    (home.folder / "shilu.toml").write_text("prot = 1")
    assert main(["serve"]) == 2
    assert "prot" in capsys.readouterr().err


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("configured") / "county")
    home.make()
    open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
    return home


def test_under_https_the_cookie_is_the_hosts_own_and_only_the_names_that_were_given_are_answered(home: Home) -> None:
    with TestClient(application(home, COUNTY), base_url=SITE, follow_redirects=False) as client:
        page = client.get("/sign-in")
        assert "max-age" in page.headers["strict-transport-security"]
        form = {"account": "clerk", "password": PASSWORD, "csrf": csrf_in(page.text)}
        answer = client.post("/sign-in", data=form, headers={"Origin": SITE})
        [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-shilu=")]
        assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"))
        assert client.get("/teachers").status_code == 200
        csrf = csrf_in(client.get("/account").text)
        for origin, status in ((SITE, 303), (f"{SITE}:8443", 303), ("http://shilu.county.test:8443", 403)):
            own = client.post("/account/sessions/end", data={"csrf": csrf}, headers={"Origin": origin})
            assert own.status_code == status, origin
        for name in ("127.0.0.1", "SHILU.county.test:443"):
            assert client.get("/healthz", headers={"Host": name}).status_code == 200
        for name in ("evil.test", "shilu.county.test.evil.test", "10.1.2.3"):
            assert client.get("/healthz", headers={"Host": name}).status_code == 400


def test_a_ledger_that_others_can_reach_lets_nobody_in_without_an_account(tmp_path: Path) -> None:
    """`serve` refuses it; whoever starts the application in another way is refused by the door."""
    home = Home(tmp_path / "county")
    home.make()
    with TestClient(application(home, COUNTY), base_url=SITE, follow_redirects=False) as client:
        assert client.get("/teachers").headers["location"].startswith("/sign-in")
        assert client.get("/api/v1/inbox").status_code == 401


def test_more_than_is_taken_is_refused_whether_its_length_is_said_or_not(home: Home) -> None:
    small = Configuration(upload_megabytes=1)
    with TestClient(application(home, small), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        said = client.post("/sign-in", content=b"x" * (2**20 + 1))
        assert (said.status_code, "一次最多上传 1 MB" in said.text) == (413, True)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        unsaid = client.post("/sign-in", content=iter([b"account=" + b"x" * 2**19] * 3), headers=form)
        assert unsaid.status_code == 413
        assert client.get("/healthz").status_code == 200

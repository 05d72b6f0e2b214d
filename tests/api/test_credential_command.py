"""From a record to a certificate in somebody else's hands, and back: issued, checked elsewhere, revoked, found out."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from api.credentials.issuer import issuer_of
from api.demo.plan import CountyPlan
from api.demo.workbook import write_county
from ledger.refusals import Refused


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.xlsx"
    write_county(path, CountyPlan(seed=7, teachers=16))
    return path


class Office:
    """Types commands, and reads what they print."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._capsys, self._monkeypatch = folder, capsys, monkeypatch
        self.home = folder / "ledger"
        self.certificate = folder / "out" / "证书.json"
        self.certificate.parent.mkdir()
        self.at_home()

    def at_home(self) -> None:
        """On the machine of the ledger."""
        self._monkeypatch.setenv("SHILU_HOME", str(self.home))

    def elsewhere(self) -> None:
        """On a machine that has no ledger."""
        self._monkeypatch.setenv("SHILU_HOME", str(self.folder / "nothing"))

    def types(self, *words: str, status: int = 0) -> str:
        """What a command prints."""
        assert main(list(words)) == status, self._capsys.readouterr()
        return self._capsys.readouterr().out

    def refused(self, *words: str, status: int = 1) -> Any:
        """What a command refuses."""
        self._capsys.readouterr()
        assert main([*words, "--format", "json"]) == status
        return json.loads(self._capsys.readouterr().err)["code"]

    def verdict(self, path: Path, *words: str) -> Any:
        """What the check of a file says."""
        self._capsys.readouterr()
        status = main(["verify-credential", str(path), *words, "--format", "json"])
        said = json.loads(self._capsys.readouterr().out)
        assert status == (0 if said["ok"] else 1)
        return said

    def entry(self, kind: str) -> str:
        """The newest entry of a kind."""
        lines = [json.loads(line) for line in self.types("export").splitlines()]
        return str([line["entry"] for line in lines if line["kind"].startswith(kind)][-1])

    def append(self, kind: str, **data: object) -> str:
        """A record more; its entry."""
        path = self.folder / "records.ndjson"
        path.write_text(json.dumps({"kind": kind, "data": data}) + "\n")
        self.types("append", str(path))
        return self.entry(kind)

    def honour(self) -> str:
        """An honour of the county for one of its teachers; its entry."""
        return self.append("honour.granted", **HONOUR)


HONOUR: dict[str, object] = {
    "teacher": "000303",
    "honour": "优秀教师",
    "level": "县级",
    "on": "2022-09-10",
    "issuer": "县教育局",
    "certificate": "2022-0007",
}


@pytest.fixture
def office(
    tmp_path: Path, workbook: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Office:
    office = Office(tmp_path, capsys, monkeypatch)
    office.types("init")
    office.types("import", str(workbook))
    return office


def test_a_certificate_is_issued_and_checked_where_no_ledger_is(office: Office) -> None:
    entry = office.honour()
    office.types("credential", entry, "--out", str(office.certificate))
    office.elsewhere()
    said = office.verdict(office.certificate)
    assert said["ok"] is True
    assert (said["achievement"], said["issued_on"]) == ("县级优秀教师", "2022-09-10T00:00:00+08:00")
    assert (said["issuer"], said["status"], said["key_from"]) == ("县教育局", "valid", "did")
    assert "000303" in said["holder"]
    told = office.types("verify-credential", str(office.certificate))
    assert "证书有效" in told
    assert "2022-09-10" in told


def test_without_its_status_list_it_says_that_revocation_was_not_checked(office: Office) -> None:
    office.certificate.write_text(office.types("credential", office.honour()))
    assert office.verdict(office.certificate)["ok"], "the ledger at hand knows"
    office.elsewhere()
    said = office.verdict(office.certificate)
    assert (said["ok"], said["status"]) == (False, "unknown")
    assert office.verdict(office.certificate, "--skip-status")["ok"]


def test_a_revoked_honour_shows_by_the_ledger_and_by_the_next_list(office: Office) -> None:
    entry = office.honour()
    office.types("credential", entry, "--out", str(office.certificate))
    taken = {key: HONOUR[key] for key in ("teacher", "honour", "level", "on")}
    office.append("honour.revoked", **taken, revoked_on="2023-01-05", reason="材料不实")
    assert office.verdict(office.certificate)["status"] == "revoked"
    newer = office.folder / "out" / "清单.json"
    newer.write_text(office.types("credential", "--status-list"))
    office.elsewhere()
    assert office.verdict(office.certificate, "--status-list", str(newer))["status"] == "revoked"
    assert office.verdict(office.certificate, "--status-list", str(office.certificate))["status"] == "unknown"
    office.at_home()
    assert office.refused("credential", entry) == "not-in-force"


def test_what_was_corrected_or_voided_is_no_longer_certified(office: Office) -> None:
    entry = office.entry("award.won")
    office.types("credential", entry, "--out", str(office.certificate))
    office.types("void", entry, "--reason", "登记错了")
    assert office.verdict(office.certificate)["status"] == "revoked"


def test_what_is_not_attested_or_gives_nothing_is_refused(office: Office) -> None:
    assert office.refused("credential", office.entry("lesson.observed"), status=2) == "not-a-credential"
    assert office.refused("credential", "ffffffff", status=2) == "unknown-entry"
    assert office.refused("credential", status=2) == "bad-arguments"
    office.types("credential", office.entry("award.won"), "--out", str(office.certificate))
    assert office.refused("credential", office.entry("award.won"), "--out", str(office.certificate), status=2)


def test_the_same_key_signs_for_ever_and_only_its_owner_reads_it(office: Office) -> None:
    entry = office.entry("award.won")
    first = json.loads(office.types("credential", entry))
    again = json.loads(office.types("credential", entry))
    assert first["id"] == again["id"]
    assert first["issuer"] == again["issuer"]
    key = office.home / "keys" / "credential.key"
    assert key.stat().st_mode & 0o077 == 0
    key.unlink()
    assert issuer_of(office.home).did == first["issuer"]["id"]  # the paper copy brings it back, with the vault's key
    key.unlink()
    (office.home / "keys" / "vault.key").write_text("ab" * 32)
    with pytest.raises(Refused) as refused:
        issuer_of(office.home)
    assert refused.value.code == "credential-key-lost"


def test_an_issuer_with_a_name_and_an_address_of_its_own(office: Office) -> None:
    (office.home / "issuer.toml").write_text(
        'name = "太康县教育局"\ndid = "did:web:county.example"\naddress = "https://county.example"\n'
    )
    credential = json.loads(office.types("credential", office.entry("award.won")))
    document = json.loads(office.types("credential", "--issuer"))
    assert credential["issuer"] == {"id": "did:web:county.example", "type": ["Profile"], "name": "太康县教育局"}
    assert credential["credentialStatus"]["statusListCredential"] == "https://county.example/credentials/status/0"
    office.certificate.write_text(json.dumps(credential))
    (office.certificate.parent / "did.json").write_text(json.dumps(document))
    office.elsewhere()
    said = office.verdict(office.certificate, "--skip-status")
    assert (said["ok"], said["key_from"]) == (True, "document")
    (office.home / "issuer.toml").write_text('phone = "1"\n')
    office.at_home()
    assert office.refused("credential", "--issuer", status=2) == "bad-configuration"


def test_who_must_have_issued_and_on_which_day(office: Office) -> None:
    office.types("credential", office.entry("award.won"), "--out", str(office.certificate))
    did = json.loads(office.certificate.read_text())["issuer"]["id"]
    assert office.verdict(office.certificate, "--issuer", did)["ok"]
    assert not office.verdict(office.certificate, "--issuer", "did:web:county.example")["ok"]
    assert not office.verdict(office.certificate, "--at", "2000-01-01")["ok"]
    assert office.refused("verify-credential", str(office.certificate), "--key", "x", status=2) == "bad-credential-key"

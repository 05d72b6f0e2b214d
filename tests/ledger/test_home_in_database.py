"""A ledger whose book and vault are in PostgreSQL: one setting for many folders, no password ever shown."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest

from api.cli.main import main
from ledger.home import KEYS, SEAL, Home, name_of
from ledger.refusals import Misuse, Refused
from ledger.store.faults import ConnectionLost
from ledger.store.postgres_connections import connection_to
from ledger.store.postgres_place import postgres_place, schema_named
from ledger.vault import Particulars, Vault
from tests.books import schema_url
from tests.ledger.stories import LESSON, LI, clerk, row
from tests.postgresql.shared import needs_postgresql

SECRET = "kou%20ling"
KEY = bytes(range(32))


# The URL


@pytest.mark.parametrize(
    ("url", "schema"),
    [
        ("postgresql://u@h/d", "shilu"),
        ("postgres://u@h/d?options=-csearch_path%3Dtaikang", "taikang"),
        ("postgresql://u@h/d?options=-c%20work_mem%3D64MB%20-c%20search_path%3Dtaikang", "taikang"),
    ],
)
def test_the_url_names_the_schema(url: str, schema: str) -> None:
    place = postgres_place(url)
    assert schema_named(url) == place.schema == schema
    assert place.parameters["options"].split().count(f"search_path={schema}") == 1
    assert ("work_mem=64MB" in place.parameters["options"]) == ("work_mem" in url)
    assert place.beside("views").parameters["options"].endswith("-c search_path=views")


def test_of_several_servers_the_one_that_takes_writes_is_wanted_unless_the_url_says_otherwise() -> None:
    two = "postgresql://u@h1:5432,h2:5433/d"
    assert postgres_place(two).parameters["target_session_attrs"] == "read-write"
    assert postgres_place(f"{two}?target_session_attrs=any").parameters["target_session_attrs"] == "any"
    assert "target_session_attrs" not in postgres_place("postgresql://u@h1/d").parameters


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://u:{SECRET}@h/d",
        f"postgresql://u:{SECRET}%zz@h/d",
        f"postgresql://u:{SECRET}@h/d?nonsense=1",
        f"postgresql://u:{SECRET}@h/d?options=-csearch_path%3DA%3Bdrop",
        f"postgresql://u:{SECRET}@h/d?options=-csearch_path%3Da,b",
    ],
)
def test_a_url_that_cannot_be_read_is_refused_without_showing_it(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_DATABASE_URL", url)
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "county"))
    assert main(["init"]) == 2
    said = "".join(capsys.readouterr())
    assert "SHILU_DATABASE_URL" in said
    assert "kou" not in said
    assert not (tmp_path / "county").exists()


def test_a_database_that_is_not_there_is_told_at_once_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_DATABASE_URL", f"postgresql://u:{SECRET}@127.0.0.1:1/d")
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "county"))
    assert main(["init", "--format", "json"]) == 1
    said = "".join(capsys.readouterr())
    assert '"database-unreachable"' in said
    assert "kou" not in said
    assert "kou" not in repr(postgres_place(f"postgresql://u:{SECRET}@h/d")) + str(Home(tmp_path, SECRET))


def test_every_folder_has_a_name_of_its_own(tmp_path: Path) -> None:
    names = {name_of(tmp_path / "a"), name_of(tmp_path / "b"), name_of(tmp_path / "b" / ".." / "a")}
    assert len(names) == 2
    assert all(postgres_place(f"postgresql://h/d?options=-csearch_path%3D{one}").schema == one for one in names)


# On a server


@pytest.fixture
def url() -> str:
    """A schema that nobody made yet."""
    return schema_url(f"county_{token_hex(6)}")


@pytest.fixture
def vault(url: str) -> Iterator[Vault]:
    with closing(Vault(url, KEY)) as vault:
        yield vault


@needs_postgresql
def test_book_and_vault_lie_in_the_schema_and_only_keys_and_seal_in_the_folder(url: str, tmp_path: Path) -> None:
    home = Home(tmp_path / "county", url)
    assert not home.exists
    home.make()
    with home.opened() as ledger:
        ledger.book.append(clerk(), row(LESSON))
        assert ledger.book.stored.store == "postgresql"
        assert ledger.book.derived == home.folder
    assert {path.name for path in home.folder.iterdir()} == {KEYS, SEAL}
    with connection_to(url, schema_named(url)) as plain:
        tables = {name for (name,) in plain.execute("SELECT tablename FROM pg_tables WHERE schemaname=current_schema")}
    assert tables == {"book", "kinds", "events", "vault_key", "person", "particulars", "access", "forgotten"}


@needs_postgresql
def test_one_setting_serves_many_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHILU_DATABASE_URL", schema_url("{home}"))
    for name in ("a", "b"):
        Home(tmp_path / name).make()
    with Home(tmp_path / "a").opened() as a, Home(tmp_path / "b").opened() as b:
        a.book.append(clerk(), row(LESSON))
        assert (a.book.position, b.book.position) == (1, 0)


@needs_postgresql
def test_a_schema_that_holds_a_ledger_takes_no_second_and_opens_only_with_its_own_key(url: str, tmp_path: Path) -> None:
    Home(tmp_path / "first", url).make()
    second = Home(tmp_path / "second", url)
    for tried in (second.make, lambda: second.opened().__enter__()):
        with pytest.raises(Misuse) as caught:
            tried()
        assert caught.value.code in ("ledger-exists", "key-lost")
        assert schema_named(url) in caught.value.message
    (second.folder / KEYS).mkdir(parents=True)
    (second.folder / KEYS / "vault.key").write_text("ab" * 32)
    with pytest.raises(Refused) as refused, second.opened():
        pass
    assert refused.value.code == "vault-unreadable"


@needs_postgresql
def test_a_batch_of_names_that_was_undone_or_cut_off_leaves_none(url: str, vault: Vault) -> None:
    vault.begin()
    identity = vault.keep(LI, Particulars("李明华"))
    vault.undo()
    vault.begin()
    vault.keep(LI, Particulars("李明华"))
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation='vault_key'::regclass")
    with pytest.raises(ConnectionLost):
        vault.commit()
    assert vault.names({LI: identity}) == {}
    vault.begin()
    later = vault.keep(LI, Particulars("李明华"))
    vault.commit()
    with closing(Vault(url, KEY)) as again:
        assert again.names({LI: later}) == {LI: "李明华"}

"""What forgers put into the database beside the rows, to alter or hide what is written later; `verify` tells of it."""

import sqlite3
from contextlib import closing

import pytest

from ledger.book import Book
from ledger.home import BOOK, VAULT, Home
from ledger.store.soundness import faults_of_store, faults_of_vault
from ledger.submission import Submission
from projections.verifying.whole import verify
from tests.books import ON_POSTGRESQL, by_another_hand
from tests.faults.office_day import lesson
from tests.ledger.stories import clerk

on_postgresql = pytest.mark.skipif(not ON_POSTGRESQL, reason="about a schema of PostgreSQL")


@pytest.fixture
def county(home: Home) -> Home:
    """Five lessons, sealed."""
    with home.opened() as ledger:
        for period in range(1, 6):
            assert ledger.book.append(clerk(None), Submission([lesson(period, 1)]))
    return home


def of_book(county: Home, *statements: str) -> list[str]:
    """What `verify` says of the book when a forger has sent this."""
    with by_another_hand(county.folder / BOOK) as other:
        for statement in statements:
            other.execute(statement)
    return [fault.what for fault in verify(county, only=["book"]).faults]


def test_a_ledger_as_shilu_makes_it_is_told_sound(county: Home) -> None:
    assert faults_of_store(county.book_place) == []
    assert faults_of_vault(county.vault_place) == []
    with closing(Book(county.book_place)) as book:  # its figures for planning are no stranger's work
        assert book.position == 5
    assert of_book(county, "ANALYZE") == []


TRIGGER = (
    "CREATE TRIGGER {name} AFTER INSERT ON events "
    "BEGIN UPDATE events SET body=replace(body, '板书', '优秀') WHERE position=new.position; END"
)


@pytest.mark.sqlite_only(reason="PostgreSQL has no tables of the schema that may be written into")
@pytest.mark.parametrize("name", ["sqlite_stat_x", "sqlite_stat1", "sqlite_stat4", "events", "sqlite_statistics"])
def test_a_trigger_under_a_name_of_sqlites_own_is_told(county: Home, name: str) -> None:
    with by_another_hand(county.folder / BOOK) as other:
        other.execute("PRAGMA writable_schema=ON")
        said = ("trigger", name, "events", 0, TRIGGER.format(name=name))
        other.execute("INSERT INTO sqlite_schema VALUES (?,?,?,?,?)", said)
    with closing(sqlite3.connect(county.folder / BOOK)) as file:
        assert file.execute("SELECT count(*) FROM sqlite_schema WHERE type='trigger'").fetchone() == (1,)
    told = of_book(county)
    assert any(f"“{name}”(trigger)" in what for what in told), told


@pytest.mark.sqlite_only(reason="about a table of SQLite's own")
def test_a_table_that_only_looks_like_sqlites_own_is_told(county: Home) -> None:
    with by_another_hand(county.folder / BOOK) as other:
        other.execute("ANALYZE")
        other.execute("PRAGMA writable_schema=ON")
        said = "CREATE TABLE sqlite_stat1(tbl,idx,stat,more)"
        other.execute("UPDATE sqlite_schema SET sql=? WHERE name='sqlite_stat1'", (said,))
    assert any("“sqlite_stat1”(table)" in what for what in of_book(county))


@pytest.mark.sqlite_only(reason="the same is told of PostgreSQL below")
def test_what_is_put_beside_the_tables_in_a_file_is_told(county: Home) -> None:
    told = of_book(county, "CREATE VIEW more AS SELECT * FROM events", "CREATE INDEX again ON events (version)")
    assert {"more", "again"} == {name for name in ("more", "again") if any(name in what for what in told)}


FUNCTION = (
    "CREATE FUNCTION better() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "NEW.body := replace(convert_from(NEW.body, 'UTF8'), '板书', '优秀')::bytea; RETURN NEW; END $$"
)
PUT_THERE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "a view in place of the rows": (
        (
            "ALTER TABLE events RENAME TO events_kept",
            "CREATE VIEW events AS SELECT * FROM events_kept WHERE position<>3",
        ),
        ("“events”不在,或被视图之类顶替", "“events_kept”(表或视图)"),
    ),
    "rows hidden by a policy": (
        (
            "ALTER TABLE events ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE events FORCE ROW LEVEL SECURITY",
            "CREATE POLICY hiding ON events USING (position<>3)",
        ),
        ("行级权限“hiding”", "行级权限“events”"),
    ),
    "row security that is only switched on": (("ALTER TABLE kinds FORCE ROW LEVEL SECURITY",), ("行级权限“kinds”",)),
    "an index that lets duplicates in": (
        (
            "ALTER TABLE events DROP CONSTRAINT events_stream_version_key",
            "CREATE INDEX events_stream_version_key ON events (stream, version)",
        ),
        ("索引“events_stream_version_key”不在或被改动过", "约束“events_stream_version_key”不在或被改动过"),
    ),
    "an index of some rows only": (
        (
            "DROP INDEX events_by_kind",
            "CREATE INDEX events_by_kind ON events (kind) WHERE kind<>2",
        ),
        ("索引“events_by_kind”不在或被改动过",),
    ),
    "an index more": (("CREATE UNIQUE INDEX once ON events (md5(body))",), ("多了索引“once”",)),
    "a condition that refuses rows": (
        ("ALTER TABLE events ADD CONSTRAINT few CHECK (position<1000)",),
        ("多了约束“few”",),
    ),
    "a default": (("ALTER TABLE events ALTER body SET DEFAULT ''",), ("“events”的列",)),
    "a column that is computed": (
        ("ALTER TABLE events ADD size integer GENERATED ALWAYS AS (length(body)) STORED",),
        ("“events”的列",),
    ),
    "a column that may be empty": (("ALTER TABLE events ALTER body DROP NOT NULL",), ("“events”的列",)),
    "an heir": (("CREATE TABLE heir () INHERITS (events)",), ("继承“heir”", "“heir”(表或视图)")),
    "a parent": (
        ("CREATE TABLE parent (version integer NOT NULL)", "ALTER TABLE events INHERIT parent"),
        ("继承“parent”", "“parent”(表或视图)"),
    ),
    "a trigger, and the function of it": (
        (FUNCTION, "CREATE TRIGGER better BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION better()"),
        ("触发器“better”", "“better”(函数)"),
    ),
    "a rule": (("CREATE RULE silent AS ON INSERT TO events DO INSTEAD NOTHING",), ("规则“silent”",)),
    "a table that a crash empties": (("ALTER TABLE kinds SET UNLOGGED",), ("“kinds”不在,或",)),
    "another table": (("CREATE TABLE more (name text)",), ("“more”(表或视图)",)),
    "another view": (("CREATE VIEW more AS SELECT 1 AS one",), ("“more”(表或视图)",)),
    "an operator": (
        (
            "CREATE FUNCTION same(bytea, integer) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
            "CREATE OPERATOR = (LEFTARG=bytea, RIGHTARG=integer, FUNCTION=same)",
        ),
        ("“=”(运算符)", "“same”(函数)"),
    ),
    "a type": (("CREATE DOMAIN small AS integer CHECK (VALUE<9)",), ("“small”(类型)",)),
}


@on_postgresql
@pytest.mark.parametrize("what", PUT_THERE)
def test_what_is_put_into_the_schema_is_told_and_named(county: Home, what: str) -> None:
    statements, named = PUT_THERE[what]
    told = of_book(county, *statements)
    for name in named:
        assert any(name in said for said in told), (name, told)


@on_postgresql
def test_what_an_extension_brought_is_nobodys_forgery(county: Home) -> None:
    """A database that others use, too, may have extensions in the schema that the ledger was given."""
    with by_another_hand(county.folder / BOOK) as other:
        if not other.execute("SELECT 1 FROM pg_available_extensions WHERE name='citext'").fetchall():
            pytest.skip("this PostgreSQL came without citext")
        other.execute("CREATE EXTENSION citext")
        assert other.execute("SELECT 1 FROM pg_proc WHERE pronamespace=current_schema::regnamespace").fetchall()
    try:
        assert faults_of_store(county.book_place) == []
    finally:
        with by_another_hand(county.folder / BOOK) as other:
            other.execute("DROP EXTENSION citext")


@on_postgresql
def test_what_is_put_on_the_vaults_tables_is_told(county: Home) -> None:
    with by_another_hand(county.folder / VAULT) as other:
        other.execute("ALTER TABLE person FORCE ROW LEVEL SECURITY")
        other.execute("ALTER TABLE forgotten DROP CONSTRAINT forgotten_pkey")
    told = [fault.what for fault in verify(county, only=["vault"]).faults]
    assert any("行级权限“person”" in what for what in told)
    assert any("约束“forgotten_pkey”" in what for what in told)


def test_tables_of_the_vault_that_are_gone_are_told_and_not_made_anew(county: Home) -> None:
    with by_another_hand(county.folder / VAULT) as other:
        other.execute("DROP TABLE vault_key")
    told = faults_of_vault(county.vault_place)
    assert ["“vault_key”" in what for what in told] == [True], told

"""The tables of book and vault in PostgreSQL held against what Shilu makes: whatever was put beside them is told.

Asked of the catalogues, which everybody who may connect can read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.store.postgres_connections import Connection
from ledger.store.postgres_writing import answered


@dataclass(frozen=True)
class Table:
    """A table as Shilu makes it: columns and their types, all NOT NULL; indexes, and the constraint that makes each.

    Where an index is of no constraint, its columns stand alone, in brackets.
    """

    columns: Mapping[str, str]
    indexes: Mapping[str, str] = field(default_factory=dict)


BOOK = {
    "book": Table({"format": "integer", "since_release": "text"}),
    "kinds": Table(
        {"code": "integer", "name": "text"}, {"kinds_pkey": "PRIMARY KEY (code)", "kinds_name_key": "UNIQUE (name)"}
    ),
    "events": Table(
        {"position": "bigint", "stream": "bytea", "version": "integer", "kind": "integer", "body": "bytea"},
        {
            "events_pkey": 'PRIMARY KEY ("position")',
            "events_stream_version_key": "UNIQUE (stream, version)",
            "events_by_kind": "(kind)",
        },
    ),
}
VAULT = {
    "vault_key": Table({"one": "integer", "sealed": "bytea"}, {"vault_key_pkey": "PRIMARY KEY (one)"}),
    "person": Table({"code": "text", "wrapped_key": "bytea"}, {"person_pkey": "PRIMARY KEY (code)"}),
    "particulars": Table(
        {"code": "text", "identity": "text", "sealed": "bytea"}, {"particulars_pkey": "PRIMARY KEY (code, identity)"}
    ),
    "access": Table({"position": "bigint", "body": "bytea"}, {"access_pkey": 'PRIMARY KEY ("position")'}),
    "forgotten": Table({"code": "text", "erased": "integer"}, {"forgotten_pkey": "PRIMARY KEY (code)"}),
}
_LEFT_BY_RESTORE = "restoring"
"""The table that a restore takes a schema by (`postgres_claim`); killed at its very end, it leaves it."""

_HERE = "current_schema::regnamespace"
_OF_TABLE = f"(SELECT oid FROM pg_class WHERE relnamespace={_HERE} AND relname=?)"

_KIND = f"SELECT relkind::text, relpersistence::text FROM pg_class WHERE relnamespace={_HERE} AND relname=?"
_COLUMNS = f"""
SELECT attname::text, format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN '' ELSE ' NULL' END
    || CASE WHEN atthasdef OR attidentity<>'' OR attgenerated<>'' THEN ' DEFAULT' ELSE '' END
    || CASE WHEN attcollation IN (0, 'pg_catalog."default"'::regcollation) THEN '' ELSE ' COLLATE' END
FROM pg_attribute WHERE attrelid={_OF_TABLE} AND attnum>0 AND NOT attisdropped ORDER BY attnum
"""
_INDEXES = f"""
SELECT relname::text, pg_get_indexdef(indexrelid, 0, true), indisvalid AND indisready AND indislive
FROM pg_index JOIN pg_class ON pg_class.oid=indexrelid WHERE indrelid={_OF_TABLE}
"""
# From release 18 on NOT NULL is a constraint, too; it is held against the model with the columns.
_CONSTRAINTS = f"""
SELECT conname::text, pg_get_constraintdef(oid), convalidated FROM pg_constraint
WHERE conrelid={_OF_TABLE} AND contype<>'n'
"""
_BESIDE = f"""
SELECT '触发器', tgname::text FROM pg_trigger WHERE tgrelid={_OF_TABLE}
UNION ALL SELECT '规则', rulename::text FROM pg_rewrite WHERE ev_class={_OF_TABLE}
UNION ALL SELECT '行级权限', polname::text FROM pg_policy WHERE polrelid={_OF_TABLE}
UNION ALL SELECT '行级权限', relname::text FROM pg_class WHERE oid={_OF_TABLE}
    AND (relrowsecurity OR relforcerowsecurity)
UNION ALL SELECT '继承', (CASE WHEN inhparent={_OF_TABLE} THEN inhrelid ELSE inhparent END)::regclass::text
    FROM pg_inherits WHERE {_OF_TABLE} IN (inhparent, inhrelid)
"""
_RELATION = "表或视图"
_OTHERS = """
SELECT '{called}', {name}::text FROM {catalogue} AS one WHERE {space}=current_schema::regnamespace {more}
AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid='{catalogue}'::regclass AND objid=one.oid AND deptype='e')
"""
"""What is in the schema, but for what an extension brought: a whole database may have it."""

_IN_SCHEMA = " UNION ALL ".join(
    _OTHERS.format(called=called, name=name, catalogue=catalogue, space=space, more=more)
    for called, name, catalogue, space, more in (
        (_RELATION, "relname", "pg_class", "relnamespace", "AND relkind NOT IN ('i', 'I')"),
        ("函数", "proname", "pg_proc", "pronamespace", ""),
        ("运算符", "oprname", "pg_operator", "oprnamespace", ""),
        # Every table is a type, and every type has one for lists of it. Indexes are looked at with their tables.
        ("类型", "typname", "pg_type", "typnamespace", "AND typrelid=0 AND typcategory<>'A'"),
    )
)


def tables_that_can_be_read(connection: Connection, tables: Mapping[str, Table]) -> list[str]:
    """Those that are there with the columns they should have."""
    return [
        name
        for name, table in tables.items()
        if {column for column, _ in answered(connection, _COLUMNS, (name,))} >= table.columns.keys()
    ]


def faults_of_form(connection: Connection, tables: Mapping[str, Table]) -> Iterator[str]:
    """What is other than Shilu makes it about some tables, each as a sentence."""
    for name, table in tables.items():
        if answered(connection, _KIND, (name,)) != [("r", "p")]:
            yield f"数据库里的“{name}”不在,或被视图之类顶替;请用备份恢复。"
            continue
        if answered(connection, _COLUMNS, (name,)) != list(table.columns.items()):
            yield f"数据库里“{name}”的列被改动过(名称、类型、默认值或顺序);请用备份恢复。"
        for called, beside in answered(connection, _BESIDE, (name,) * _BESIDE.count("?")):
            yield f"数据库里的“{name}”多了{called}“{beside}”,不是师录建的;请核对是谁加的。"
        for kind, asked, expected in (
            ("索引", _INDEXES, _indexes(name, table)),
            ("约束", _CONSTRAINTS, _constraints(table)),
        ):
            yield from _differences(kind, expected, answered(connection, asked, (name,)))


def strangers(connection: Connection) -> Iterator[str]:
    """What is in the schema of book and vault and neither's, each as a sentence."""
    for called, name in answered(connection, _IN_SCHEMA, ()):
        if called != _RELATION or name not in (_LEFT_BY_RESTORE, *BOOK, *VAULT):
            yield f"数据库里多了“{name}”({called}),不是师录建的;请核对是谁加的。"


def _indexes(name: str, table: Table) -> dict[str, str]:
    return {
        index: f"CREATE {'INDEX' if said[0] == '(' else 'UNIQUE INDEX'} {index} ON {name} USING btree "
        f"{said[said.index('(') :]}"
        for index, said in table.indexes.items()
    }


def _constraints(table: Table) -> dict[str, str]:
    return {name: said for name, said in table.indexes.items() if said[0] != "("}


def _differences(kind: str, expected: dict[str, str], found: Sequence[tuple[str, str, bool]]) -> Iterator[str]:
    there = {name: said if is_valid else "" for name, said, is_valid in found}
    for name in sorted(expected.keys() | there.keys()):
        if name not in expected:
            yield f"数据库里多了{kind}“{name}”,不是师录建的;请核对是谁加的。"
        elif there.get(name) != expected[name]:
            yield f"数据库里的{kind}“{name}”不在或被改动过;请用备份恢复。"

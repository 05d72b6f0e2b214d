"""Where a book in PostgreSQL is: its URL read, what every connection to it asks for, and the schema it lies in.

A URL may hold a password, and so may what libpq says of a URL that it cannot read: neither is ever shown.
"""

import re
from dataclasses import dataclass

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ledger.refusals import Misuse

SCHEMA = "shilu"
"""The schema where the URL names none."""

_SEARCH_PATH = re.compile(r"-c\s*search_path=(\S+)")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")

# A server that vanished without a word is given up after seconds, not after the minutes that TCP allows.
_WHERE_NOT_SAID = {
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
    "application_name": "shilu",
}


@dataclass(frozen=True)
class PostgresPlace:
    """A schema of a database: the parameters of a connection (with the password), and what may be shown."""

    parameters: dict[str, str]
    schema: str

    def __str__(self) -> str:
        """Hosts, database and schema, as people are told: never the password."""
        said = self.parameters
        return f"{said.get('host', 'localhost')}/{said.get('dbname', '')} 的模式 {self.schema}"

    def __repr__(self) -> str:
        return f"PostgresPlace({self})"

    def beside(self, schema: str) -> "PostgresPlace":
        """Another schema of the same database."""
        options = _SEARCH_PATH.sub("", self.parameters["options"]).strip()
        return PostgresPlace(self.parameters | {"options": f"{options} -c search_path={schema}".strip()}, schema)


def postgres_place(url: str) -> PostgresPlace:
    """The place that a URL names. Raises Misuse `bad-database-url`."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise _bad("开头应是 postgresql://")
    try:
        said = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.Error:
        raise _bad("写法不对,密码里的特殊字符要写成 %XX") from None
    options = said.get("options", "")
    found = _SEARCH_PATH.search(options)
    schema = found.group(1) if found else SCHEMA
    if not _NAME.fullmatch(schema):
        raise _bad("模式(search_path)只能是一个名称,用小写字母、数字和下划线")
    if "," in said.get("host", ""):  # of a primary and its standbys, the one that takes writes
        said.setdefault("target_session_attrs", "read-write")
    return PostgresPlace(_WHERE_NOT_SAID | said | {"options": options}, schema).beside(schema)


def schema_named(url: str) -> str:
    """The schema that a URL names, `shilu` where it names none. Raises Misuse `bad-database-url`."""
    return postgres_place(url).schema


def _bad(what: str) -> Misuse:
    return Misuse(
        "bad-database-url",
        f"SHILU_DATABASE_URL 读不懂:{what};例如 postgresql://用户:密码@主机/库?options=-csearch_path%3Dshilu。",
    )

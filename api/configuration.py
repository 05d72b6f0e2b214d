"""How a ledger is served: one TOML file, `shilu.toml` in the ledger's folder or where `SHILU_CONFIG` says, and the
environment, which goes before the file. What would be unsafe is refused before anything is listened on.
"""

import os
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from api.accounts.sessions import Lifetimes
from ledger.refusals import Misuse

FILE = "shilu.toml"
CONFIG = "SHILU_CONFIG"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")


class SecondFactor(StrEnum):
    """Who must have a second factor; who has one is always asked for it."""

    ENROLLED = "enrolled"
    """Only who has set one up."""
    OFFICERS = "officers"
    """All but teachers, a school's own people and judges."""
    EVERYBODY = "everybody"


class LogForm(StrEnum):
    """How the log is written."""

    TEXT = "text"
    JSON = "json"


class Configuration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings; each is told in docs/operations.md."""

    host: str = "127.0.0.1"
    """The address that is listened on."""
    port: int = 8000
    names: tuple[str, ...] = ()
    """The names under which browsers ask, besides those of this machine: `shilu.example.gov.cn`, or an address."""
    https: bool = False
    """Whether browsers come by https, which the proxy before Shilu sees to."""
    proxies: tuple[str, ...] = ()
    """The addresses of proxies that are believed when they say who asks."""
    plain_http: bool = False
    """Said by whoever serves a closed network without https, and answers for it."""
    second_factor: SecondFactor | None = None
    session_idle_minutes: int = 120
    session_hours: int = 12
    upload_megabytes: int = 50
    requests_a_minute: int = 6000
    """Of one account; whoever asks more often is told to wait."""
    log: LogForm = LogForm.TEXT

    @property
    def is_open(self) -> bool:
        """Whether others than this machine can ask."""
        return self.host not in LOOPBACK or bool(self.names) or bool(self.proxies)

    @property
    def asked_of(self) -> SecondFactor:
        """Who must have a second factor: officers, where others than this machine can ask."""
        return self.second_factor or (SecondFactor.OFFICERS if self.is_open else SecondFactor.ENROLLED)

    @property
    def lifetimes(self) -> Lifetimes:
        """How long a session lasts."""
        return Lifetimes(self.session_idle_minutes * 60, self.session_hours * 3600)

    @property
    def host_names(self) -> frozenset[str]:
        """The names that are answered, in small letters, without a port."""
        listened = () if self.host in ("0.0.0.0", "::") else (f"[{self.host}]" if ":" in self.host else self.host,)
        return frozenset(name.lower() for name in (*_OWN_NAMES, *listened, *self.names))

    @property
    def most_bytes(self) -> int:
        """The longest body that is taken."""
        return self.upload_megabytes * 2**20

    def check(self) -> None:
        """Refuse what cannot be: Misuse `bad-configuration`."""
        for name, least, most in _LIMITS:
            if not least <= getattr(self, name) <= most:
                raise _bad(f"{name} 要在 {least} 到 {most} 之间")
        for name in self.names:
            if not name or any(one in name for one in "/*@ ") or name.startswith("http"):
                raise _bad(f"names 里的“{name}”不是域名或地址;只写名字,如 shilu.example.gov.cn,不写 http:// 和路径")
            if "example" in name.lower().split("."):
                raise _bad(f"names 里的“{name}”是例子里的域名;请换成自己的")
        for proxy in self.proxies:
            _check_proxy(proxy)
        if self.https and not self.names:
            raise _bad("用 https 时,names 要写浏览器打开的域名")

    def check_open(self, *, accounts: bool, database: str) -> None:
        """Refuse to let others than this machine ask where that is not safe.

        `accounts`: whether the ledger has any. `database`: the URL of its database, empty where it is in files.
        Raises Misuse `open-address`, `open-without-https`, `default-secret`.
        """
        if not self.is_open:
            return
        if not accounts:
            raise Misuse(
                "open-address",
                f"还没有账号,不能在 {'、'.join((self.host, *self.names))} 上对外开放;"
                "请先用 shilu account open 开账号,或改用本机地址 127.0.0.1。",
            )
        if not (self.https or self.plain_http):
            raise Misuse(
                "open-without-https",
                "对外开放要用 https:请在前面放一个反向代理,在 shilu.toml 写 https = true;"
                "确是封闭的内网、不用 https,就写 plain_http = true(见 docs/operations.md)。",
            )
        if _password_in(database) in _DEFAULT_SECRETS:
            raise Misuse(
                "default-secret",
                "数据库的密码是例子里的,或者谁都猜得到;请在数据库里改掉,再改 SHILU_DATABASE_URL。",
            )


_LIMITS = (
    ("port", 1, 65_535),
    ("session_idle_minutes", 1, 1_440),
    ("session_hours", 1, 168),
    ("upload_megabytes", 1, 1_024),
    ("requests_a_minute", 60, 1_000_000),
)

_DEFAULT_SECRETS = (
    "password",
    "secret",
    "shilu",
    "postgres",
    "admin",
    "root",
    "123456",
    "changeme",
    "change-me",
    "密码",
)

_FROM_ENVIRONMENT = {
    "SHILU_HOST": "host",
    "SHILU_PORT": "port",
    "SHILU_NAMES": "names",
    "SHILU_HTTPS": "https",
    "SHILU_PROXIES": "proxies",
    "SHILU_PLAIN_HTTP": "plain_http",
    "SHILU_SECOND_FACTOR": "second_factor",
    "SHILU_LOG": "log",
    "SHILU_REQUESTS_A_MINUTE": "requests_a_minute",
}
"""What may be said in the environment; lists are parted by commas."""


def configuration(folder: Path, environment: Mapping[str, str] = os.environ, **said: Any) -> Configuration:
    """The configuration of the ledger in a folder; `said`: options of the command, which go before all else.

    Raises Misuse `bad-configuration`. Whether it is safe to be open is asked by `check_open`.
    """
    settings = _in_file(folder, environment.get(CONFIG, ""))
    for variable, name in _FROM_ENVIRONMENT.items():
        if given := environment.get(variable, ""):
            settings[name] = [one.strip() for one in given.split(",")] if name in ("names", "proxies") else given
    settings |= {name: value for name, value in said.items() if value is not None}
    try:
        # What stands in the environment is text: a number or a truth in it is read as such.
        found = msgspec.convert(settings, Configuration, strict=False)
    except msgspec.ValidationError as error:
        raise _bad(str(error)) from None
    found.check()
    return found


def _in_file(folder: Path, named: str) -> dict[str, Any]:
    path = Path(named) if named else folder / FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if named:
            raise _bad(f"没有文件 {path}") from None
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(f"{path} 读不懂({error})") from None


def _check_proxy(proxy: str) -> None:
    try:
        network = ip_network(proxy, strict=False) if "/" in proxy else ip_address(proxy)
    except ValueError:
        raise _bad(f"proxies 里的“{proxy}”不是 IP 地址") from None
    if "/" in proxy and getattr(network, "prefixlen", 0) == 0:
        raise _bad("proxies 不能是所有地址:那样谁都可以冒充别人的地址")


def _password_in(url: str) -> str | None:
    """The password that the URL of a database holds; None for none, as where the server knows the user itself."""
    try:
        return unquote(urlsplit(url).password or "") or None
    except ValueError:
        return None


def _bad(what: str) -> Misuse:
    return Misuse("bad-configuration", f"配置写得不对:{what};各项见 docs/operations.md。")

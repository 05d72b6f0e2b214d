"""`shilu serve`: the pages and the interface; for this machine alone until accounts and configuration let others in."""

import gc
import socket
import sys
from typing import TYPE_CHECKING, Any

from api.cli.arguments import Parser
from api.cli.output import print_json
from ledger.home import Home
from ledger.refusals import Refused

if TYPE_CHECKING:
    from api.configuration import Configuration

_LEAVE_AFTER = 3
"""Seconds that a server which is stopped waits for answers under way."""

_LISTEN_EVERY = 0.0005
"""Seconds after which a thread that computes lets the one that listens go on; Python's own is ten times as long, and a
request waits several times for its turn (docs/benchmarks.md)."""


def _check_port(host: str, port: int) -> None:
    """Refuse a port that another program holds."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Refused(
                "port-busy", f"{host} 的 {port} 端口用不了,可能已被别的程序占用;请用 --port 换一个。"
            ) from error


def run(arguments: list[str]) -> int:
    """Serve until interrupted. Others than this machine are let in only where accounts and configuration are safe."""
    parser = Parser("serve", "打开网页和接口;怎样给全县用,见 docs/operations.md", "shilu serve --port 8000")
    parser.add_argument("--host", metavar="地址", help="在哪个地址上打开(默认 127.0.0.1,只在本机能看)")
    parser.add_argument("--port", type=int, metavar="端口", help="端口(默认 8000)")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    home = Home.from_environment()
    with home.opened() as ledger:  # refuses a ledger that is not there, or not whole, before anything is promised
        from api.accounts.register import AccountsInForce
        from api.configuration import configuration

        settings = configuration(home.folder, host=asked.host, port=asked.port)
        accounts = AccountsInForce(ledger.book).exist
        settings.check_open(accounts=accounts, database=home.database)
    _check_port(settings.host, settings.port)
    import uvicorn

    from api.configuration import LogForm
    from api.http.application import application
    from api.http.request_log import log_as_json

    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{shown}:{settings.port}/"
    if asked.format == "json":
        print_json({"address": address})
    else:
        print(f"打开 {address} 查看{_who_can_see(settings, accounts)}。按 Ctrl+C 停止。")
    sys.stdout.flush()
    serving = application(home, settings)
    log: dict[str, Any] = {}
    if settings.log is LogForm.JSON:
        log_as_json()
        log = {"log_config": None}
    sys.setswitchinterval(_LISTEN_EVERY)
    # What has been imported lives as long as the process: a search of it all for circles, during which nobody is
    # answered, takes a tenth of a second and finds nothing.
    gc.collect()
    gc.freeze()
    uvicorn.run(
        serving,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        access_log=False,
        timeout_graceful_shutdown=_LEAVE_AFTER,  # whoever waits for new events would be waited for
        **log,
        # Without a proxy that was named nobody is believed who says that somebody else asks.
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
    )
    return 0


def _who_can_see(settings: "Configuration", accounts: bool) -> str:
    if settings.is_open:
        scheme = "https" if settings.https else "http"
        names = "、".join(f"{scheme}://{name}/" for name in settings.names)
        return f";对外的网址是 {names}" if names else ";局域网里的人用这台机器的地址打开"
    return ";只在本机能看" if accounts else ";只在本机能看(还没有账号)"

"""`shilu serve`: the pages and the interface, on this machine only."""

import socket
import sys

from api.cli.arguments import Parser
from api.cli.output import print_json
from ledger.home import Home
from ledger.refusals import Misuse, Refused

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


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
    """Serve until interrupted. There are no accounts yet, so only the loopback address is listened on."""
    parser = Parser("serve", "在本机打开网页和接口(还没有账号,只在本机能看)", "shilu serve --port 8000")
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="只能是本机地址(默认 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="端口(默认 8000)")
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    if asked.host not in _LOOPBACK:
        raise Misuse("open-address", f"还没有账号,不能在 {asked.host} 上对外开放;请用本机地址 127.0.0.1。")
    home = Home.from_environment()
    with home.opened():
        pass  # refuses a ledger that is not there, or not whole, before anything is promised
    _check_port(asked.host, asked.port)
    import uvicorn

    from api.http.application import application

    shown = f"[{asked.host}]" if ":" in asked.host else asked.host
    address = f"http://{shown}:{asked.port}/"
    if asked.format == "json":
        print_json({"address": address})
    else:
        print(f"打开 {address} 查看;只在本机能看(还没有账号)。按 Ctrl+C 停止。")
    sys.stdout.flush()
    uvicorn.run(application(home), host=asked.host, port=asked.port, log_level="warning")
    return 0

"""`shilu serve`: the pages and the interface, on this machine only."""

from api.cli.arguments import Parser
from ledger.home import Home
from ledger.refusals import Misuse

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def run(arguments: list[str]) -> int:
    """Serve until interrupted. There are no accounts yet, so only the loopback address is listened on."""
    parser = Parser("serve", "在本机打开网页和接口(还没有账号,只在本机能看)", "shilu serve --port 8000")
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="只能是本机地址(默认 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="端口(默认 8000)")
    asked = parser.parse_args(arguments)
    if asked.host not in _LOOPBACK:
        raise Misuse("open-address", f"还没有账号,不能在 {asked.host} 上对外开放;请用本机地址 127.0.0.1。")
    home = Home.from_environment()
    if not home.exists:
        raise Misuse("no-ledger", f"{home.folder} 里没有账本;请先运行 shilu init,或用 SHILU_HOME 指明账本所在。")
    import uvicorn

    from api.http.application import application

    shown = f"[{asked.host}]" if ":" in asked.host else asked.host
    print(f"打开 http://{shown}:{asked.port}/ 查看;只在本机能看(还没有账号)。按 Ctrl+C 停止。", flush=True)
    uvicorn.run(application(home), host=asked.host, port=asked.port, log_level="warning")
    return 0

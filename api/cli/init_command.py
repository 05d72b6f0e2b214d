"""`shilu init`: an empty ledger."""

from api.cli.arguments import Parser
from api.cli.output import print_json
from ledger.home import Home


def run(arguments: list[str]) -> int:
    """Make an empty ledger in `$SHILU_HOME`, else in `./shilu-data`."""
    parser = Parser(
        "init", "新建一个空账本(位置由环境变量 SHILU_HOME 指定,默认 ./shilu-data)", "SHILU_HOME=taikang shilu init"
    )
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    home = Home.from_environment()
    home.make()
    if asked.format == "json":
        print_json({"home": str(home.folder), "position": 0})
    else:
        print(f"已新建账本:{home.folder}。其中 keys 文件夹里是姓名库的密钥,请另存一份并妥善保管。")
    return 0

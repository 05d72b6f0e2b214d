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
        paper = str(home.keys.unprinted_paper or "") or None
        print_json({"home": str(home.folder), "position": 0, "verifier_key": home.keys.verifier_key, "paper": paper})
    else:
        print(f"已新建账本:{home.folder}。其中 keys 文件夹里是姓名库、签名和备份的密钥,只有本机这个用户能读。")
        print(f"密钥纸质副本在 {home.keys.unprinted_paper}:请打印、装信封、存保险柜,然后删除这个文件。")
        print(f"公钥可以交给别的单位,凭它核对账本的校验点和凭据:\n  {home.keys.verifier_key}")
    return 0

"""`shilu upgrade`: a ledger of an earlier release brought to the format of this one."""

from api.cli.arguments import Parser
from api.cli.output import busy, print_json
from ledger.home import Home
from ledger.store.formats import FORMAT


def run(arguments: list[str]) -> int:
    """Bring the ledger to the present format, proved equal row for row before it counts; or say that it is."""
    parser = Parser(
        "upgrade", "把早先版本的账本升级成现在的格式(先备份账本文件夹);内容一字不变,中途断电也不丢", "shilu upgrade"
    )
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    with busy("正在升级账本,逐条核对……"):
        home = Home.from_environment()
        had_keys = bool(home.keys.verifier_key)
        found, events = home.upgrade()
    with home.opened() as ledger, busy("正在更新视图……"):
        from projections.views.keeping import brought_up  # loads the tables' library

        views = brought_up(ledger.book)
    made = None if had_keys else home.keys.verifier_key or None
    paper = home.keys.unprinted_paper
    if asked.format == "json":
        told = {"from": found, "to": FORMAT, "events": events, "views": views}
        print_json({**told, "verifier_key": made, "paper": str(paper or "") or None})
    elif found == FORMAT:
        print(f"账本已经是现在的格式({FORMAT}),共 {events} 条,不用升级。{'视图已重新生成。' if views else ''}")
    else:
        print(f"已从格式 {found} 升级到 {FORMAT}:{events} 条,位置、内容逐条核对,和原来完全相同。")
    if asked.format == "text":
        if made:
            print(f"新做了签名和备份的密钥,和姓名库的密钥同在 {home.keys.folder},只有本机这个用户能读。")
        if paper:
            print(f"密钥纸质副本在 {paper}:请打印、装信封、存保险柜,然后删除这个文件。")
        if made:
            print(f"公钥可以交给别的单位,凭它核对账本的校验点和凭据:\n  {made}")
    return 0

"""`shilu inbox`: what waits for an office: to be attested, mended, decided on."""

from api.cli.arguments import Parser, how_many, position
from api.cli.output import busy, print_json, print_table
from ledger.event import COUNTY
from ledger.hand_in import office_named
from ledger.home import Home
from ledger.records import KINDS

_WAITS_FOR = {"attestation": "待审核", "mending": "已退回,待补正", "decision": "有异议,待处理"}


def run(arguments: list[str]) -> int:
    """List it, the oldest first."""
    parser = Parser("inbox", "列出一个单位的待办:待审核、被退回、有异议的记录", "shilu inbox --authority school:S001")
    parser.add_argument("--authority", default=COUNTY, metavar="单位", help="哪个单位(默认 county,县局)")
    parser.add_argument(
        "--after", type=position, default=0, metavar="位置", help="从账本的哪个位置之后列起(接着上一页)"
    )
    parser.add_argument("--most", type=how_many, default=100, metavar="条数", help="最多列多少条(默认 100)")
    parser.add_format("table", "json")
    asked = parser.parse_args(arguments)
    office = office_named(asked.authority)
    with Home.from_environment().opened() as ledger:
        from projections.views.asking import inbox
        from projections.views.keeping import brought_up_to_date

        with busy("正在更新视图……"):
            views = brought_up_to_date(ledger.book)
        found = inbox(views, office, asked.after, asked.most)
    if asked.format == "json":
        print_json(found)
        return 0
    called = {name.partition("/")[0]: record.called for name, record in KINDS.items()}
    rows = [
        (
            one["entry"][:12],
            called[one["kind"]],
            one["whose"],
            one["day"] or "",
            _WAITS_FOR[one["waits_for"]],
            one["authority"],
            one["position"],
        )
        for one in found
    ]
    print_table(f"{office} 的待办", ["记录号", "种类", "谁的", "日期", "状态", "登记单位", "位置"], rows)
    if len(found) == asked.most:
        print(f"后面还有;接着看请加 --after {found[-1]['position']}。")
    return 0

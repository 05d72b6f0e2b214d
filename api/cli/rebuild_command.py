"""`shilu rebuild`: what is made from the book made anew, beside what is in use, and exchanged."""

from api.cli.arguments import Parser
from api.cli.output import print_json, progress
from api.cli.seal_told import seal_told_once
from ledger.home import Home


def run(arguments: list[str]) -> int:
    """Make it anew; nothing of the book is touched, and nobody has to stop."""
    parser = Parser(
        "rebuild",
        "由账本重新生成数据文件和视图;生成期间照常使用,生成好才换上,账本不动",
        "shilu rebuild --views",
    )
    parser.add_argument("--facts", action="store_true", help="只重新生成数据文件")
    parser.add_argument("--views", action="store_true", help="只重新生成视图")
    parser.add_argument(
        "--seal", action="store_true", help="只由账本重新生成封存的树(损坏或丢失时;和校验点对不上就不换)"
    )
    parser.add_format("text", "json")
    asked = parser.parse_args(arguments)
    both = asked.facts == asked.views and (asked.facts or not asked.seal)
    with seal_told_once() as drop, Home.from_environment().opened() as ledger:
        from projections.keeping import rebuild_facts, rebuild_views, state_of

        with progress("重新生成") as told:
            if asked.seal:
                ledger.seal.rebuild(lambda done, of: told("封存", done, of))
                drop()  # what was wrong with the tree when the ledger was opened is mended
            if asked.facts or both:
                rebuild_facts(ledger.book, lambda done, of: told("数据文件", done, of))
            if asked.views or both:
                rebuild_views(ledger.book, lambda done, of: told("视图", done, of))
        state = state_of(ledger.book)
    if asked.format == "json":
        print_json(state)
    else:
        print(f"已重新生成并换上,到第 {state['position']} 条;账本没有动。")
    return 0

"""`shilu decide`: decide on an objection, with a reason."""

from api.cli.acting import Deed, carry_out, parser_of
from ledger.event import Act

DEED = Deed("decide", Act.DECIDED, "处理异议,写明理由;异议成立的,再用 correct 或 void 改正记录")


def run(arguments: list[str]) -> int:
    """Decide; exit status 1 where one was refused."""
    parser = parser_of(DEED)
    ruling = parser.add_mutually_exclusive_group()
    ruling.add_argument("--upheld", action="store_true", help="异议成立")
    ruling.add_argument("--dismissed", action="store_true", help="异议不成立(默认)")
    asked = parser.parse_args(arguments)
    return carry_out(DEED, asked, upheld=asked.upheld)

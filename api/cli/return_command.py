"""`shilu return`: send records back, with a reason."""

from api.cli.acting import Deed
from api.cli.acting import run as run_deed
from ledger.event import Act

DEED = Deed("return", Act.RETURNED, "退回记录,写明理由,由登记人改后重新登记")


def run(arguments: list[str]) -> int:
    """Send back; exit status 1 where one was refused."""
    return run_deed(DEED, arguments)

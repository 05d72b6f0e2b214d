"""`shilu void`: put an end to records, with a reason."""

from api.cli.acting import Deed
from api.cli.acting import run as run_deed
from ledger.event import Act

DEED = Deed("void", Act.VOIDED, "作废记录,写明理由;原记录仍在账本里,不再计算")


def run(arguments: list[str]) -> int:
    """Void; exit status 1 where one was refused."""
    return run_deed(DEED, arguments)

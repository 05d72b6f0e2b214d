"""`shilu object`: a person concerned objects to a record, with a reason."""

from api.cli.acting import Deed
from api.cli.acting import run as run_deed
from ledger.event import Act

DEED = Deed("object", Act.OBJECTED, "当事人对记录提出异议,写明理由")


def run(arguments: list[str]) -> int:
    """Object; exit status 1 where one was refused."""
    return run_deed(DEED, arguments)

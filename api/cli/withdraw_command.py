"""`shilu withdraw`: take back what one recorded, before it is attested."""

from api.cli.acting import Deed
from api.cli.acting import run as run_deed
from ledger.event import Act

DEED = Deed("withdraw", Act.WITHDRAWN, "登记人在审核前撤回自己登记的记录,可以整批撤回")


def run(arguments: list[str]) -> int:
    """Withdraw; exit status 1 where one was refused."""
    return run_deed(DEED, arguments)

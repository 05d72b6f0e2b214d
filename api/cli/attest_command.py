"""`shilu attest`: stand for records, one, many, or a batch of which a sample was looked at."""

from api.cli.acting import Deed
from api.cli.acting import run as run_deed
from ledger.event import Act

DEED = Deed("attest", Act.ATTESTED, "审核记录:一条、多条,或抽查后整批负责")


def run(arguments: list[str]) -> int:
    """Attest; exit status 1 where one was refused."""
    return run_deed(DEED, arguments)

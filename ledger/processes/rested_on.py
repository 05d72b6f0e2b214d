"""作废、撤回的前提: what other entries rest on is not taken away from under them."""

from collections.abc import Iterable, Sequence

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named
from ledger.records.record import Record
from ledger.refusals import Refused


def check_nothing_rests(gone: Record, resting: Iterable[Record]) -> None:
    """Refuse `rested-on` where records that stand have no ground without the one that is taken away."""
    found = list(resting)
    if found:
        kinds = "、".join(dict.fromkeys(one.called for one in found))
        raise Refused(
            "rested-on",
            f"还有 {len(found)} 条后续登记({kinds})要以这条“{gone.called}”为前提,不能撤回、作废或改成另一条;"
            "请先作废或更正那些后续登记。",
            see=list(dict.fromkeys(entries_named(found))),
        )


def named_alike(gone: Record, kinds: Sequence[type[Record]], names: Sequence[str], in_force: InForce) -> list[Record]:
    """The records of some kinds that stand and say in these fields what the one taken away says."""
    key = tuple(getattr(gone, name) for name in names)
    return [one for kind in kinds for one in in_force.by(kind, *names)(key if len(names) > 1 else key[0])]

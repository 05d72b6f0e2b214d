"""按批审核: what came in with one file, judged whole after a sample of it was looked at."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from api.accounts.visitor import Visitor
from api.http.register_desk import RegisterDesk
from api.pages.record_fields import called
from api.pages.school.acting_on_waiting import Acted, Pressed, act_on
from api.pages.school.inbox_page import ATTESTATION, Showing
from api.pages.texts import printed_text
from ledger.acts.finding import Place
from ledger.home import Ledger
from ledger.records.record import stream_of
from ledger.refusals import Misuse
from projections.waiting_entries import WaitingEntry

SAMPLE = 8
"""So many of a batch are shown to be looked at; all of a smaller one."""


class ShownBatch(NamedTuple):
    """What waits of one file that was handed in: by whom, when, how many of which kinds."""

    digest: str
    handed_in: str
    of: int
    kinds: str


def batches_of(entries: Sequence[WaitingEntry], visitor: Visitor, register: RegisterDesk) -> list[ShownBatch]:
    """The files of which several records wait to be attested, the oldest first."""
    by_file: dict[str, list[WaitingEntry]] = {}
    for one in entries:
        if one.source is not None and one.waits_for == ATTESTATION:
            by_file.setdefault(one.source.file, []).append(one)
    firsts = {digest: some[0] for digest, some in by_file.items()}
    shown = dict(zip(firsts, Showing(visitor, register, firsts.values()).all(), strict=True))
    return [ShownBatch(digest, shown[digest].handed_in, len(some), kinds_of(some)) for digest, some in by_file.items()]


def of_batch(entries: Sequence[WaitingEntry], digest: str) -> list[WaitingEntry]:
    """Those that wait to be attested and came in with a file. Raises Misuse `unknown-batch`."""
    found = [one for one in entries if one.source and one.source.file == digest and one.waits_for == ATTESTATION]
    if not found:
        raise Misuse("unknown-batch", printed_text("inbox.no_such_batch"))
    return found


def sample_of(entries: Sequence[WaitingEntry], digest: str, draw: int) -> list[WaitingEntry]:
    """Some of a batch, drawn by their digests: the same on every look, another lot for every `draw`; nobody picks."""

    def lot(one: WaitingEntry) -> bytes:
        return sha256(f"{digest}/{draw}/{one.position}".encode()).digest()

    return sorted(sorted(entries, key=lot)[:SAMPLE], key=lambda one: one.position)


def act_on_batch(
    ledger: Ledger,
    visitor: Visitor,
    office: str,
    asked: Pressed,
    entries: Sequence[WaitingEntry],
    titles: dict[str, str],
) -> Acted:
    """Attest or return all of a batch, of which the positions ticked were looked at.

    Raises Misuse `nothing-looked-at`, Refused `no-reason`.
    """
    looked_at = {one.position for one in entries} & set(asked.positions)
    if not looked_at and asked.decision == "attest":
        raise Misuse("nothing-looked-at", printed_text("inbox.nothing_looked_at"))
    places = [Place(stream_of(one.record), bytes.fromhex(one.entry), (one.number,)) for one in entries]
    sample = f"{len(looked_at)}/{len(entries)}" if asked.decision == "attest" else ""
    return act_on(ledger, visitor, office, asked, places, titles, sample)


def kinds_of(entries: Sequence[WaitingEntry]) -> str:
    """What some entries are, in words: `听课记录 20 条、读书 8 条`."""
    counted = Counter(called(one.record.kind) for one in entries)
    return "、".join(printed_text("inbox.of_kind", kind=kind, count=count) for kind, count in counted.items())

"""The signing key replaced while others write: nobody waits, nothing is left unsealed, every checkpoint opens."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Event

from api.desk.key_changes import replace_signing_key
from ledger.checkpoint import open_note, parse_checkpoint
from ledger.home import Home
from ledger.keys import follow
from ledger.records.seal_key import SealKeyReplaced
from ledger.seal import verify_consistency
from projections.verifying.whole import verify
from tests.ledger.sealed import check_sealed
from tests.ledger.stories import LI, WANG, clerk, lessons

STEPS = 4


def write_until(home: Home, observer: str, done: Event) -> int:
    """Lessons one by one, in a ledger opened for oneself, until the other is done; how many were acknowledged."""
    written = 0
    with home.opened() as ledger:
        while not done.is_set() or written < 5:
            [lesson] = lessons(1, observer=observer, first=written + 1)  # type: ignore[arg-type]
            ledger.book.append(clerk(None), lesson)
            written += 1
    return written


def test_the_key_is_replaced_again_and_again_while_two_write(home: Home) -> None:
    first, done = home.keys.verifier_key, Event()
    seen = []
    with ThreadPoolExecutor(2) as threads:
        writers = [threads.submit(write_until, home, who, done) for who in (LI, WANG)]
        try:
            for step in range(STEPS):
                with home.opened() as ledger:
                    replace_signing_key(ledger, clerk(None), f"第 {step} 次")
                    seen.append(ledger.seal.checkpoint or "")
        finally:
            done.set()
        acknowledged = sum(writer.result() for writer in writers)
    keys = home.keys
    assert len(keys.verifier_keys) == STEPS + 1
    assert follow(keys.succession, first) == keys.verifier_keys
    check_sealed(home)
    report = verify(home)
    assert (report.ok, report.size) == (True, acknowledged + STEPS), report.faults
    with home.opened() as ledger:
        changes = ledger.book.kept(SealKeyReplaced).records
        told = [
            parse_checkpoint(open_note(one, *keys.verifier_keys).text) for one in [*seen, ledger.seal.checkpoint or ""]
        ]
        for before, after in pairwise(told):
            if before.size:
                proof = ledger.seal.tree.consistency(before.size, after.size)
                verify_consistency(before.size, after.size, proof, before.root, after.root)
    assert [(one.old, one.new) for one in changes] == [(one.old, one.new) for one in keys.steps]
    for one, change in zip(seen, keys.steps, strict=True):
        open_note(one, change.new)  # opens at once with the new key alone


def test_who_holds_the_ledger_open_signs_with_the_new_key_from_then_on(home: Home, tmp_path: Path) -> None:
    with home.opened() as server:
        with home.opened() as office:
            step = replace_signing_key(office, clerk(None), "两年一换")
        server.book.append(clerk(None), lessons(1)[0])
        server.seal.keep_up(wait=5.0)
        assert server.seal.standing_still == ""
        assert parse_checkpoint(open_note(server.seal.checkpoint or "", step.new).text).size == 2

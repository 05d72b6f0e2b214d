"""Whatever is altered in a sealed ledger, `verify` finds it; where nothing is altered, it finds nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest

from projections.verifying.whole import PARTS, verify
from tests.books import ON_POSTGRESQL
from tests.faults.alterations import (
    NOT_DONE,
    OF_BOOK,
    OF_VAULT,
    Alterable,
    Altered,
    alter_file,
    alter_value,
    delete_row,
    insert_event,
    insert_row,
    swap_values,
)
from tests.faults.sealed_sample import sealed_sample
from tests.torture import times

pytestmark = pytest.mark.torture
ALTERATIONS = times(50, 3_000) if ON_POSTGRESQL else times(150, 10_000)
WHOLE_EVERY = times(50, 250)
"""After so many, `verify` reads all parts of the ledger as it was."""

Kind = Callable[[Alterable, Random], Altered | None]

SEAL = (
    *("seal/tree.*", "seal/checkpoint", "seal/checkpoints/*", "seal/cosigned/*"),
    *("seal/access/tree.*", "seal/access/checkpoint", "seal/access/checkpoints/*", "keys/*.pub", "keys/succession"),
)
KINDS: dict[str, tuple[int, Kind]] = {
    "a value of the book": (45, lambda ledger, chance: alter_value(ledger, OF_BOOK, chance)),
    "a value of the vault": (19, lambda ledger, chance: alter_value(ledger, OF_VAULT, chance)),
    "a row deleted": (5, lambda ledger, chance: delete_row(ledger, OF_BOOK + OF_VAULT, chance)),
    "a row inserted": (4, lambda ledger, chance: insert_row(ledger, OF_BOOK + OF_VAULT, chance)),
    "an event inserted": (2, insert_event),
    "values swapped or replayed": (5, lambda ledger, chance: swap_values(ledger, OF_BOOK + OF_VAULT, chance)),
    "the seal": (12, lambda ledger, chance: alter_file(ledger, ledger.files(*SEAL), ("book", "vault"), chance)),
    "an attached file": (5, lambda ledger, chance: _of(ledger, "evidence", chance)),
    "a result": (1, lambda ledger, chance: _of(ledger, "statements", chance)),
    "facts": (2, lambda ledger, chance: alter_file(ledger, ledger.files("facts/g*/*/*"), ("facts",), chance)),
}
"""How often of a hundred times each is tried."""


def _of(ledger: Alterable, folder: str, chance: Random) -> Altered | None:
    return alter_file(ledger, ledger.files(f"{folder}/*/*"), (folder,), chance)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alterable]:
    folder = tmp_path_factory.mktemp("altered")
    with sealed_sample(folder) as home:
        yield Alterable(home, folder / "as it was")


def assert_sound(ledger: Alterable) -> None:
    report = verify(ledger.home)
    assert report.found == []
    assert report.ok
    assert report.size == report.sealed == len(ledger.rows["events"])


def not_found(ledger: Alterable, altered: Altered, parts: Sequence[str]) -> str:
    """Why it must be said that an alteration was not found; empty where it was."""
    try:
        report = verify(ledger.home, only=parts)
    except Exception as error:
        return f"not told but raised: {altered.what}: {error!r:.200}"
    if report.ok:
        return f"unseen: {altered.what}"
    if altered.position is not None and altered.position not in {one.position for one in report.found}:
        return f"position not named: {altered.what}: {report.found[:3]}"
    return ""


def test_every_alteration_is_found_and_nothing_where_nothing_was_altered(ledger: Alterable) -> None:
    chance = Random(20220901)
    assert_sound(ledger)
    done, unseen = Counter[str](), []
    while done.total() < ALTERATIONS:
        [name] = chance.choices(list(KINDS), [share for share, _ in KINDS.values()])
        try:
            altered = KINDS[name][1](ledger, chance)
        except NOT_DONE:
            altered = None
        whole = altered is not None and done.total() % WHOLE_EVERY == WHOLE_EVERY - 1
        if altered:
            done[name] += 1
            if wrong := not_found(ledger, altered, PARTS if whole else altered.parts):
                unseen.append(wrong)
        ledger.undo()
        if whole:
            assert_sound(ledger)
    print(f"\n{done.total()} alterations: {dict(done)}")
    assert not unseen, "\n".join([f"{len(unseen)}:", *unseen])
    assert_sound(ledger)

"""查看记录: every showing of an ID number or telephone number is written down, in order, and sealed."""

import ast
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.access_log import KIND, STREAM, Access, AccessLog, What
from ledger.keys import Keys
from ledger.refusals import Refused
from ledger.seal import Seal, hashes_of_rows
from ledger.vault import Vault
from tests.books import by_another_hand, open_vault
from tests.house.pages import HOUSE
from tests.ledger.people import LI_MING, VAULT_KEY
from tests.ledger.stories import LI, WANG

NOON = datetime(2024, 9, 1, 4, tzinfo=UTC)


def showing(number: int = 0) -> Access:
    return Access(NOON + timedelta(minutes=number), "000901", "county", What.NUMBERS, LI, f"核对材料 {number}")


def kept(vault: Vault) -> str:
    vault.begin()
    identity = vault.keep(LI, LI_MING)
    vault.commit()
    return identity


def test_whoever_is_shown_a_number_stands_in_the_log_before_it_is_given(vault: Vault) -> None:
    identity = kept(vault)
    assert vault.show(LI, identity, showing()) == LI_MING
    assert vault.access.read() == [(1, showing())]


def test_where_it_cannot_be_written_down_nothing_is_shown(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = kept(vault)

    def fails(log: AccessLog, access: Access) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(AccessLog, "add", fails)
    with pytest.raises(OSError):
        vault.show(LI, identity, showing())


def test_of_whom_nothing_is_left_nothing_is_shown_or_written_down(vault: Vault) -> None:
    identity = kept(vault)
    vault.forget([LI])
    for code in (LI, WANG):
        with pytest.raises(Refused) as caught:
            vault.show(code, identity, showing())
        assert caught.value.code == "person-forgotten"
    assert vault.access.size() == 0


def test_no_row_holds_a_name_or_a_number(vault: Vault) -> None:
    vault.show(LI, kept(vault), showing())
    [[row]] = list(vault.access.rows())
    assert not [one for one in (LI_MING.name, LI_MING.id_number, LI_MING.telephone) if one.encode() in row[4]]
    assert row[:4] == (1, STREAM, 1, KIND)


def test_names_and_comparisons_are_no_showing(vault: Vault) -> None:
    identity = kept(vault)
    vault.names({LI: identity})
    vault.particulars({LI: identity})
    assert vault.access.read() == []


def test_positions_have_no_gap_and_times_never_go_back_whoever_writes(vault: Vault, path: Path) -> None:
    with closing(open_vault(path, VAULT_KEY)) as other, ThreadPoolExecutor(4) as pool:
        logs = [vault.access, other.access]
        list(pool.map(lambda number: logs[number % 2].add(showing(-number)), range(40)))
    found = vault.access.read()
    assert [position for position, _ in found] == list(range(1, 41))
    times = [one.at for _, one in found]
    assert times == sorted(times)


def test_the_seal_of_the_log_grows_with_it_and_an_altered_row_no_longer_fits(
    vault: Vault, path: Path, tmp_path: Path
) -> None:
    keys = Keys(tmp_path / "keys")
    keys.make(NOON.date())
    seal = Seal(tmp_path / "seal", vault.access, keys, NOON.date, "/access")
    seal.begin()
    for number in range(5):
        vault.access.add(showing(number))
        assert seal.keep_up(wait=1.0) == 1
    assert (seal.size, seal.standing_still) == (5, "")
    sealed = [seal.tree.leaf(index) for index in range(5)]
    assert [leaf for lot in vault.access.hashes(0) for leaf in lot] == sealed
    with by_another_hand(path) as other:
        other.execute("UPDATE access SET body=? WHERE position=3", (b"{}",))
    assert [leaf for lot in vault.access.rows() for leaf in hashes_of_rows(lot)][2] != sealed[2]


def test_only_few_rooms_look_at_numbers_and_one_of_them_shows_them() -> None:
    """A page that showed an ID number by another way would leave no trace: whoever is added here says why."""
    machine = {
        "api/desk/known.py",  # whether a number is another's already
        "api/desk/checking.py",
        "api/desk/forgetting.py",  # whether a person has two files
        "api/cli/contradictions_command.py",
        "api/http/reading_desk.py",  # the same over the web: compared with each other, and told to nobody
        "ledger/vault.py",  # names
    }
    showing_them = {"api/desk/showing.py", "ledger/vault.py"}
    assert _calling("particulars") == machine
    assert _calling("show") <= showing_them


def _calling(method: str) -> set[str]:
    """The files that call a method of this name of something called vault, or of itself within the vault."""
    found = set()
    for floor in ("ledger", "projections", "api"):
        for path in sorted((HOUSE / floor).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text)) if f".{method}(" in text else ():
                if isinstance(node, ast.Attribute) and node.attr == method and _is_vault(node.value, path):
                    found.add(path.relative_to(HOUSE).as_posix())
    return found


def _is_vault(node: ast.expr, path: Path) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in ("vault", "_vault") or (name == "self" and path.name == "vault.py")

"""Records of changed keys, every field filled in; and what makes two of them the same."""

from datetime import date

from ledger.records.record import Record
from ledger.records.seal_key import SealKeyReplaced
from ledger.records.vault_renewed import VaultRenewed

_OLD = "shilu-0123456789abcdef+aadf0dee+AQGQUCyJsRFrQpPVmPBj7kc8rT5FThpvlXWz2VBJhCCt"
_NEW = "shilu-0123456789abcdef+5c9e2d2c+Ad7c9ZpMlb5oEaZYFHrb89/AdO3QP0sccwJkAnhCLRdM"

SEAL_KEY_SAMPLES: dict[str, Record] = {
    "seal_key.replaced/1": SealKeyReplaced(date(2022, 9, 20), _OLD, _NEW, "经手人调离。", True),
    "vault.renewed/1": VaultRenewed(date(2022, 9, 20), "0123456789abcdef", 146, "硬盘坏了。"),
}
SEAL_KEY_KEYS: dict[str, set[str]] = {"seal_key.replaced/1": {"new"}, "vault.renewed/1": {"vault"}}
"""The fields of each kind that make two records the same record."""
SEAL_KEY_DAYS: dict[str, list[str]] = {"seal_key.replaced/1": ["on"], "vault.renewed/1": ["on"]}
"""The days that cannot be after today."""

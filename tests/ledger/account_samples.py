"""Records of accounts and roles, every field filled in; what makes two of them the same, and what must stand before."""

from datetime import date

from ledger.records.account import AccountClosed, AccountOpened, RoleGiven, RoleTaken
from ledger.records.record import Record
from ledger.vocabulary import Role
from tests.ledger.people import LI

_SCOPE, _SUBJECT = "county:教研室", "语文"
_OPENED = AccountOpened(LI, date(2022, 9, 20), LI, 1)
_GIVEN = RoleGiven(LI, Role.SUBJECT_OFFICER, date(2022, 9, 20), _SCOPE, _SUBJECT, 1)

ACCOUNT_SAMPLES: dict[str, Record] = {
    "account.opened/1": _OPENED,
    "role.given/1": _GIVEN,
    "role.taken/1": RoleTaken(LI, Role.SUBJECT_OFFICER, date(2022, 9, 21), _SCOPE, _SUBJECT, 1),
    "account.closed/1": AccountClosed(LI, date(2022, 9, 21), "调离。", 1),
}
_ROLE_KEY = {"account", "role", "scope", "subject", "turn"}
ACCOUNT_KEYS: dict[str, set[str]] = {
    "account.opened/1": {"account", "turn"},
    "account.closed/1": {"account", "turn"},
    "role.given/1": _ROLE_KEY,
    "role.taken/1": _ROLE_KEY,
}
"""The fields of each kind that make two records the same record."""
ACCOUNT_DAYS: dict[str, list[str]] = {kind: ["on"] for kind in ACCOUNT_SAMPLES}
"""The days that cannot be after today."""
ACCOUNT_GROUNDS: dict[str, list[Record]] = {
    "account.closed/1": [_OPENED],
    "role.given/1": [_OPENED],
    "role.taken/1": [_OPENED, _GIVEN],
}
"""What must stand before each may be written."""

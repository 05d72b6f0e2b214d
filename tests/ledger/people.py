"""Who the stories of the ledger are about: three teachers and two schools, by their codes; one by his particulars."""

from ledger.records.record import SchoolId, TeacherId
from ledger.vault import Particulars

LI, WANG, ZHAO = TeacherId("000101"), TeacherId("000102"), TeacherId("000103")
TOWN, HILL = SchoolId("S001"), SchoolId("S002")

VAULT_KEY = bytes(range(32))
LI_MING = Particulars("李明华", "11010519491231002X", "13812345678")

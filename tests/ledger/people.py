"""Who the stories of the ledger are about: three teachers and two schools, by their codes."""

from ledger.records.record import SchoolId, TeacherId

LI, WANG, ZHAO = TeacherId("000101"), TeacherId("000102"), TeacherId("000103")
TOWN, HILL = SchoolId("S001"), SchoolId("S002")

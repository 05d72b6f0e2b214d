"""条款读法: how those responsible decided to read a clause that can be read in several ways."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record


class ReadingDecided(Record, frozen=True):
    """读法决定: of a clause that can be read in several ways one reading was chosen, by whom and why.

    What the writer of a pack assumed stands in the pack (`reading:`); this is the decision of whoever may decide.
    """

    kind: ClassVar[str] = "reading.decided/1"
    called: ClassVar[str] = "读法决定"
    labels: ClassVar[dict[str, str]] = {
        "pack": "考核办法",
        "clause": "条款",
        "question": "疑问",
        "choice": "采用的读法",
        "by": "决定单位",
        "on": "决定日期",
        "why": "理由",
        "document": "文号",
    }
    happened_on: ClassVar[str] = "on"
    pack: str
    clause: str
    question: str
    choice: str
    by: str
    on: Happened
    why: str
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.pack, self.clause, self.question

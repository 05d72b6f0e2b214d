"""读书: books read in a term, and the term's essay."""

from typing import ClassVar

from ledger.records.record import Count, NaturalKey, Record, TeacherId, TermId


class BookRead(Record, frozen=True):
    """读书: a book on education read in a term, with or without plan, notes and gains (B20)."""

    kind: ClassVar[str] = "book.read/1"
    called: ClassVar[str] = "读书"
    labels: ClassVar[dict[str, str]] = {
        "term": "学期",
        "teacher": "教师编号",
        "title": "书名",
        "plan": "读书计划",
        "notes": "读书笔记",
        "gains": "读后收获",
    }
    whose: ClassVar[str] = "teacher"
    term: TermId
    teacher: TeacherId
    title: str
    plan: bool
    notes: bool
    gains: bool

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.term, self.title


class EssayWritten(Record, frozen=True):
    """读后心得: the essay written at the end of a term, and its length in characters (B20)."""

    kind: ClassVar[str] = "essay.written/1"
    called: ClassVar[str] = "读后心得"
    labels: ClassVar[dict[str, str]] = {"term": "学期", "teacher": "教师编号", "characters": "字数"}
    whose: ClassVar[str] = "teacher"
    term: TermId
    teacher: TeacherId
    characters: Count

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.term

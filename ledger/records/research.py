"""教科研: research projects undertaken, and what came out of research."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId, only_fills_in
from ledger.vocabulary import Level, ProjectRole, ResearchForm


class ProjectUndertaken(Record, frozen=True):
    """课题研究: a teacher leads a research project or takes part in it (C5, D5)."""

    kind: ClassVar[str] = "project.undertaken/1"
    called: ClassVar[str] = "课题研究"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "project": "课题名称",
        "level": "级别",
        "role": "课题角色",
        "opened": "立项日期",
        "closed": "结题日期",
        "number": "课题编号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "opened"
    teacher: TeacherId
    project: str
    level: Level
    role: ProjectRole
    opened: Happened
    closed: date | None = None
    number: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.project, self.level

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "closed", "number")


class ResearchProduced(Record, frozen=True):
    """教研成果: what came out of research (C5, D5). `place`: this author's place among `authors`."""

    kind: ClassVar[str] = "research.produced/1"
    called: ClassVar[str] = "教研成果"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "form": "成果形式",
        "title_of_work": "成果名称",
        "level": "级别",
        "on": "日期",
        "place": "署名位次",
        "authors": "作者人数",
        "outlet": "刊物或单位",
        "characters": "字数",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    form: ResearchForm
    title_of_work: str
    level: Level
    on: Happened
    place: Count = 1
    authors: Count = 1
    outlet: str = ""
    characters: Count = 0

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.form, self.title_of_work, self.level

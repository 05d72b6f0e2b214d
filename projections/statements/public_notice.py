"""What is to be seen of a statement on public notice: the declared fields, while the notice lasts, and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.nearest import did_you_mean
from ledger.records.record import TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.refusals import Refused
from projections.language.pack import Pack
from projections.statements.listing import Statement
from projections.statements.reproducing import derived, official_result
from projections.statements.scoped import Result

PERSON = {"teacher": "教师编号", "name": "姓名", "school": "学校", "subject": "任教学科", "post": "职务"}
"""What of a person may be put on notice, beside the answers; ID numbers and birth dates never may."""

DEFAULT_FIELDS = ("name", "school", "points.total", "eligibility")


class NoticeState(StrEnum):
    """公示状态: whether a notice is to be seen on a day."""

    NONE = "none"
    NOT_YET = "not_yet"
    SHOWN = "shown"
    OVER = "over"


class NoticeView(NamedTuple):
    """The notice as anybody may see it on a day; no rows before and after."""

    statement: Statement
    state: NoticeState
    fields: tuple[str, ...]
    rows: list[dict[str, Any]]
    pack: Pack | None = None

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        notice = self.statement.course.noticed
        return {
            "id": self.statement.drafted.statement,
            "state": self.state.value,
            "from": notice.since.isoformat() if notice else None,
            "to": notice.until.isoformat() if notice else None,
            "fields": list(self.fields),
            "rows": self.rows,
        }


def view_on(
    book: Book, folder: FolderByDigest, statement: Statement, names: Mapping[TeacherId, str], day: date
) -> NoticeView:
    """What is to be seen on a day: a row for each teacher of the result, with the declared fields only."""
    notice = statement.course.noticed
    if notice is None or statement.course.dropped:
        return NoticeView(statement, NoticeState.NONE, (), [])
    if day < notice.since:
        return NoticeView(statement, NoticeState.NOT_YET, (), [])
    if day > notice.until:
        return NoticeView(statement, NoticeState.OVER, (), [])
    result: Result = msgspec.json.decode(official_result(book, folder, statement.drafted))
    evaluation = derived(book, statement.drafted)
    register = {row.teacher: row for row in evaluation.county.teachers.records if isinstance(row, TeacherRegistered)}
    rows = [
        {field: _shown(field, TeacherId(code), answers, register, names) for field in notice.fields}
        for code, answers in result["teachers"].items()
    ]
    return NoticeView(statement, NoticeState.SHOWN, notice.fields, rows, evaluation.pack)


def check_fields(fields: Sequence[str], result: Result) -> None:
    """Refuse `unknown-field`: a field that is neither of a person nor an answer that anybody has."""
    known = dict.fromkeys([*PERSON, *(path for answers in result["teachers"].values() for path in _paths(answers))])
    for field in fields:
        if field not in known:
            near = did_you_mean(field, known)
            raise Refused("unknown-field", f"结果里没有“{field}”这一项可以公示;{near}。", fields=["fields"])


def _paths(answers: Any, before: str = "") -> list[str]:
    """What of the answers can be named: `quotas`, `quotas.observe-20`, `quotas.observe-20.met`."""
    found = []
    for name, said in answers.items():
        found.append(f"{before}{name}")
        if isinstance(said, dict):
            found += _paths(said, f"{before}{name}.")
    return found


def _shown(
    field: str,
    code: TeacherId,
    answers: dict[str, Any],
    register: Mapping[TeacherId, TeacherRegistered],
    names: Mapping[TeacherId, str],
) -> Any:
    if field == "teacher":
        return code
    if field == "name":
        return names.get(code, "")
    if field in PERSON:
        return msgspec.to_builtins(getattr(register[code], field))
    said: Any = answers
    for name in field.split("."):
        said = said.get(name) if isinstance(said, dict) else None
    return said

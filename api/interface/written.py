"""What is answered to whoever writes, as the interface's description tells it; a test holds the answers to these."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.http.problems import Problem
from api.interface.described import OUT_OF_ORDER

_ENTRY = "0f0a5c1d8b3e4f7a9c2d6e1b4a7f8c30"


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WarningAnswer(_Answer):
    """A text that was written may hold a name or number; the name is not told."""

    sheet: str
    row: int
    column: str
    code: str = Field(examples=["name-in-text"])
    teachers: list[str]
    message: str


class RefusedEntry(_Answer):
    """An entry that was not dealt with, and why."""

    entry: str = Field(examples=[_ENTRY])
    code: str = Field(examples=["own-record"])
    message: str
    see: list[str]


class ActAnswer(_Answer):
    """What came of an act: how many entries were dealt with, which were not; as `shilu attest --format json`."""

    done: int
    refused: list[RefusedEntry]
    position: int = Field(description="the book's last, after")
    warnings: list[WarningAnswer]
    warnings_left_off: int


class CorrectedAnswer(ActAnswer):
    """What came of a correction, and the entry that it is now; another where the natural key changed."""

    entry: str = Field(examples=[_ENTRY])


class LineRefused(_Answer):
    """A line that was refused: its number from 1, kind, the field at fault."""

    row: int
    kind: str
    column: str
    code: str
    message: str
    see: list[str]


class LinesAnswer(_Answer):
    """What came of lines; as `shilu append --format json`. `batch` names them when they are attested together."""

    accepted: int
    duplicate: int
    rejected: int
    rejections: list[LineRefused]
    rejections_left_off: int
    position: int
    warnings: list[WarningAnswer]
    warnings_left_off: int
    entries: list[str]
    batch: str = Field(description="SHA-256 of what was handed in")


class RecordedAnswer(_Answer):
    """One record that was handed in: its entry, and whether it is new; a duplicate is not."""

    entry: str = Field(examples=[_ENTRY])
    new: bool
    position: int
    warnings: list[WarningAnswer]
    warnings_left_off: int


class EvidenceAnswer(_Answer):
    """A file that is attached to a record; `new`: it was not before."""

    digest: str = Field(description="SHA-256", examples=["9f86d081…0f00a08"])
    media: str = Field(examples=["image/jpeg"])
    size: int
    name: str
    new: bool
    position: int
    warnings: list[WarningAnswer]
    warnings_left_off: int


class JobRefused(_Answer):
    """Why the file as a whole was refused, or the job did not come to its end."""

    code: str
    message: str


class JobAnswer(_Answer):
    """How far a workbook has come: `done` of the `rows` of a sheet, `done_in_all` with the sheets before it."""

    id: str
    state: str = Field(examples=["running"], description="waiting, running, marking, done, refused, stopped")
    name: str
    batch: str
    authority: str
    dry_run: bool
    atomic: bool
    sheet: str
    done: int
    rows: int
    done_in_all: int
    rejected: int | None = Field(description="refused rows; null until all rows are dealt with")
    marked: bool = Field(description="whether there is a marked workbook to fetch")
    refused: JobRefused | None


class RowRefused(_Answer):
    """A refused row of a workbook; `cell` as Excel shows it."""

    sheet: str
    row: int
    column: str
    cell: str
    code: str
    message: str
    see: list[str]


class SheetAnswer(_Answer):
    """What came of the rows of a sheet."""

    accepted: int
    duplicate: int
    rejected: int


class ReportAnswer(_Answer):
    """The report of a workbook; as `shilu import --report`."""

    sheets: dict[str, SheetAnswer]
    rejections: list[RowRefused]
    ignored_columns: dict[str, list[str]]
    ignored_sheets: list[str]
    late: dict[str, int]
    position: int
    term: str
    warnings: list[WarningAnswer]
    warnings_left_off: int


class MonthAnswer(_Answer):
    """A month that was confirmed of a rotation, which its teacher and first day name."""

    teacher: str = Field(examples=["000109"])
    start: str = Field(examples=["2022-09-01"])
    month: str = Field(examples=["2022-09"])


class MonthsAnswer(_Answer):
    """The months that are confirmed now and were not before."""

    host: str
    confirmed: list[MonthAnswer]
    position: int


class NumbersAnswer(_Answer):
    """Who a teacher is; that it was shown is recorded."""

    teacher: str = Field(examples=["000109"])
    name: str = Field(examples=["王芳"])
    id_number: str = Field(examples=["110101199003070011"])
    telephone: str = Field(examples=["13800000000"])


class MentionAnswer(BaseModel):
    """Where a name or number of a person may still stand."""

    model_config = ConfigDict(extra="allow")

    position: int
    entry: str
    kind: str
    where: str


class ForgottenAnswer(_Answer):
    """What was destroyed, and where the person may still be recognised; as `shilu person forget`."""

    teacher: str = Field(examples=["000109"])
    also: list[str]
    on: str
    entry: str
    position: int
    left: list[MentionAnswer]
    aside: list[str]


class ForgettingAnswer(_Answer):
    """A request that a person be forgotten, which waits for another officer."""

    teacher: str = Field(examples=["000109"])
    by: str = Field(examples=["000901"])
    reason: str = Field(examples=["退休满十年"])
    at: str = Field(examples=["2026-11-22T08:00:00+00:00"])


class PasswordAnswer(_Answer):
    """A temporary password, told this once."""

    account: str = Field(examples=["000109"])
    password: str = Field(examples=["kiwi-lamp-7412"])


class RoleAnswer(_Answer):
    """A role with its scope, and the subject of a subject officer."""

    role: str = Field(examples=["学校经办人"])
    scope: str = Field(examples=["school:S001"])
    subject: str


class AccountAnswer(_Answer):
    """An account that is open; `new`: it, or the role, was not before."""

    account: str = Field(examples=["000109"])
    teacher: str
    roles: list[RoleAnswer]
    since: str
    new: bool


class NothingAccepted(Problem):
    """Of lines that stand or fall together one was refused; the report tells which."""

    report: dict[str, Any]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route which writes may answer with, beside those that any such route may."""
    said = {status: _SAID[status] for status in sorted({400, 401, 403, 413, 422, 429, *statuses})}
    return {status: {"model": Problem, "description": what} for status, what in said.items()} | OUT_OF_ORDER


_SAID = {
    400: "问法不对",
    401: "还没有登录",
    403: "不归您办理",
    404: "没有这条记录或这个编号",
    409: "账本里有别的内容挡着,没有写入",
    412: "记录已有变动,没有写入",
    413: "太大",
    415: "格式不对",
    422: "内容或参数有误;fields 说明是哪几项",
    428: "要用 If-Match 说明改的是哪个版本",
    429: "太频繁,或还有太多没办完",
}

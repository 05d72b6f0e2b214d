"""业务档案 as a sheet: head, contents, chapters, attached files, and the page by which it can be checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from api.dossier.attached import NOT_BOUND, bound
from api.dossier.chapters import FOLDER, Chapter
from api.dossier.laid_out import ENTRY_DIGITS, LaidOut, Names, laid_out
from api.dossier.proof import Proof
from api.dossier.results import results_told
from api.dossier.sheet import Sheet
from api.typesetting import in_print
from ledger.home import EVIDENCE, Ledger
from ledger.pen import COUNTY_TIME
from ledger.records.record import TeacherId
from ledger.refusals import Refused
from projections.dossier import Dossier, DossierLine, PackResult
from projections.language.pack import Pack

_MOST_BOUND = 200 * 2**20
"""So many bytes of attached files are bound into one document."""


@dataclass(frozen=True)
class Printing:
    """All that a printed dossier is made of; the same is the same bytes.

    lines, result: what of the dossier whoever prints it may see; names: of the people in them; home: the folder of the
    ledger, for attached files and the county's own fonts; remark: one sentence more for the first page.
    """

    dossier: Dossier
    lines: Sequence[DossierLine]
    chapters: Sequence[Chapter]
    names: Names
    proof: Proof
    home: Path
    result: PackResult | None = None
    pack: Pack | None = None
    heading: str = "教师业务档案"
    remark: str = ""

    @property
    def name(self) -> str:
        """The teacher's name; the code alone where the vault has none."""
        return self.names.get(TeacherId(self.dossier.teacher), "")

    @property
    def laid_out(self) -> LaidOut:
        """The lines by chapter."""
        return laid_out(self.dossier, self.lines, self.chapters, self.names)

    def sheet(self, bind_in: Ledger | None = None) -> Sheet:
        """The sheet; with a ledger, the attached files of it are bound in behind."""
        found = self.laid_out
        dossier, folder = self.dossier, self.home / EVIDENCE
        who = f"{self.name} {dossier.teacher}".strip()
        if bind_in and sum(one.file.size for one in found.evidence) > _MOST_BOUND:
            raise Refused(
                "attachments-too-large",
                f"附件合计超过 {_MOST_BOUND // 2**20} MB,装订不下;请缩短起止日期分几次印,或不装订附件。",
            )
        evidence = []
        for one in found.evidence:
            file = bound(bind_in, folder, one.file) if bind_in else NOT_BOUND
            evidence.append(
                {
                    "number": one.number,
                    "line": one.line,
                    "entry": one.entry,
                    "name": in_one_line(one.file.name) or "(没有文件名)",
                    "size": size_told(one.file.size),
                    "digest": one.file.digest,
                    "path": file.path,
                    "format": file.form,
                    "pages": file.pages,
                }
            )
        data: dict[str, Any] = {
            "title": self.heading,
            "heading": self.heading,
            "who": who,
            "period": period_told(dossier),
            "digest": dossier.digest,
            "person": person_told(dossier, self.name),
            "remarks": self._remarks(found),
            "empty": "" if found.chapters else "这段时间里账本没有这位教师的记录;请核对起止日期,或先登记、交审核。",
            "chapters": [
                {
                    "title": chapter.title,
                    "lines": [
                        {
                            "number": line.number,
                            "day": line.day,
                            "called": line.called,
                            "says": line.says,
                            "office": line.office,
                            "entry": line.entry,
                            "position": line.position,
                            "evidence": "、".join(map(str, line.evidence)),
                        }
                        for line in chapter.lines
                    ],
                }
                for chapter in found.chapters
            ],
            "result": results_told(self.result, self.pack),
            "evidence": evidence,
            "proof": proof_told(dossier, self.proof),
        }
        root = folder if bind_in and folder.is_dir() else None
        for_archives = all(one["format"] != "pdf" for one in evidence)
        return Sheet("dossier.typ", data, made_at(dossier), root, self.home / FOLDER / "fonts", for_archives)

    def _remarks(self, found: LaidOut) -> list[str]:
        count = sum(len(chapter.lines) for chapter in found.chapters)
        waiting = sum(not line.attested for line in self.lines)
        withheld = len(self.dossier.lines) - len(self.lines)
        said = [f"共 {count} 条记录,附件 {len(found.evidence)} 个;内容截至 {self.dossier.as_of}。"]
        if waiting:
            said.append(f"其中 {waiting} 条还没有审核,在“审核”一栏写明“待审核”。")
        if withheld:
            said.append(f"另有 {withheld} 条不在打印人可以查看的范围内,没有印出;档案摘要包含全部记录。")
        if self.remark:
            said.append(self.remark)
        return [in_print(one) for one in said]


def made_at(dossier: Dossier) -> datetime:
    """The time written into the file: when the newest record in it was recorded, never the clock's."""
    day = dossier.as_of
    return (dossier.last_recorded or datetime(day.year, day.month, day.day, tzinfo=COUNTY_TIME)).astimezone(COUNTY_TIME)


def period_told(dossier: Dossier) -> str:
    """The days that it is of."""
    return f"{dossier.since} 至 {dossier.as_of}" if dossier.since else f"截至 {dossier.as_of}"


def person_told(dossier: Dossier, name: str) -> list[tuple[str, str]]:
    """Name, school and what the register says, each with what people call it."""
    row, school = dossier.person.teacher, dossier.person.school
    told = [("姓名", name or "(已删除或未登记)"), ("教师编号", dossier.teacher)]
    if row is None:
        return [*told, ("学校", "(截止日还不在名册上)"), ("", "")]
    told += [
        ("学校", school.name if school else row.school),
        ("乡镇、学段", f"{school.township} {school.stage}" if school else ""),
        ("性别", row.sex),
        ("出生年月", f"{row.born:%Y-%m}"),
        ("参加工作", row.hired.isoformat()),
        ("学历", row.degree),
        ("职务", row.post),
        ("任现职务", row.post_since.isoformat()),
        ("职称", row.title),
        ("学科、年级", f"{row.subject} {row.grade}"),
    ]
    return [(label, in_print(said)) for label, said in told]


def proof_told(dossier: Dossier, proof: Proof) -> Mapping[str, Any]:
    """What the page by which it can be checked says."""
    says = [
        f"本档案由账本前 {dossier.position} 条生成。档案摘要是全部内容的 SHA-256;"
        "用同一个位置和截止日再生成一次,摘要相同。",
        f"“记录”一栏是记录号的前 {ENTRY_DIGITS} 位和账本中的位置,凭它可以取得每条记录的凭据。",
    ]
    about = f"记录 {proof.entry[:ENTRY_DIGITS]}(第 {proof.position} 条)的凭据"
    if proof.code:
        says.append(
            "右边的二维码是所列最新一条记录的凭据:扫出文字存成文件,用 shilu verify-receipt 和县里公布的公钥核对,"
            "不需要账本,也不需要上网。"
        )
    if proof.why_not:
        says.append(f"没有印出校验点:{proof.why_not}")
    return {
        "says": [in_print(one) for one in says],
        "checkpoint": proof.checkpoint.strip(),
        "code": proof.code,
        "about": in_print(about),
    }


def in_one_line(said: str) -> str:
    """A text without line breaks and what cannot be seen."""
    return " ".join("".join(one if one.isprintable() else " " for one in said).split())


def size_told(size: int) -> str:
    """A size in bytes as people say it."""
    return f"{size} B" if size < 1024 else f"{-(-size // 1024)} KB"

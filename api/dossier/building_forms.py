"""Builds the Word templates that come with Shilu: `python -m api.dossier.building_forms`; the same bytes each time.

They are examples of our own making, to be filled or to be changed in Word into the county's own.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from api.dossier.form import MORE, SHIPPED
from api.dossier.word import without_clock
from api.typesetting import in_print

_BODY, _HEADING = "宋体", "黑体"
_MADE = datetime(2026, 11, 22)  # noqa: DTZ001 - Word's own field, which knows no zone


class _Page:
    """A document that is being written."""

    def __init__(self, title: str, *, landscape: bool = False) -> None:
        self._document: Any = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Mm(20))
        self.width = section.page_width - Mm(40)
        properties = self._document.core_properties
        properties.title, properties.author = title, "师录"
        properties.created = properties.modified = _MADE
        properties.last_modified_by, properties.revision = "师录", 1
        style = self._document.styles["Normal"]
        _set_font(style, _BODY)
        style.font.size = Pt(10.5)
        style.paragraph_format.space_after = Pt(0)

    def say(
        self, text: str, *, size: float = 10.5, heading: bool = False, middle: bool = False, after: float = 4
    ) -> None:
        """A paragraph."""
        paragraph = self._document.add_paragraph()
        run = paragraph.add_run(in_print(text))
        run.font.size = Pt(size)
        if heading:
            _set_font(run, _HEADING)
        if middle:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(8 if heading and not middle else 0)
        paragraph.paragraph_format.space_after = Pt(after)
        paragraph.paragraph_format.keep_with_next = heading

    def facts(self, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table of labels and values side by side."""
        table = self._table(len(rows), widths)
        for row, said in zip(table.rows, rows, strict=True):
            for number, (cell, text) in enumerate(zip(row.cells, said, strict=True)):
                _fill(cell, text, heading=number % 2 == 0)

    def listing(self, name: str, columns: Sequence[tuple[str, str, float]]) -> None:
        """A table with a row for each record of a table of the mapping: heading, column, width in parts."""
        table = self._table(4, [width for _, _, width in columns])
        for cell, (heading, _, _) in zip(table.rows[0].cells, columns, strict=True):
            _fill(cell, heading, heading=True)
        _repeat_as_heading(table.rows[0])
        _fill(table.rows[1].cells[0], f"{{%tr for 行 in {name} %}}")
        for cell, (_, column, _) in zip(table.rows[2].cells, columns, strict=True):
            _fill(cell, f"{{{{ 行.{column} }}}}")
        _fill(table.rows[3].cells[0], "{%tr endfor %}")
        self.say(f"{{{{ {name}{MORE} }}}}", size=9, after=2)

    def opinion(self, who: str) -> None:
        """A box for an office to write in, with seal and date."""
        table = self._table(1, [1, 5])
        _fill(table.rows[0].cells[0], who, heading=True)
        _fill(
            table.rows[0].cells[1], "\n\n\n　　　　　　　　　　　　负责人签字:　　　　　　(盖章)　　　　年　　月　　日"
        )

    def _table(self, rows: int, widths: Sequence[float]) -> Any:
        table = self._document.add_table(rows, len(widths))
        table.style = "Table Grid"
        table.autofit = False
        whole = sum(widths)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = int(self.width * width / whole)
        return table

    def content(self) -> bytes:
        """The bytes of the document."""
        made = BytesIO()
        self._document.save(made)
        return without_clock(made.getvalue())


def plain() -> bytes:
    """业务档案: the person, then every record in one table."""
    page = _Page("教师业务档案")
    page.say("教师业务档案", size=18, heading=True, middle=True, after=8)
    page.facts(
        [
            ["姓名", "{{ 姓名 }}", "教师编号", "{{ 教师编号 }}"],
            ["学校", "{{ 学校 }}", "职务", "{{ 职务 }}"],
            ["职称", "{{ 职称 }}", "学历", "{{ 学历 }}"],
            ["起止日期", "{{ 起始日 }} 至 {{ 截止日 }}", "账本位置", "{{ 账本位置 }}"],
        ],
        [2, 5, 2, 5],
    )
    page.say("记录", size=13, heading=True)
    page.listing(
        "记录",
        [("序号", "序号", 1), ("日期", "日期", 2), ("事项", "事项", 2), ("内容", "内容", 7), ("记录号", "记录号", 2)],
    )
    page.say("档案摘要（SHA-256）：{{ 档案摘要 }}", size=8)
    return page.content()


def title_review() -> bytes:
    """示例一: a form for the review of titles, on upright A4."""
    page = _Page("中小学教师职称评审表（示例一）")
    page.say("中小学教师职称评审表", size=18, heading=True, middle=True)
    page.say("（示例一：由师录提供，供县里改成本省的表）", size=9, middle=True, after=8)
    page.facts(
        [
            ["姓名", "{{ 姓名 }}", "性别", "{{ 性别 }}", "出生年月", "{{ 出生年月 }}"],
            ["工作单位", "{{ 学校 }}", "学段", "{{ 学段 }}", "任教学科", "{{ 任教学科 }}"],
            ["学历", "{{ 学历 }}", "参加工作", "{{ 参加工作 }}", "教龄(年)", "{{ 教龄 }}"],
            ["现任职称", "{{ 现任职称 }}", "取得时间", "{{ 取得时间 }}", "申报职称", "{{ 申报职称 }}"],
            ["职务", "{{ 职务 }}", "身份证号", "{{ 身份证号 }}", "联系电话", "{{ 联系电话 }}"],
        ],
        [2, 4, 2, 3, 2, 3],
    )
    three = [
        ("时间", "时间", 2),
        ("名称", "名称", 6),
        ("级别、等次", "等次", 3),
        ("授予单位", "单位", 4),
        ("记录号", "记录号", 2),
    ]
    four = [("时间", "时间", 2), ("事项", "事项", 2), ("内容", "内容", 9), ("记录号", "记录号", 2)]
    page.say("一、任职与管理工作", size=12, heading=True)
    page.listing("任职经历", four)
    page.say("二、荣誉与表彰", size=12, heading=True)
    page.listing("荣誉", three)
    page.say("三、赛课与获奖", size=12, heading=True)
    page.listing("获奖", three)
    page.say("四、教研成果", size=12, heading=True)
    page.listing("成果", four)
    page.say("五、支教交流与指导青年教师", size=12, heading=True)
    page.listing("支教", four)
    page.say("六、继续教育", size=12, heading=True)
    page.listing("培训", four)
    page.say("本人承诺以上内容属实。　　　　签字：　　　　　　　　年　　月　　日", after=8)
    page.opinion("学校意见")
    page.opinion("县级教育行政部门意见")
    page.say("表内各项取自业务档案，截至{{ 截止日 }}，摘要 {{ 档案摘要 }}。", size=8)
    return page.content()


def qualification() -> bytes:
    """示例二: an application book of another shape, on lying A4, with counts first and the evidence numbers."""
    page = _Page("教师系列专业技术资格申报书（示例二）", landscape=True)
    page.say("教师系列专业技术资格申报书", size=20, heading=True, middle=True)
    page.say("（示例二：由师录提供，供县里改成本省的表）", size=9, middle=True, after=8)
    page.facts(
        [
            ["申报人", "{{ 申报人 }}", "编号", "{{ 编号 }}", "单位", "{{ 单位 }}", "乡镇", "{{ 乡镇 }}"],
            ["年龄", "{{ 年龄 }}", "学历", "{{ 学历 }}", "从教", "{{ 从教 }}", "任现职", "{{ 任现职 }}"],
            [
                "申报资格",
                "{{ 申报资格 }}",
                "考核等次",
                "{{ 考核等次 }}",
                "得分",
                "{{ 得分 }}",
                "照片",
                "{{ 照片 }}",
            ],
        ],
        [2, 4, 2, 4, 2, 5, 2, 3],
    )
    page.say("业绩总览", size=12, heading=True)
    page.facts(
        [
            [
                "荣誉",
                "{{ 荣誉数 }} 项",
                "获奖",
                "{{ 获奖数 }} 项",
                "课题",
                "{{ 课题数 }} 项",
                "公开课",
                "{{ 公开课数 }} 次",
            ],
        ],
        [1, 2, 1, 2, 1, 2, 1, 2],
    )
    wide = [
        ("序号", "序号", 1),
        ("年月", "年月", 2),
        ("类别", "类别", 3),
        ("业绩内容", "内容", 12),
        ("审核单位", "审核单位", 3),
        ("记录号", "记录号", 2),
        ("附件", "附件", 1.5),
    ]
    page.say("业绩明细", size=12, heading=True)
    page.listing("业绩", wide)
    page.say("教学与教研工作", size=12, heading=True)
    page.listing("教学", wide)
    page.say("推荐意见", size=12, heading=True)
    page.opinion("单位推荐")
    page.opinion("评审委员会")
    page.say("取自业务档案（账本位置 {{ 账本位置 }}，截至{{ 截止日 }}）；附件按编号另册装订。", size=8)
    return page.content()


FORMS = {"shilu-plain": plain, "example-1-title-review": title_review, "example-2-qualification": qualification}
"""What builds each template, by the name of its file."""


def _set_font(of: Any, name: str) -> None:
    of.font.name = name
    of.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _fill(cell: Any, text: str, *, heading: bool = False) -> None:
    run = cell.paragraphs[0].add_run(in_print(text))
    if heading:
        _set_font(run, _HEADING)


def _repeat_as_heading(row: Any) -> None:
    """Let the row stand on every page that the table goes on to."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def build(folder: Path) -> None:
    """Write all templates into a folder."""
    for name, made in FORMS.items():
        (folder / f"{name}.docx").write_bytes(made())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
